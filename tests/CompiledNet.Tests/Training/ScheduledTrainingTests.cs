using CompiledNet.Numerics;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>The learning rates that a run uses are those of its schedule, whoever takes the steps and wherever they pause.</summary>
public class ScheduledTrainingTests
{
    private const int Examples = 50;
    private const int BatchSize = 8;
    private const int BatchesPerEpoch = 7;
    private const int Epochs = 5;

    private static readonly Dictionary<string, LearningRateSchedule> Schedules = new(StringComparer.Ordinal)
    {
        ["constant"] = new ConstantSchedule(),
        ["step"] = new StepSchedule(2, 0.5),
        ["exponential"] = new ExponentialSchedule(0.7),
        ["cosine"] = new CosineSchedule { WarmUpEpochs = 1.5, FinalLearningRate = 0.001 },
        ["plateau"] = new ReduceOnPlateauSchedule { Patience = 0, Threshold = 0.9 },
        ["function"] = new FuncSchedule((rate, point) => rate / (1 + point.Step + (100 * point.Epoch) + (0.5 * point.Batch) + point.History.Count)),
        ["function of the epoch"] = new FuncSchedule((rate, point) => rate / (1 + point.Step)) { EachStep = false },
        ["zero now and then"] = new FuncSchedule((rate, point) => point.Step % 3 == 1 ? 0 : rate),
    };

    public static TheoryData<string> Names => [.. Schedules.Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_schedule_is_here() => Assert.Equal(
        typeof(LearningRateSchedule).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LearningRateSchedule))).ToHashSet(),
        Schedules.Values.Select(schedule => schedule.GetType()).ToHashSet());

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_step_has_the_rate_the_schedule_gives(string name)
    {
        LearningRateSchedule schedule = Schedules[name];
        Dataset data = Data();
        float[]? alone = null;
        using TestFolder folder = new();
        foreach (int size in new[] { 1, 2, 3, 4 })
        {
            foreach (string pauses in new[] { "none", "callback", "checkpoint", "time" })
            {
                ProbingOptimizer probe = new(new Sgd(0.3));
                TrainingOptions options = new()
                {
                    Epochs = Epochs,
                    BatchSize = BatchSize,
                    Optimizer = probe,
                    Schedule = schedule,
                    TeamSize = size,
                    Callbacks = pauses == "callback" ? [new BatchWatcher()] : [],
                    Checkpoint = pauses switch
                    {
                        "checkpoint" => new CheckpointOptions(folder.PathOf($"{size}.checkpoint")) { EveryBatches = 3 },
                        "time" => new CheckpointOptions(folder.PathOf($"{size}.timed")) { EveryInterval = TimeSpan.FromTicks(1) },
                        _ => null,
                    },
                };
                StaticNetworks.Regression network = new(1);
                TrainingResult result = network.Train(data, options);
                double[] expected =
                [
                    .. Enumerable.Range(0, Epochs * BatchesPerEpoch).Select(step =>
                    {
                        int epoch = step / BatchesPerEpoch;
                        int batch = schedule.ChangesWithinEpoch ? step % BatchesPerEpoch : 0;
                        return schedule.GetLearningRate(0.3, new SchedulePoint(
                            (epoch * BatchesPerEpoch) + batch, epoch + 1, Epochs, batch, BatchesPerEpoch, [.. result.History.Take(epoch)]));
                    }),
                ];
                Assert.Equal(expected, probe.Steps.Select(step => step.LearningRate));
                Assert.Equal(Enumerable.Range(1, Epochs * BatchesPerEpoch), probe.Steps.Select(step => (int)step.Number));
                Assert.Equal(
                    Enumerable.Range(1, Epochs).Select(epoch => expected[(epoch * BatchesPerEpoch) - 1]), result.History.Select(epoch => epoch.LearningRate));
                Assert.Equal(alone ??= network.Parameters.ToArray(), network.Parameters.ToArray());

                // Without the probe the generated code takes the step itself.
                StaticNetworks.Regression plain = new(1);
                plain.Train(data, options with { Optimizer = new Sgd(0.3), Checkpoint = null });
                Assert.Equal(alone, plain.Parameters.ToArray());
            }
        }
    }

    [Theory]
    [InlineData(0, "throws")]
    [InlineData(1, "throws")]
    [InlineData(4, "throws")]
    [InlineData(7, "throws")]
    [InlineData(12, "throws")]
    [InlineData(0, "NaN")]
    [InlineData(5, "NaN")]
    [InlineData(7, "infinite")]
    [InlineData(13, "negative")]
    [InlineData(10, "too large")]
    public void A_schedule_that_fails_ends_training_before_that_step(int failing, string how)
    {
        FuncSchedule schedule = new((rate, point) => point.Step != failing ? rate : how switch
        {
            "NaN" => double.NaN,
            "infinite" => double.PositiveInfinity,
            "negative" => -0.1,
            "too large" => 1e300,
            _ => throw new InvalidOperationException("the schedule's own"),
        });
        Dataset data = Data();
        foreach (int size in new[] { 1, 2, 3, 4 })
        {
            foreach (bool pauses in new[] { false, true })
            {
                Witness<StaticNetworks.Regression> witness = new();
                TrainingOptions options = new()
                {
                    Epochs = Epochs, BatchSize = BatchSize, Shuffle = false, TeamSize = size, Schedule = schedule, Callbacks = pauses ? [new BatchWatcher()] : [],
                };
                InvalidOperationException exception =
                    Assert.Throws<InvalidOperationException>(() => new Trainer<Witness<StaticNetworks.Regression>>(witness, options).Train(data));
                string expected = how == "throws"
                    ? "the schedule's own"
                    : FormattableString.Invariant($"for epoch {(failing / BatchesPerEpoch) + 1}, batch {(failing % BatchesPerEpoch) + 1}; expected a finite float of at least 0");
                Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
                Assert.All(witness.Threads, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));
                Assert.Equal(failing == 0 ? 0 : size, witness.Threads.Count);

                // The steps before are taken, all of them.
                StaticNetworks.Regression steps = new(1);
                Trainer<StaticNetworks.Regression> byHand = new(steps, new TrainingOptions());
                for (int step = 0; step < failing; step++)
                {
                    int start = step % BatchesPerEpoch * BatchSize;
                    Dataset part = data.Slice(start, Math.Min(BatchSize, Examples - start));
                    byHand.TrainStep(part.Inputs.Span, part.Targets.Span);
                }

                Assert.Equal(steps.Parameters.ToArray(), witness.Parameters.ToArray());
            }
        }
    }

    private static Dataset Data()
    {
        SeededRandom random = new(5);
        return new Dataset(
            Networks.TestData.Uniform(Examples * StaticNetworks.Regression.InputSize, random, -1, 1),
            Networks.TestData.Uniform(Examples * StaticNetworks.Regression.OutputSize, random, 0, 1),
            StaticNetworks.Regression.InputSize,
            StaticNetworks.Regression.OutputSize);
    }

    private sealed class BatchWatcher : TrainingCallback
    {
        public override bool WatchesBatches => true;
    }
}
