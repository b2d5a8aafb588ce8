using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training.Checkpoints;

/// <summary>Checkpoints that cannot be written: one clear error that names the file, and nothing is lost.</summary>
public sealed class UnwritableCheckpointTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Places => ["missing/run", "", "file/run", "previous is a folder", "long", "longer", "proc"];

    private string Path => _folder.PathOf("run");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public void A_place_that_cannot_be_is_found_before_anything_changes(string place)
    {
        if (place == "proc" && !OperatingSystem.IsLinux())
        {
            return; // A folder in which even root may make no file.
        }

        _folder.Write("file", [1]);
        string path = place switch
        {
            "previous is a folder" => Path,
            "long" => _folder.PathOf(new string('n', 250)), // The name of the one before is too long.
            "longer" => _folder.PathOf(new string('n', 300)),
            "proc" => "/proc/self/run",
            _ => System.IO.Path.Combine(_folder.FullPath, place),
        };
        if (place == "previous is a folder")
        {
            Directory.CreateDirectory(CheckpointContainer.PreviousOf(path));
        }

        string[] files = CheckpointRun.Files(_folder);
        StaticNetworks.Dropped network = new(1);
        string bits = CheckpointRun.Bits(network);
        foreach (bool resume in new[] { false, true })
        {
            Exception exception = Assert.ThrowsAny<Exception>(() => network.Train(
                CheckpointRun.Data, CheckpointRun.Options with { Callbacks = [new NeverStarted()], Checkpoint = new(path) { Resume = resume } }));
            Assert.True(exception is IOException or UnauthorizedAccessException, exception.ToString());
            Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        }

        Assert.Equal(bits, CheckpointRun.Bits(network));
        Assert.Equal(files, CheckpointRun.Files(_folder));
    }

    [Fact]
    public void A_folder_that_goes_away_ends_training_and_the_network_keeps_what_it_has_learned()
    {
        string folder = _folder.PathOf("sub");
        Directory.CreateDirectory(folder);
        string path = System.IO.Path.Combine(folder, "run");
        List<string> bits = [];
        StaticNetworks.Dropped network = new(1);
        TrainingCallback callback = TrainingCallback.OnEpoch((run, report) =>
        {
            bits.Add(CheckpointRun.Bits(network));
            if (report.Epoch == 2)
            {
                Directory.Move(folder, _folder.PathOf("elsewhere"));
            }
        });
        TrainingOptions options = CheckpointRun.Options with { Callbacks = [callback], Checkpoint = new(path) { Resume = true } };
        IOException exception = Assert.ThrowsAny<IOException>(() => network.Train(CheckpointRun.Data, options));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Equal(bits[1], CheckpointRun.Bits(network));

        // Back in its place, the run goes on after epoch 1.
        Directory.Move(_folder.PathOf("elsewhere"), folder);
        Assert.Equal([path], Directory.GetFiles(folder));
        StaticNetworks.Dropped second = new(2);
        Assert.Equal(3, second.Train(CheckpointRun.Data, options with { Callbacks = [TrainingCallback.OnEpoch((_, _) => { })] }).History.Count);
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Bits(second));
    }

    [Fact]
    public void A_file_where_the_one_before_belongs_ends_training_with_the_old_one_in_place()
    {
        CheckpointRun.TrainPart(Path);
        byte[] old = File.ReadAllBytes(Path);
        TrainingCallback callback = TrainingCallback.OnEpoch((_, report) =>
        {
            if (report.Epoch == 2)
            {
                File.Delete(CheckpointContainer.PreviousOf(Path));
                Directory.CreateDirectory(CheckpointContainer.PreviousOf(Path));
            }
        });
        StaticNetworks.Dropped network = new(1);
        TrainingOptions options = CheckpointRun.Options with { Callbacks = [callback], Checkpoint = new(Path) };
        Exception exception = Assert.ThrowsAny<Exception>(() => network.Train(CheckpointRun.Data, options));
        Assert.True(exception is IOException or UnauthorizedAccessException, exception.ToString());
        Assert.Contains($"'{Path}' could not be written", exception.Message, StringComparison.Ordinal);
        Assert.Equal([Path], Directory.GetFiles(_folder.FullPath));
        Assert.NotEqual(old, File.ReadAllBytes(Path));
        Directory.Delete(CheckpointContainer.PreviousOf(Path));
        StaticNetworks.Dropped second = new(3);
        second.Train(CheckpointRun.Data, options with { Callbacks = [TrainingCallback.OnEpoch((_, _) => { })], Checkpoint = new(Path) { Resume = true } });
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Bits(second));
    }

    /// <summary>The error comes before training does.</summary>
    private sealed class NeverStarted : TrainingCallback
    {
        public override void OnTrainingStarted(TrainingRun run) => Assert.Fail("Training has started.");
    }
}
