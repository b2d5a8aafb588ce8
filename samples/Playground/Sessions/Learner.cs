using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;

namespace CompiledNet.Playground.Sessions;

/// <summary>A network and its training, step by step. Not for several threads at once.</summary>
internal sealed class Learner
{
    private readonly RecentLoss _recent = new();
    private readonly Batches _batches;
    private float[] _inputs = [];
    private float[] _targets = [];
    private int _lastBatch;

    public Learner(Spec spec, INetworkRunner network, IExamples train)
    {
        Network = network;
        Train = train;
        _batches = new Batches(train.Count, spec.Seed);
        (Optimizer, LearningRate, BatchSize) = (spec.Optimizer, spec.LearningRate, spec.BatchSize);
        network.Use(OptimizerChoice.Find(Optimizer).Create(LearningRate));
    }

    public INetworkRunner Network { get; }

    public IExamples Train { get; }

    public string Optimizer { get; private set; }

    public double LearningRate { get; private set; }

    public int BatchSize { get; private set; }

    /// <summary>The steps taken.</summary>
    public long Steps { get; private set; }

    public double Epoch => _batches.Epoch;

    public double Loss => _recent.Mean;

    /// <summary>The inputs of the last step's batch; empty before the first step.</summary>
    public ReadOnlySpan<float> LastInputs => _inputs.AsSpan(0, _lastBatch * Train.InputSize);

    /// <summary>The targets of the last step's batch.</summary>
    public ReadOnlySpan<float> LastTargets => _targets.AsSpan(0, _lastBatch * Train.TargetSize);

    /// <summary>Changes how it learns, from the next step on. What the optimizer remembers stays, unless it is another one.</summary>
    public void Change(string optimizer, double learningRate, int batchSize)
    {
        if (optimizer != Optimizer)
        {
            Network.Use(OptimizerChoice.Find(optimizer).Create(learningRate));
        }

        (Optimizer, LearningRate, BatchSize) = (optimizer, learningRate, batchSize);
    }

    /// <summary>Takes a step on the next batch.</summary>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    public void Step()
    {
        ReadOnlySpan<int> batch = _batches.Next(BatchSize);
        if (_targets.Length < batch.Length * Train.TargetSize)
        {
            _inputs = new float[batch.Length * Train.InputSize];
            _targets = new float[batch.Length * Train.TargetSize];
        }

        _lastBatch = batch.Length;
        Span<float> inputs = _inputs.AsSpan(0, batch.Length * Train.InputSize);
        Span<float> targets = _targets.AsSpan(0, batch.Length * Train.TargetSize);
        Train.Read(batch, inputs, targets);
        _recent.Add(Network.Step(inputs, targets, LearningRate));
        Steps++;
    }
}
