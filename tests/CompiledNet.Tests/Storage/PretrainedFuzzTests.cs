using System.Runtime.InteropServices;
using CompiledNet.Generator.Files;
using CompiledNet.Generator.Model;
using CompiledNet.Tests.Training;
using Xunit.Abstractions;

namespace CompiledNet.Tests.Storage;

/// <summary>
/// The generator has a reader of its own: what it makes of very many bad files is what the library makes of them. It refuses what <see cref="ModelFile"/> refuses,
/// never fails in another way, and takes the same numbers of what both accept.
/// </summary>
public class PretrainedFuzzTests(ITestOutputHelper output)
{
    private const int Files = 30_000;

    private static readonly NetworkModel Model = new(
        new TypeModel(string.Empty, default, "LinearNetwork", "LinearNetwork"),
        new Shape(LinearNetwork.In),
        new LayerModel[]
        {
            new(
                1,
                "Dense",
                new Shape(LinearNetwork.In),
                new Shape(LinearNetwork.Out),
                ActivationKind.Identity,
                new TensorModel[]
                {
                    new("Weights", "1.weight", new Shape(LinearNetwork.In, LinearNetwork.Out), 0),
                    new("Bias", "1.bias", new Shape(LinearNetwork.Out), LinearNetwork.In * LinearNetwork.Out),
                },
                default),
        },
        LossKind.SquaredError,
        UnrollKind.Auto,
        InitializerKind.Auto);

    [Fact]
    public void The_generator_and_the_library_agree_about_every_file()
    {
        LinearNetwork source = LinearNetwork.Create(1);
        ModelInfo info = new() { ClassNames = ["a", "b"], Properties = new Dictionary<string, string> { ["by"] = "é" } };
        const string Foreign = """{"1.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"1.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}""";
        byte[] numbers = MemoryMarshal.AsBytes(source.Parameters).ToArray();
        FileMutator mutator = new(33, [TestFile.Save(source), TestFile.Save(source, info), TestFile.Of(Foreign, numbers), TestFile.Of(Foreign, numbers)]);
        LinearNetwork network = new();
        int accepted = 0;
        for (int n = 0; n < Files; n++)
        {
            byte[] file = mutator.Next();
            PretrainedModel? read = PretrainedFile.Read(Model, BuildFile.Of("net.safetensors", file), StorageKind.Float32, out EquatableArray<FileProblem> problems);
            Assert.Equal(read is null, problems.Count > 0);
            string? refused = null;
            try
            {
                ModelFile.LoadInto(network, new MemoryStream(file));
            }
            catch (InvalidDataException exception)
            {
                refused = exception.Message;
            }

            string words = FormattableString.Invariant($"File {n}: the library says {refused ?? "nothing"}, the generator {string.Join("; ", problems.SelectMany(problem => problem.Arguments))}\n{Convert.ToHexString(file)}");

            // What is not compiled in need not be in order, and 16-bit numbers are taken, which the library does not load.
            bool onlyHere = refused is not null
                && (refused.Contains("the metadata's 'compilednet.", StringComparison.Ordinal) || refused.Contains("the metadata does not fit", StringComparison.Ordinal) || refused.Contains("F16, expected F32", StringComparison.Ordinal));
            Assert.True(onlyHere || (refused is null) == (read is not null), words);
            if (read is not null && refused is null)
            {
                accepted++;
                Assert.True(MemoryMarshal.AsBytes(read.Parameters.Span).SequenceEqual(MemoryMarshal.AsBytes(network.Parameters)), words);
            }
        }

        output.WriteLine(FormattableString.Invariant($"{accepted} of {Files} files accepted by both"));
        Assert.InRange(accepted, Files / 100, Files / 2);
    }

    [Fact]
    public void Random_bytes_and_every_file_cut_short_are_refused()
    {
        Random random = new(4);
        for (int n = 0; n < 5_000; n++)
        {
            byte[] file = new byte[random.Next(300)];
            random.NextBytes(file);
            if (file.Length > 8)
            {
                // A length that lets the header be read.
                file.AsSpan(0, 8).Clear();
                file[0] = (byte)random.Next(Math.Min(256, file.Length));
            }

            AssertRefused(file);
        }

        byte[] good = TestFile.Save(LinearNetwork.Create(1));
        for (int length = 0; length < good.Length; length++)
        {
            AssertRefused(good[..length]);
        }
    }

    private static void AssertRefused(byte[] file)
    {
        Assert.Null(PretrainedFile.Read(Model, BuildFile.Of("net.safetensors", file), StorageKind.Float32, out EquatableArray<FileProblem> problems));
        Assert.NotEmpty(problems);
    }
}
