using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>What callbacks are called, when, with what, and what they may do: in runs of the real trainer.</summary>
public class TrainingCallbackTests
{
    private const int Examples = 45;
    private const int BatchesPerEpoch = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Calls_come_in_order_and_with_the_numbers_of_the_run(int teamSize)
    {
        List<string> calls = [];
        Recorder first = new("a", calls, watches: true);
        Recorder second = new("b", calls, watches: false);
        Recorder third = new("c", calls, watches: true);
        TrainingResult result = new StaticNetworks.Dropped(1).Train(Data(), Options(teamSize) with { Epochs = 2, Callbacks = [first, second, third] });
        List<string> expected = ["a started", "b started", "c started"];
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            for (int batch = 1; batch <= BatchesPerEpoch; batch++)
            {
                string numbers = FormattableString.Invariant($"batch {epoch}.{batch}, step {((epoch - 1) * BatchesPerEpoch) + batch}");
                expected.AddRange(["a " + numbers, "c " + numbers]);
            }

            expected.AddRange([$"a epoch {epoch}", $"b epoch {epoch}", $"c epoch {epoch}"]);
        }

        expected.AddRange(["a ended", "b ended", "c ended"]);
        Assert.Equal(expected, calls);
        Assert.Null(result.StopReason);
        Assert.False(result.Cancelled);
    }

    [Theory]
    [InlineData("started", 0, 0)]
    [InlineData("batch 1.1", 0, 1)]
    [InlineData("batch 1.6", 1, 6)]
    [InlineData("batch 2.3", 1, 9)]
    [InlineData("epoch 1", 1, 6)]
    [InlineData("epoch 3", 3, 18)]
    [InlineData("ended", 3, 18)]
    public void A_stop_is_obeyed_wherever_it_is_asked_for(string where, int epochs, int steps)
    {
        foreach (int teamSize in new[] { 1, 3 })
        {
            List<string> calls = [];
            ProbingOptimizer probe = new(new Sgd(0.1));
            Recorder stopping = new("a", calls, watches: true, (call, run) =>
            {
                if (call.Contains(where, StringComparison.Ordinal))
                {
                    run.RequestStop("first");
                    run.RequestStop("second");
                }
            });
            TrainingResult result = new StaticNetworks.Dropped(1).Train(Data(), Options(teamSize) with { Callbacks = [stopping, new Recorder("b", calls, true)], Optimizer = probe });
            Assert.Equal(epochs, result.History.Count);
            Assert.Equal(steps, probe.Steps.Count);
            Assert.False(result.Cancelled);
            Assert.Equal(where == "ended" ? null : "first", result.StopReason);

            // The others are told of what has happened all the same.
            Assert.Equal(calls.Count(call => call[0] == 'a'), calls.Count(call => call[0] == 'b'));
            Assert.Equal(["a ended", "b ended"], calls[^2..]);
        }
    }

    [Theory]
    [InlineData("started", 0)]
    [InlineData("batch 1.1", 1)]
    [InlineData("batch 2.3", 9)]
    [InlineData("epoch 2", 12)]
    [InlineData("ended", 18)]
    public void An_exception_passes_through_and_the_network_keeps_what_it_learned(string where, int steps)
    {
        foreach (int teamSize in new[] { 1, 3 })
        {
            List<string> calls = [];
            Recorder throwing = new("a", calls, watches: true, (call, _) =>
            {
                if (call.Contains(where, StringComparison.Ordinal))
                {
                    throw new InvalidOperationException("the callback's own");
                }
            });
            Witness<StaticNetworks.Dropped> witness = new();
            TrainingOptions options = Options(teamSize) with { Callbacks = [throwing, new Recorder("b", calls, true)] };
            Assert.Equal(
                "the callback's own",
                Assert.Throws<InvalidOperationException>(() => new Trainer<Witness<StaticNetworks.Dropped>>(witness, options).Train(Data())).Message);
            Assert.Contains(where, calls[^1], StringComparison.Ordinal);
            Assert.All(witness.Threads, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));
            Assert.Equal(After(steps), witness.Parameters.ToArray());
        }
    }

    [Fact]
    public void After_a_batch_the_parameters_are_those_of_its_step_on_any_team()
    {
        foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.1), new Adam() })
        {
            foreach (int teamSize in new[] { 1, 2, 3, 4 })
            {
                AssertEachBatch<StaticNetworks.UnevenRuns>(teamSize, optimizer);
                AssertEachBatch<StaticNetworks.Dropped>(teamSize, optimizer);
                AssertEachBatch<StaticNetworks.Wide>(teamSize, optimizer);
            }
        }
    }

    [Fact]
    public void Early_stopping_puts_the_best_parameters_back()
    {
        // A rate so large that the validation loss soon rises; the parameters of each epoch are kept beside.
        List<float[]> ofEpochs = [];
        EarlyStopping stopping = new() { Patience = 3 };
        TrainingCallback keeper = TrainingCallback.OnEpoch((run, _) => ofEpochs.Add(run.Parameters.ToArray()));
        StaticNetworks.Dropped network = new(1);
        Dataset held = Data(seed: 6);
        TrainingResult result = network.Train(Data(), Options(1) with { Epochs = 60, Validation = held, Optimizer = new Sgd(1.5), Callbacks = [keeper, stopping] });
        int best = result.History.MinBy(epoch => epoch.ValidationLoss)!.Epoch;
        Assert.Equal(best, stopping.BestEpoch);
        Assert.Equal(best + 3, result.History.Count);
        Assert.NotNull(result.StopReason);
        Assert.Equal(ofEpochs[best - 1], network.Parameters.ToArray());
        Assert.Equal(result.History[best - 1].ValidationLoss, network.Evaluate(held).Loss);
    }

    [Fact]
    public void Steps_one_by_one_call_nobody()
    {
        List<string> calls = [];
        Trainer<StaticNetworks.Dropped> trainer = new(new StaticNetworks.Dropped(1), Options(1) with
        {
            Callbacks = [new Recorder("a", calls, watches: true)],
            Schedule = new FuncSchedule((_, _) => throw new InvalidOperationException()),
            Progress = new Reports(_ => calls.Add("report")),
        });
        Dataset data = Data();
        trainer.TrainStep(data.Inputs.Span, data.Targets.Span);
        Assert.Empty(calls);
    }

    [Fact]
    public void Classes_take_turns_in_each_batch()
    {
        // 40 of class 0, 4 of class 1; batches of 8 have four of each, and so has any epoch.
        const int Count = 44;
        float[] inputs = [.. Enumerable.Range(0, Count).SelectMany(i => new[] { (float)i / Count, 0, 0 })];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 11 == 5 ? 1 : 0)];
        List<float[]> batches = [];
        LinearNetwork network = new() { Batch = batches.Add };
        new Trainer<LinearNetwork>(network, new TrainingOptions { Epochs = 10, BatchSize = 8, BalanceClasses = true })
            .Train(Dataset.FromLabels(inputs, labels, 2, 3));
        Assert.Equal(10 * 6, batches.Count);
        int[] seen = new int[Count];
        foreach (float[] batch in batches)
        {
            int[] examples = TestData.ExamplesOf(batch, Count);
            Assert.Equal(examples.Length / 2, examples.Count(example => labels[example] == 1));
            Array.ForEach(examples, example => seen[example]++);
        }

        // Over the epochs all examples of a class are as frequent, give or take one.
        foreach (int label in new[] { 0, 1 })
        {
            int[] counts = [.. Enumerable.Range(0, Count).Where(i => labels[i] == label).Select(i => seen[i])];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
    }

    private static void AssertEachBatch<T>(int teamSize, Optimizer optimizer)
        where T : class, ICompiledNetwork<T>
    {
        Dataset data = Data<T>(5);
        List<float[]> seen = [];
        ParameterWatcher watcher = new(seen);
        T network = T.Create(1);
        new Trainer<T>(network, Options(teamSize) with { Epochs = 1, Shuffle = false, Optimizer = optimizer, Callbacks = [watcher] }).Train(data);
        T byHand = T.Create(1);
        Trainer<T> steps = new(byHand, new TrainingOptions { Optimizer = optimizer });
        Assert.Equal(BatchesPerEpoch, seen.Count);
        for (int batch = 0; batch < BatchesPerEpoch; batch++)
        {
            Dataset part = data.Slice(batch * 8, Math.Min(8, Examples - (batch * 8)));
            steps.TrainStep(part.Inputs.Span, part.Targets.Span);
            Assert.Equal(byHand.Parameters.ToArray(), seen[batch]);
        }
    }

    // The parameters after so many steps, one by one.
    private static float[] After(int steps)
    {
        StaticNetworks.Dropped network = new(1);
        if (steps > 0)
        {
            network.Train(Data(), Options(1) with { Epochs = ((steps - 1) / BatchesPerEpoch) + 1, Callbacks = [new Stopper(steps)] });
        }

        return network.Parameters.ToArray();
    }

    private static TrainingOptions Options(int teamSize) => new() { Epochs = 3, BatchSize = 8, TeamSize = teamSize };

    private static Dataset Data(int seed = 5) => Data<StaticNetworks.Dropped>(seed);

    private static Dataset Data<T>(int seed)
        where T : class, ICompiledNetwork<T>
    {
        SeededRandom random = new(seed);
        return new Dataset(
            Networks.TestData.Uniform(Examples * T.Topology.InputSize, random, -1, 1),
            Networks.TestData.Uniform(Examples * T.Topology.OutputSize, random, 0, 1),
            T.Topology.InputSize,
            T.Topology.OutputSize);
    }

    private sealed class Recorder(string name, List<string> calls, bool watches, Action<string, TrainingRun>? then = null) : TrainingCallback
    {
        public override bool WatchesBatches => watches;

        public override void OnTrainingStarted(TrainingRun run)
        {
            Assert.Equal((0, 0L, 1), (run.Batch, run.Steps, run.Epoch));
            Assert.Equal((BatchesPerEpoch, (long)Examples), (run.BatchesPerEpoch, run.ExampleCount));
            Assert.True(double.IsNaN(run.Loss));
            Note("started", run);
        }

        public override void OnBatchEnded(TrainingRun run)
        {
            Assert.True(double.IsFinite(run.Loss));
            Note(FormattableString.Invariant($"batch {run.Epoch}.{run.Batch}, step {run.Steps}"), run);
        }

        public override void OnEpochEnded(TrainingRun run, EpochReport report)
        {
            Assert.Same(report, run.History[^1]);
            Assert.Equal((run.Epoch, run.Epoch, BatchesPerEpoch, run.Loss), (report.Epoch, run.History.Count, run.Batch, report.TrainLoss));
            Note(FormattableString.Invariant($"epoch {report.Epoch}"), run);
        }

        public override void OnTrainingEnded(TrainingRun run, TrainingResult result)
        {
            Assert.Equal(result.History, run.History);
            Note("ended", run);
        }

        private void Note(string call, TrainingRun run)
        {
            calls.Add($"{name} {call}");
            then?.Invoke(call, run);
        }
    }

    private sealed class ParameterWatcher(List<float[]> seen) : TrainingCallback
    {
        public override bool WatchesBatches => true;

        public override void OnBatchEnded(TrainingRun run) => seen.Add(run.Parameters.ToArray());
    }

    private sealed class Stopper(long steps) : TrainingCallback
    {
        public override bool WatchesBatches => true;

        public override void OnBatchEnded(TrainingRun run)
        {
            if (run.Steps == steps)
            {
                run.RequestStop("there");
            }
        }
    }
}
