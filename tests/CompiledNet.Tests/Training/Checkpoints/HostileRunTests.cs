using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training.Checkpoints;

/// <summary>What may go wrong around a run with checkpoints; afterwards the run is taken up and ends with the bits of one that went well.</summary>
public sealed class HostileRunTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Path => _folder.PathOf("run");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_interval_saves_after_each_batch_where_it_is_tiny()
    {
        StaticNetworks.Dropped network = new(1);
        CheckpointOptions tiny = new(Path) { EveryEpochs = 0, EveryInterval = TimeSpan.FromTicks(1), Resume = true };
        network.Train(CheckpointRun.Data, CheckpointRun.Options with { Checkpoint = tiny });
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Bits(network));

        // The one before the last is within the last epoch.
        Assert.True(CheckpointFile.Read(CheckpointContainer.PreviousOf(Path))!.Steps > 12);
        File.Move(CheckpointContainer.PreviousOf(Path), Path, overwrite: true);
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Resume(Path));
    }

    [Theory]
    [InlineData(Moment.Started)]
    [InlineData(Moment.Batch)]
    [InlineData(Moment.Epoch)]
    [InlineData(Moment.Save)]
    [InlineData(Moment.Ended)]
    public void A_callback_that_throws_ends_training_and_the_run_can_be_taken_up(Moment moment)
    {
        TrainingOptions options = CheckpointRun.Options with { Checkpoint = new(Path) { EveryBatches = 2, Resume = true } };
        StaticNetworks.Dropped network = new(1);
        Assert.Throws<NotSupportedException>(() => network.Train(CheckpointRun.Data, options with { Callbacks = [new Thrower { When = moment, AfterStep = 9 }] }));
        AssertGoesOn(options with { Callbacks = [new Thrower()] });
    }

    [Fact]
    public void A_callback_that_refuses_its_state_changes_nothing()
    {
        TrainingOptions options = CheckpointRun.Options with { Epochs = 1, Checkpoint = new(Path) { Resume = true } };
        new StaticNetworks.Dropped(1).Train(CheckpointRun.Data, options with { Callbacks = [new Thrower()] });
        string[] files = CheckpointRun.Files(_folder);
        StaticNetworks.Dropped network = new(4);
        string bits = CheckpointRun.Bits(network);
        TrainingOptions refuses = options with { Callbacks = [new Thrower { When = Moment.Restore }] };
        Assert.Throws<NotSupportedException>(() => network.Train(CheckpointRun.Data, refuses));
        Assert.Equal(bits, CheckpointRun.Bits(network));
        Assert.Equal(files, CheckpointRun.Files(_folder));
    }

    [Fact]
    public void Progress_that_throws_loses_no_more_than_the_epoch()
    {
        TrainingOptions options = CheckpointRun.Options with { Checkpoint = new(Path) { Resume = true } };
        StaticNetworks.Dropped network = new(1);
        Assert.Throws<NotSupportedException>(() => network.Train(CheckpointRun.Data, options with { Progress = new ThrowingProgress() }));
        Assert.Single(CheckpointFile.Read(Path)!.History);
        AssertGoesOn(options);
    }

    [Fact]
    public void A_cancellation_during_a_save_lets_the_save_end()
    {
        using CancellationTokenSource source = new();
        TrainingOptions options = CheckpointRun.Options with { Checkpoint = new(Path) { EveryBatches = 4, Resume = true } };
        StaticNetworks.Dropped network = new(1);
        TrainingCallback[] callbacks = [new Thrower { OnSave = source.Cancel }];
        Assert.True(network.Train(CheckpointRun.Data, options with { Callbacks = callbacks }, source.Token).Cancelled);
        Assert.Equal(4, CheckpointFile.Read(Path)!.Steps);
        AssertGoesOn(options with { Callbacks = [new Thrower()] });
    }

    [Fact]
    public void A_link_to_a_file_that_is_not_there_yet_is_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Links need a privilege there.
        }

        Directory.CreateDirectory(_folder.PathOf("disk"));
        string file = System.IO.Path.Combine(_folder.PathOf("disk"), "file");
        File.CreateSymbolicLink(_folder.PathOf("second"), file);
        File.CreateSymbolicLink(Path, _folder.PathOf("second"));
        CheckpointRun.TrainPart(Path);
        Assert.Equal([file, CheckpointContainer.PreviousOf(file)], Directory.GetFiles(_folder.PathOf("disk")).Order(StringComparer.Ordinal));
        File.Delete(file); // As if killed between the renames.
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Resume(Path));
        Assert.Equal(3, CheckpointFile.Read(file)!.History.Count);

        File.Delete(file);
        File.CreateSymbolicLink(file, Path); // Round in a circle.
        Assert.ThrowsAny<IOException>(() => CheckpointRun.Resume(Path));
    }

    [Fact]
    public void A_name_as_long_as_can_be_works()
    {
        string path = _folder.PathOf(new string('n', 255 - ".previous".Length));
        CheckpointRun.TrainPart(path);
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Resume(path));
        Assert.Equal(2, Directory.GetFiles(_folder.FullPath).Length);
    }

    [Fact]
    public void Two_runs_with_one_file_do_not_spoil_it()
    {
        TrainingOptions options = CheckpointRun.Options with { Epochs = 12, Checkpoint = new(Path) { EveryBatches = 1, Resume = true } };
        StaticNetworks.Dropped alone = new(1);
        alone.Train(CheckpointRun.Data, options with { Checkpoint = null });
        string[] bits = new string[4];
        Parallel.For(0, bits.Length, new ParallelOptions { MaxDegreeOfParallelism = bits.Length }, n =>
        {
            StaticNetworks.Dropped network = new(1);
            network.Train(CheckpointRun.Data, options);
            bits[n] = CheckpointRun.Bits(network);
        });
        Assert.All(bits, actual => Assert.Equal(CheckpointRun.Bits(alone), actual));
        StaticNetworks.Dropped again = new(1);
        again.Train(CheckpointRun.Data, options);
        Assert.Equal(CheckpointRun.Bits(alone), CheckpointRun.Bits(again));
        Assert.Equal([Path, CheckpointContainer.PreviousOf(Path)], Directory.GetFiles(_folder.FullPath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_run_that_early_stopping_has_ended_stays_ended()
    {
        TrainingOptions options = CheckpointRun.Options with { Epochs = 30, Validation = CheckpointRun.Data };
        EarlyStopping Early() => new() { Patience = 1, MinimumDelta = 10 };
        StaticNetworks.Dropped first = new(1);
        TrainingResult ended = first.Train(CheckpointRun.Data, options with { Callbacks = [Early()], Checkpoint = new(Path) });
        Assert.NotNull(ended.StopReason);
        string[] files = CheckpointRun.Files(_folder);
        StaticNetworks.Dropped second = new(2);
        TrainingResult again = second.Train(CheckpointRun.Data, options with { Callbacks = [Early()], Checkpoint = new(Path) { Resume = true } });
        Assert.Equal(ended.StopReason, again.StopReason);
        Assert.Equal(ended.History.Count, again.History.Count);
        Assert.Equal(CheckpointRun.Bits(first), CheckpointRun.Bits(second));
        Assert.Equal(files, CheckpointRun.Files(_folder));
    }

    [Fact]
    public void A_reason_to_stop_may_be_any_string()
    {
        const string Reason = "half a pair \ud800, \"quotes\",\nlines\0";
        TrainingOptions options = CheckpointRun.Options with { Checkpoint = new(Path) { Resume = true } };
        TrainingCallback stop = TrainingCallback.OnEpoch((run, _) => run.RequestStop(Reason));
        Assert.Equal(Reason, new StaticNetworks.Dropped(1).Train(CheckpointRun.Data, options with { Callbacks = [stop] }).StopReason);
        TrainingResult again = new StaticNetworks.Dropped(1).Train(CheckpointRun.Data, options with { Callbacks = [stop] });
        Assert.Equal(Reason.Replace('\ud800', '\ufffd'), again.StopReason);
        Assert.Single(again.History);
    }

    private void AssertGoesOn(TrainingOptions options)
    {
        StaticNetworks.Dropped network = new(1);
        Assert.Equal(3, network.Train(CheckpointRun.Data, options).History.Count);
        Assert.Equal(CheckpointRun.Expected, CheckpointRun.Bits(network));
        Assert.All(Directory.GetFiles(_folder.FullPath), file => Assert.StartsWith("run", System.IO.Path.GetFileName(file), StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(_folder.FullPath, "*.part"));
    }
}
