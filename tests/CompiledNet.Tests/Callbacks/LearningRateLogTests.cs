using System.Globalization;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Callbacks;

public class LearningRateLogTests
{
    [Fact]
    public void Records_the_last_step_of_each_epoch()
    {
        LearningRateLog log = new();
        FakeRun run = FakeRun.WithValidation(2, log);
        run.Run(1, 1);
        Assert.Equal([new(1, 3, 1.0 / 3), new(2, 6, 1.0 / 6)], log.Entries);
        FakeRun.WithValidation(1, log).Run(1);
        Assert.Single(log.Entries);
    }

    [Fact]
    public void Records_every_step_if_so_asked()
    {
        LearningRateLog log = new() { EveryStep = true };
        Assert.True(log.WatchesBatches);
        FakeRun.WithValidation(2, log).Run(1, 1);
        Assert.Equal(Enumerable.Range(1, 6).Select(step => new LearningRateEntry(((step - 1) / 3) + 1, step, 1.0 / step)), log.Entries);
    }

    [Fact]
    public void Writes_invariant_lines()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            using StringWriter text = new();
            LearningRateLog log = new(text);
            FakeRun.WithValidation(2, log).Run(1, 1);
            Assert.Equal("epoch,step,learningRate\n1,3,0.3333333333333333\n2,6,0.16666666666666666\n", text.ToString());
            Assert.Empty(log.Entries);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Writing_a_step_does_not_allocate()
    {
        LearningRateLog log = new(TextWriter.Null) { EveryStep = true };
        FakeRun run = FakeRun.WithValidation(1, log);
        run.Run(1);
        Assert.Equal(0, Allocations.Least(() => log.OnBatchEnded(run)));
    }

    [Fact]
    public void A_delegate_is_told_of_each_epoch()
    {
        List<(TrainingRun, int)> seen = [];
        FakeRun run = FakeRun.WithValidation(2, TrainingCallback.OnEpoch((of, report) => seen.Add((of, report.Epoch))));
        run.Run(1, 1);
        Assert.Equal([(run, 1), (run, 2)], seen);
        Assert.Throws<ArgumentNullException>(() => TrainingCallback.OnEpoch(null!));
    }
}
