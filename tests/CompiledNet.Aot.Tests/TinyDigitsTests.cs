using System.Text.RegularExpressions;

namespace CompiledNet.Aot.Tests;

public sealed partial class TinyDigitsTests(PublishedTinyDigits published) : IClassFixture<PublishedTinyDigits>
{
    private static readonly string[] Images = [.. Directory.GetFiles(Path.Combine(Toolchain.Repository, "samples/TinyDigits/images")).Order(StringComparer.Ordinal)];

    // Two steps and a shorter one in each of two epochs; without FMA each takes a good part of a second.
    private static readonly string[] Training = ["train", "--images", "160", "--epochs", "2", "--seed", "3"];

    [AotFact]
    public void Publishing_warns_of_nothing() => Assert.All(published.Sets, set => published.Get(set).AssertNoWarnings());

    [AotFact]
    public void An_instruction_set_is_that_which_was_asked_for()
    {
        string[] expected = ["Vectors of 128 bits", "Vectors of 256 bits"];
        Assert.All(published.Sets.Zip(expected), set => Assert.StartsWith(set.Second, published.Run(set.First, "time", "--seconds", "0").Output, StringComparison.Ordinal));
    }

    [AotFact]
    public void The_executable_is_one_file_of_a_few_megabytes() => Assert.All(published.Sets, set =>
    {
        string executable = published.Get(set).Executable;
        Assert.InRange(new FileInfo(executable).Length, 1_000_000, 4_500_000);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(executable)!), file => file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".safetensors", StringComparison.Ordinal));
    });

    [AotFact]
    public void Every_digit_of_the_sample_is_read()
    {
        Assert.Equal("0123456789", string.Concat(Images.Select(path => Path.GetFileName(path)[0])));
        string[] answers = [.. published.Sets.Select(set => Read(published.Run(set, Images))), Read(PublishedTinyDigits.RunByJit([], Images))];
        Assert.Single(answers.Distinct());

        static string Read(Outcome outcome)
        {
            Assert.True(outcome.ExitCode == 0, outcome.ToString());
            string[] lines = outcome.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            Assert.Equal(Images.Length, lines.Length);
            Assert.All(lines.Zip(Images), line => Assert.StartsWith($"{line.Second}: {Path.GetFileName(line.Second)[0]} (", line.First, StringComparison.Ordinal));
            return outcome.Output;
        }
    }

    [AotFact]
    public void What_it_sees_is_shown_when_asked()
    {
        Outcome outcome = published.Run(PublishedTinyDigits.Baseline, "--show", Images[7]);
        Assert.Equal(0, outcome.ExitCode);
        string[] lines = outcome.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(1 + 28 + 10, lines.Length);
        Assert.Matches(@"^7 \(\d+\.\d %\)$", lines[0]);
        Assert.All(lines[1..29], line => Assert.Matches(@"^[ .:\-=+*#%@]{56}$", line));
        Assert.All(lines[29..].Select((line, digit) => (line, digit)), line => Assert.Matches($@"^{line.digit} [#.]{{40}} +\d+\.\d %$", line.line));
    }

    [AotFact]
    public void Training_ends_with_the_same_bits_as_under_the_JIT_at_any_width()
    {
        List<(string Way, string Hash)> hashes = [.. published.Sets.Select(set => (set, HashOf(published.Run(set, Training))))];
        foreach ((string Name, string Value)[] environment in new (string, string)[][] { [], [("DOTNET_EnableAVX512", "0")], [("DOTNET_EnableAVX2", "0")], [("DOTNET_TieredCompilation", "0")] })
        {
            hashes.Add(($"JIT {string.Join(", ", environment)}", HashOf(PublishedTinyDigits.RunByJit(environment, Training))));
        }

        Assert.True(hashes.DistinctBy(one => one.Hash).Count() == 1, string.Join('\n', hashes));

        static string HashOf(Outcome outcome)
        {
            Assert.True(outcome.ExitCode == 0, outcome.ToString());
            Match match = Hash().Match(outcome.Output);
            Assert.True(match.Success, outcome.ToString());
            return match.Groups[1].Value;
        }
    }

    [AotFact]
    public void A_file_that_cannot_be_read_is_named_and_the_others_are_read()
    {
        using ArtifactsFolder folder = new();
        string missing = Path.Combine(folder.Path, "missing.png");
        string text = Write("text.png", "no image"u8.ToArray());
        string empty = Write("empty.jpg", []);
        string cut = Write("cut.png", File.ReadAllBytes(Images[0])[..3000]);
        string shortPgm = Write("short.pgm", "P5 28 28 255\nabc"u8.ToArray());
        string huge = Write("huge.pgm", "P5 99999999 99999999 255\n"u8.ToArray());
        string blank = Write("blank.pgm", [.. "P5 20 20 255\n"u8, .. Enumerable.Repeat((byte)200, 400)]);
        Outcome outcome = published.Run(PublishedTinyDigits.Baseline, missing, text, empty, cut, shortPgm, huge, blank, folder.Path, Images[4]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"{Images[4]}: 4 (", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"TinyDigits: There is no file '{missing}'.",
                $"TinyDigits: '{text}' is no image that can be read; expected PNG, JPEG, BMP or PGM.",
                $"TinyDigits: '{empty}' is no image that can be read; expected PNG, JPEG, BMP or PGM.",
                $"TinyDigits: '{cut}' is damaged, or of a kind of PNG, JPEG or BMP that cannot be read.",
                $"TinyDigits: '{shortPgm}' ends after 3 of 784 pixels.",
                $"TinyDigits: '{huge}' is an image of 99999999 by 99999999 pixels; expected 1 to 50 million pixels.",
                $"TinyDigits: '{blank}': there is nothing written on it that stands out from the background.",
                $"TinyDigits: '{folder.Path}' is a folder; expected an image file.",
            ],
            outcome.Errors.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'));

        string Write(string name, byte[] bytes)
        {
            string path = Path.Combine(folder.Path, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }
    }

    [AotTheory]
    [InlineData(2, "There is no image to read; expected the name of at least one file.")]
    [InlineData(2, "There is no option --shwo; expected --show.", "--shwo", "a.png")]
    [InlineData(2, "--epochs is 'many'; expected a whole number of at least 1.", "train", "--epochs", "many")]
    [InlineData(2, "--epochs is '0'; expected a whole number of at least 1.", "train", "--epochs", "0")]
    [InlineData(2, "--seed has no value.", "train", "--seed")]
    [InlineData(2, "'a.png' is not expected here.", "test", "a.png")]
    [InlineData(1, "There is no folder 'nowhere' to load MNIST's four files from.", "test", "--data", "nowhere")]
    public void A_wrong_command_line_is_told(int exitCode, string message, params string[] arguments)
    {
        Outcome outcome = published.Run(PublishedTinyDigits.Baseline, arguments);
        Assert.Equal(exitCode, outcome.ExitCode);
        Assert.Equal(string.Empty, outcome.Output);
        Assert.StartsWith($"TinyDigits: {message}", outcome.Errors, StringComparison.Ordinal);
    }

    [GeneratedRegex("SHA-256 of the parameters: ([0-9a-f]{64})")]
    private static partial Regex Hash();
}
