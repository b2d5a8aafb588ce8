using CompiledNet.Numerics;
using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using Xunit.Abstractions;

namespace CompiledNet.Tests.Kills;

/// <summary>
/// Training in another process is killed at random moments and started again until it ends: with the bits, and the history, of a run that was
/// left alone; and after each kill there is a whole checkpoint.
/// </summary>
/// <remarks>
/// Nothing that is checked depends on what a kill hits. A run that ends before it is killed is compared, and another begins; when the kills
/// are made, the last run is left to end. To count what kills hit, run with <c>--logger "console;verbosity=detailed"</c>.
/// </remarks>
[Trait("Category", "Kills")]
public class KillTests(ITestOutputHelper output)
{
    private const string Name = "run.checkpoint";

    // Every third kill comes before training, while the process starts or reads its checkpoint.
    private const int EarlyKill = 3;

    // Now and then a team's run is taken up by a single thread.
    private const int OneThread = 5;

    // Runs may end before they are killed, on a slow machine or a very fast one; then the kills come at once.
    private const int PatientStarts = 3;

    [Theory]
    [InlineData("adam", 100, 7, 1, 18, 300)]
    [InlineData("momentum", 100, 5, 1, 16, 300)]
    [InlineData("saving", 6, 1, 1, 24, 500)]
    [InlineData("team", 24, 1, -1, 18, 400)]
    public void A_run_that_is_killed_again_and_again_ends_as_if_it_had_been_left_alone(
        string kind, int epochs, int everyBatches, int threads, int kills, int mostMilliseconds)
    {
        using TestFolder folder = new();
        string expected = Finished(Target.Run(kind, folder.PathOf("reference"), epochs, everyBatches, threads));
        folder.Delete("reference");
        folder.Delete("reference.previous");
        Assert.Empty(Directory.GetFiles(folder.FullPath));

        SeededRandom random = new(kind[0]);
        Counts counts = new();
        bool hasCheckpoint = false;
        while (counts.Kills < kills)
        {
            bool isLate = counts.Starts++ % EarlyKill != 0;
            bool isPatient = counts.Starts < PatientStarts * kills;
            int threadsNow = counts.Starts % OneThread == 0 ? 1 : threads;
            using Target target = Target.Start(kind, folder.PathOf(Name), epochs, everyBatches, threadsNow);
            if (isLate && target.WaitForStart() > 0)
            {
                counts.Resumed++;
            }

            if (target.Kill(TimeSpan.FromMilliseconds(isPatient ? random.NextInt32(mostMilliseconds) : 0)))
            {
                counts.Kills++;
                hasCheckpoint = CheckAfterKill(folder, hasCheckpoint, counts);
                continue;
            }

            counts.Finished++;
            AssertFinal(folder, expected, kind, epochs, everyBatches, threads);
            File.Delete(folder.PathOf(Name));
            File.Delete(CheckpointContainer.PreviousOf(folder.PathOf(Name)));
            hasCheckpoint = false;
        }

        AssertFinal(folder, expected, kind, epochs, everyBatches, threads);
        output.WriteLine(FormattableString.Invariant(
            $"{kind}: {counts.Starts} starts, {counts.Kills} kills, {counts.Resumed} known to go on from a checkpoint, {counts.Finished} ended before; {counts.Temporary} kills left a temporary file, {counts.BetweenRenames} hit between the renames, {counts.WithCheckpoint} had a checkpoint."));
    }

    [Fact]
    public void A_relative_path_stays_where_it_was_when_the_current_folder_changes()
    {
        using TestFolder folder = new();
        using Target target = Target.Start("wanderer", Name, 3, 10, 1, folder.FullPath);
        Finished(target.Finish());
        Assert.Equal(3, CheckpointFile.Read(folder.PathOf(Name))!.History.Count);
        Assert.Equal(2, Directory.GetFiles(folder.FullPath).Length);
    }

    [Fact]
    public void Processes_that_share_a_checkpoint_do_not_spoil_it()
    {
        using TestFolder folder = new();
        string expected = Finished(Target.Run("momentum", folder.PathOf("reference"), 60, 2, 1));
        folder.Delete("reference");
        folder.Delete("reference.previous");
        Target[] targets = [.. Enumerable.Range(0, 3).Select(_ => Target.Start("momentum", folder.PathOf(Name), 60, 2, 1))];
        string[] ends = [.. targets.Select(target => Finished(target.Finish()))];
        Assert.All(targets, target => target.Dispose());
        Assert.All(ends, end => Assert.Equal(expected, end));
        AssertFinal(folder, expected, "momentum", 60, 2, 1);
    }

    /// <summary>Runs to the end, or again after the end, with as many threads as it likes.</summary>
    private static void AssertFinal(TestFolder folder, string expected, string kind, int epochs, int everyBatches, int threads)
    {
        Assert.Equal(expected, Finished(Target.Run(kind, folder.PathOf(Name), epochs, everyBatches, threads)));
        string[] files = [.. Directory.GetFiles(folder.FullPath).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal([Name, CheckpointContainer.PreviousOf(Name)], files);
    }

    /// <summary>Checks that there is a whole checkpoint if there was one before; whether there is.</summary>
    private static bool CheckAfterKill(TestFolder folder, bool hadCheckpoint, Counts counts)
    {
        string path = folder.PathOf(Name);
        string previous = CheckpointContainer.PreviousOf(path);
        bool isTemporary = Directory.GetFiles(folder.FullPath, "*.part").Length > 0;
        counts.Temporary += isTemporary ? 1 : 0;
        counts.BetweenRenames += !File.Exists(path) && File.Exists(previous) ? 1 : 0;

        // What is there under either name is whole: reading checks every bit.
        CheckpointState? state = CheckpointFile.Read(path);
        if (File.Exists(previous))
        {
            Assert.NotNull(CheckpointFile.Read(previous));
        }

        Assert.True(state is not null || !hadCheckpoint, "The checkpoint that was there before the kill is gone.");
        counts.WithCheckpoint += state is null ? 0 : 1;
        return state is not null;
    }

    private static string Finished((int ExitCode, string[] Lines) run)
    {
        Assert.True(run.ExitCode == 0 && run.Lines[^1].StartsWith("finished ", StringComparison.Ordinal), string.Join('\n', run.Lines));
        return run.Lines[^1];
    }

    private sealed class Counts
    {
        public int Starts { get; set; }

        public int Kills { get; set; }

        public int Resumed { get; set; }

        public int Finished { get; set; }

        public int Temporary { get; set; }

        public int BetweenRenames { get; set; }

        public int WithCheckpoint { get; set; }
    }
}
