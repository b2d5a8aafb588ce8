using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training.Checkpoints;

/// <summary>What a run does that is to go on from a file which is no whole checkpoint: it says so, and nothing changes.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public DamagedCheckpointTests() => CheckpointRun.TrainPart(Path);

    private string Path => _folder.PathOf("run");

    private string Previous => CheckpointContainer.PreviousOf(Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_flipped_bit_is_found()
    {
        byte[] whole = File.ReadAllBytes(Path);
        for (int bit = 0; bit < whole.Length * 8; bit += 1009)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(damaged);
        }
    }

    [Fact]
    public void Every_length_but_its_own_is_found()
    {
        byte[] whole = File.ReadAllBytes(Path);
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 50))
        {
            AssertRefused(whole[..length]);
        }

        AssertRefused(whole[..^1]);
        AssertRefused([.. whole, 0]);
        AssertRefused(new byte[whole.Length]);
    }

    [Fact]
    public void Files_of_other_kinds_are_told_from_checkpoints()
    {
        new StaticNetworks.Dropped(1).Save(_folder.PathOf("model"));
        byte[] model = File.ReadAllBytes(_folder.PathOf("model"));
        _folder.Delete("model");
        Assert.Contains("this is not a checkpoint", AssertRefused(model), StringComparison.Ordinal);
        AssertRefused("a text file of some length, so that there is a header"u8.ToArray());

        CheckpointContainer.Write(Path, [new("format", "something else")], []);
        Assert.Contains("its format is 'something else', expected 'compilednet.checkpoint/1'", AssertRefused(File.ReadAllBytes(Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_not_passed_over_in_silence_but_the_one_before_can_be_named()
    {
        byte[] damaged = File.ReadAllBytes(Path);
        damaged[^1] ^= 1;
        Assert.Contains($"The checkpoint before it is in '{Previous}'", AssertRefused(damaged), StringComparison.Ordinal);
        File.Move(Previous, _folder.PathOf("named"));
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Resume(_folder.PathOf("named")));
    }

    [Fact]
    public void Where_only_the_one_before_is_left_the_run_goes_on_from_there()
    {
        File.Delete(Path);
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Resume(Path));
        Assert.Equal([Path, Previous], Directory.GetFiles(_folder.FullPath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_only_a_damaged_one_before_is_left_that_is_an_error()
    {
        File.Move(Path, Previous, overwrite: true);
        byte[] damaged = File.ReadAllBytes(Previous);
        damaged[^1] ^= 1;
        File.WriteAllBytes(Previous, damaged);
        Assert.Contains(Previous, AssertRefused(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_none_is_left_the_run_starts_anew()
    {
        File.Delete(Path);
        File.Delete(Previous);
        StaticNetworks.Dropped network = new(1);
        network.Train(CheckpointRun.Data, CheckpointRun.Options with { Checkpoint = new(Path) { Resume = true } });
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Bits(network));
    }

    [Fact]
    public void A_damaged_file_is_written_over_by_a_new_run_and_the_whole_one_before_it_stays()
    {
        byte[] before = File.ReadAllBytes(Previous);
        byte[] damaged = File.ReadAllBytes(Path);
        damaged[^1] ^= 1;
        File.WriteAllBytes(Path, damaged);
        new StaticNetworks.Dropped(1).Train(CheckpointRun.Data, CheckpointRun.Options with { Epochs = 1, Checkpoint = new(Path) });
        Assert.Equal(before, File.ReadAllBytes(Previous));
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Resume(Path));
    }

    /// <summary>Has a run go on from this content, or from what is there; gives the error's message.</summary>
    private string AssertRefused(byte[]? content)
    {
        if (content is not null)
        {
            File.WriteAllBytes(Path, content);
        }

        string[] files = CheckpointRun.Files(_folder);
        StaticNetworks.Dropped network = new(5);
        string bits = CheckpointRun.Bits(network);
        TrainingOptions options = CheckpointRun.Options with { Checkpoint = new(Path) { Resume = true } };
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => network.Train(CheckpointRun.Data, options));
        Assert.Contains(Path, exception.Message, StringComparison.Ordinal);
        Assert.Equal(bits, CheckpointRun.Bits(network));
        Assert.Equal(files, CheckpointRun.Files(_folder));
        return exception.Message;
    }
}
