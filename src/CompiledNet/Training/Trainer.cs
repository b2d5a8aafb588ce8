using System.Runtime.CompilerServices;
using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Trains a network by mini-batch gradient descent: each epoch goes over the data in a new random order, batch by batch; each batch gives a
/// gradient, and the optimizer takes a step down it.
/// </summary>
/// <remarks>
/// <para>The same network, data and options give the same bits in the network's parameters, on every machine.</para>
/// <para>
/// Each call of <c>Train</c> starts anew: the optimizer's state from zeros, the shuffling from the seed. Only the network's parameters carry over,
/// unless the options name a checkpoint to go on from. Nothing is allocated from one batch to the next.
/// </para>
/// </remarks>
/// <typeparam name="TNetwork">The network's class.</typeparam>
public sealed class Trainer<TNetwork>
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private readonly TNetwork _network;
    private readonly TrainingOptions _options;
    private StepTaker<TNetwork>? _steps;
    private float[] _smoothed = [];
    private float[] _weights = [];

    /// <summary>A trainer for a network.</summary>
    /// <param name="network">The network, which <c>Train</c> will change.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the validation data's sizes are not the network's.</exception>
    /// <exception cref="InvalidOperationException">The optimizer's settings do not go together.</exception>
    public Trainer(TNetwork network, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new TrainingOptions();
        options.Check();
        options.CheckFor(TNetwork.Topology);
        if (options.Validation is not null)
        {
            NetworkExtensions.CheckFits(TNetwork.Topology, options.Validation, nameof(TrainingOptions.Validation));
        }

        _network = network;
        _options = options;
    }

    /// <summary>Trains the network on the data.</summary>
    /// <param name="data">The data.</param>
    /// <param name="cancellationToken">
    /// Ends training before the next batch. That is no error: the network keeps what it has learned, and the result says so.
    /// </param>
    /// <returns>A report for each epoch.</returns>
    /// <exception cref="ArgumentException">The data's sizes are not the network's. Nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">A parameter of the network is NaN or infinite from the start. Nothing has changed.</exception>
    /// <exception cref="TrainingException">
    /// A loss or a parameter became NaN or infinite, mostly because the learning rate is too large. Training stopped before the step of that
    /// batch, and the network has the parameters it had at the start of that epoch.
    /// </exception>
    public TrainingResult Train(Dataset data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        NetworkExtensions.CheckFits(TNetwork.Topology, data, nameof(data));
        CheckParameters();
        return new TrainingSession<TNetwork>(_network, _options, new InMemorySource(data), cancellationToken).Run();
    }

    /// <summary>What <see cref="StreamTraining"/> calls.</summary>
    internal TrainingResult TrainOn(DataStream data, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        NetworkExtensions.CheckSizes(TNetwork.Topology, data.InputSize, data.TargetSize, nameof(data));
        CheckParameters();
        using StreamSource source = new(data, _options.StreamBuffer, _options.BatchSize);
        return new TrainingSession<TNetwork>(_network, _options, source, cancellationToken).Run();
    }

    /// <summary>
    /// Takes one step on a batch of the caller's own, on the calling thread: for learning from examples as they come, in a running game or
    /// service. The optimizer's state and the steps' numbers go on from call to call; <c>Train</c> has its own. Allocates nothing after
    /// the first call with a batch of this size. Not for several threads at once.
    /// </summary>
    /// <remarks>
    /// The options that concern a step apply: the optimizer, penalties, clipping, label smoothing, class weights and the seed of dropout. Those that
    /// concern a run do not: schedules, callbacks, checkpoints, shuffling, validation and augmentation
    /// (<see cref="ImageAugmentation.Apply"/> changes images of the caller's own).
    /// </remarks>
    /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
    /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
    /// <returns>The mean loss of the batch, before the step.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, or the batch is empty. Nothing has changed.</exception>
    /// <exception cref="NotSupportedException">The options have class weights, and the network is not a generated one. Nothing has changed.</exception>
    /// <exception cref="TrainingException">The loss is NaN or infinite. Nothing has changed.</exception>
    public float TrainStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) =>
        TrainStep(inputs, targets, _options.Optimizer.LearningRate);

    /// <summary>Takes one step with a learning rate for this step alone, for schedules of the caller's own; otherwise as
    /// <see cref="TrainStep(ReadOnlySpan{float}, ReadOnlySpan{float})"/>. What the optimizer remembers goes on.</summary>
    /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
    /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
    /// <param name="learningRate">The learning rate, at least 0 and finite as a float; it takes the place of the optimizer's own.</param>
    /// <returns>The mean loss of the batch, before the step.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative, NaN or infinite. Nothing has changed.</exception>
    /// <exception cref="ArgumentException">A span has the wrong length, or the batch is empty. Nothing has changed.</exception>
    /// <exception cref="NotSupportedException">The options have class weights, and the network is not a generated one. Nothing has changed.</exception>
    /// <exception cref="TrainingException">The loss is NaN or infinite. Nothing has changed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float TrainStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, double learningRate)
    {
        if (!float.IsFinite((float)learningRate) || learningRate < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(learningRate), FormattableString.Invariant($"The learning rate is {learningRate}; expected a finite float of at least 0."));
        }

        int inputSize = TNetwork.Topology.InputSize;
        int outputSize = TNetwork.Topology.OutputSize;
        int batch = inputs.Length / inputSize;
        if (batch == 0 || inputs.Length % inputSize != 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The length of the inputs is {inputs.Length}; expected a positive multiple of {inputSize}, the size of one example's."), nameof(inputs));
        }

        if (targets.Length != (long)batch * outputSize)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The length of the targets is {targets.Length}; expected {(long)batch * outputSize}, {outputSize} for each of the {batch} examples."), nameof(targets));
        }

        ReadOnlySpan<float> weights = _options.ClassWeights is { } perClass ? Weigh(targets, perClass) : [];
        if (_options.LabelSmoothing != 0)
        {
            targets = Smooth(targets);
        }

        _steps ??= new StepTaker<TNetwork>(_network, _options);
        _steps.MakeRoom(batch);
        float loss = _steps.Take(inputs, targets, weights, new OptimizerStep(_steps.Steps + 1, learningRate), default);
        if (!float.IsFinite(loss))
        {
            throw new TrainingException(
                FormattableString.Invariant($"Step {_steps.Steps + 1}: the loss of the batch is {loss}. The network is as it was before the step; look for a value that is not finite, or too large, in the batch or the parameters."),
                epoch: 0,
                (int)Math.Min(int.MaxValue, _steps.Steps + 1),
                example: null);
        }

        _steps.Steps++;
        return loss;
    }

    private ReadOnlySpan<float> Weigh(ReadOnlySpan<float> targets, IReadOnlyList<float> perClass)
    {
        if (_network is not ITrainableNetwork)
        {
            throw StepTaker<TNetwork>.CannotWeigh();
        }

        int size = TNetwork.Topology.OutputSize;
        if (_weights.Length < targets.Length / size)
        {
            _weights = new float[targets.Length / size];
        }

        Span<float> weights = _weights.AsSpan(0, targets.Length / size);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = perClass[OutputClass.Of(targets.Slice(i * size, size))];
        }

        return weights;
    }

    private ReadOnlySpan<float> Smooth(ReadOnlySpan<float> targets)
    {
        if (_smoothed.Length < targets.Length)
        {
            _smoothed = new float[targets.Length];
        }

        Span<float> smoothed = _smoothed.AsSpan(0, targets.Length);
        targets.CopyTo(smoothed);
        TargetSmoothing.Apply(smoothed, TNetwork.Topology.OutputSize, (float)_options.LabelSmoothing);
        return smoothed;
    }

    private void CheckParameters()
    {
        if (FailedBatch.FindNonFiniteParameter(_network) is { } found)
        {
            throw new InvalidOperationException($"Cannot train: {found}; expected finite parameters.");
        }
    }
}
