using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Training.Checkpoints;

namespace CompiledNet.Tests.Training;

/// <summary>Running statistics go wherever training takes the parameters: checkpoints, the way back after a failure, the best network.</summary>
public class RunningStatisticsTests
{
    private const int Examples = 40;

    // 5 batches an epoch.
    private static TrainingOptions Options => new() { Epochs = 3, BatchSize = 8, Seed = 2, Optimizer = new Adam(0.05) };

    private static Dataset Data => TestData.Linear(Examples);

    [Fact]
    public void A_run_taken_up_anywhere_has_the_statistics_of_one_that_was_not_interrupted()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run.checkpoint");
        float[] expected = State(Trained(Options));
        for (int steps = 1; steps < 15; steps++)
        {
            using CancellationTokenSource stop = new();
            NormalizingNetwork first = NormalizingNetwork.Create(1);
            Train(first, Options with { Callbacks = [new StopAfter(stop, steps)], Checkpoint = new(path) }, stop.Token);
            NormalizingNetwork second = NormalizingNetwork.Create(7);
            TrainingResult result = Train(second, Options with { Checkpoint = new(path) { Resume = true } });
            Assert.True(result.IsResumed);
            Assert.Equal(expected, State(second));
        }
    }

    [Fact]
    public void A_failure_puts_them_back_to_the_start_of_the_epoch()
    {
        float[] atStart = State(Trained(Options with { Epochs = 1 }));
        NormalizingNetwork network = NormalizingNetwork.Create(1);
        FailInBatch(network, 9);
        Assert.Throws<TrainingException>(() => Train(network, Options));
        Assert.Equal(atStart, State(network));
    }

    [Fact]
    public void A_failure_after_resuming_puts_them_back_too()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run.checkpoint");
        float[] atStart = State(Trained(Options with { Epochs = 1 }));
        using CancellationTokenSource stop = new();
        Train(NormalizingNetwork.Create(1), Options with { Callbacks = [new StopAfter(stop, 7)], Checkpoint = new(path) }, stop.Token);
        NormalizingNetwork network = NormalizingNetwork.Create(5);
        FailInBatch(network, 2);
        Assert.Throws<TrainingException>(() => Train(network, Options with { Checkpoint = new(path) { Resume = true } }));
        Assert.Equal(atStart, State(network));
    }

    [Fact]
    public void Statistics_that_become_infinite_end_training()
    {
        NormalizingNetwork network = NormalizingNetwork.Create(1);
        float[] before = State(network);
        network.Batch = () => network.RunningStatistics[4] = float.PositiveInfinity;
        TrainingException exception = Assert.Throws<TrainingException>(() => Train(network, Options));
        Assert.Contains("Epoch 1: after batch 5, running statistic 4 (element 1 of 1.running_var) is Infinity", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, State(network));
    }

    [Fact]
    public void Training_does_not_start_from_statistics_that_are_not_finite()
    {
        NormalizingNetwork network = NormalizingNetwork.Create(1);
        network.RunningStatistics[2] = float.NaN;
        string message = Assert.Throws<InvalidOperationException>(() => Train(network, Options)).Message;
        Assert.StartsWith("Cannot train: running statistic 2 (element 2 of 1.running_mean) is NaN", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_best_network_has_the_statistics_of_its_epoch(bool resumes)
    {
        using TestFolder folder = new();
        string model = folder.PathOf("best.safetensors");
        string path = folder.PathOf("run.checkpoint");
        List<float[]> states = [];
        NormalizingNetwork network = NormalizingNetwork.Create(1);

        // Soon it gets worse: the rate is too large from the third epoch on.
        TrainingOptions options = Options with { Epochs = 5, Optimizer = new Sgd(0.01), Schedule = new FuncSchedule(point => point.Epoch < 3 ? 0.05 : 1.6) };
        EarlyStopping Stopping() => new() { Monitor = Metric.TrainLoss, Patience = 4 };
        SaveBestModel Saving() => new(model) { Monitor = Metric.TrainLoss };
        void Note(TrainingRun run, EpochReport report) => states.Add([.. run.Parameters, .. run.RunningStatistics]);
        if (resumes)
        {
            NormalizingNetwork first = network;
            using CancellationTokenSource stop = new();
            TrainingCallback[] callbacks = [Stopping(), Saving(), TrainingCallback.OnEpoch(Note), new StopAfter(stop, 18)];
            Train(first, options with { Callbacks = callbacks, Checkpoint = new(path) }, stop.Token);
            network = NormalizingNetwork.Create(9);
        }

        EarlyStopping stopping = Stopping();
        Train(network, options with { Callbacks = [stopping, Saving(), TrainingCallback.OnEpoch(Note)], Checkpoint = new(path) { Resume = true } });
        Assert.Equal(5, states.Count);
        int best = stopping.BestEpoch!.Value;
        Assert.InRange(best, 1, 3);
        Assert.Equal(states[best - 1], State(network));
        Assert.NotEqual(states[4], State(network));
        Assert.Equal(states[best - 1], State(ModelFile.Load<NormalizingNetwork>(model)));
    }

    [Fact]
    public void A_checkpoint_without_the_networks_statistics_is_refused()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run.checkpoint");
        Trained(Options with { Epochs = 1, Checkpoint = new(path) });
        CheckpointContent content = CheckpointContainer.Read(path);
        Assert.Equal(["optimizer", "parameters", "statistics"], content.Header.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        CheckpointContainer.Write(
            path,
            [.. content.Header.Metadata.Where(pair => pair.Key != CheckpointContainer.HashKey)],
            [
                TensorContent.Of<float>("parameters", content.Get<float>("parameters", 8)),
                TensorContent.Of<float>("optimizer", content.Get<float>("optimizer", 16)),
                TensorContent.Of<float>("statistics", new float[5]),
            ]);
        NormalizingNetwork network = NormalizingNetwork.Create(3);
        float[] before = State(network);
        string message = Assert.Throws<InvalidDataException>(() => Train(network, Options with { Checkpoint = new(path) { Resume = true } })).Message;
        Assert.Contains("its numbers do not go together", message, StringComparison.Ordinal);
        Assert.Equal(before, State(network));
    }

    [Fact]
    public void A_network_without_them_has_none_in_its_checkpoints()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run.checkpoint");
        using CancellationTokenSource stop = new();
        LinearNetwork network = LinearNetwork.Create(1);
        Train(network, Options with { Callbacks = [new StopAfter(stop, 7)], Checkpoint = new(path) }, stop.Token);
        CheckpointContent content = CheckpointContainer.Read(path);
        Assert.Equal(["epochStart", "optimizer", "parameters"], content.Header.Tensors.Select(tensor => tensor.Name).Order(StringComparer.Ordinal));
        Assert.Equal(8, content.Get<float>("epochStart", 8).Length);
        Assert.True(((ICompiledNetwork<LinearNetwork>)network).RunningStatistics.IsEmpty);
    }

    private static TrainingResult Train<TNetwork>(TNetwork network, TrainingOptions options, CancellationToken cancellation = default)
        where TNetwork : class, ICompiledNetwork<TNetwork> => new Trainer<TNetwork>(network, options).Train(Data, cancellation);

    private static void FailInBatch(NormalizingNetwork network, int number)
    {
        int batch = 0;
        network.Batch = () =>
        {
            if (++batch == number)
            {
                network.Parameters[0] = float.NaN;
            }
        };
    }

    private static NormalizingNetwork Trained(TrainingOptions options)
    {
        NormalizingNetwork network = NormalizingNetwork.Create(1);
        Train(network, options);
        return network;
    }

    private static float[] State(NormalizingNetwork network) => [.. network.Parameters, .. network.RunningStatistics];
}
