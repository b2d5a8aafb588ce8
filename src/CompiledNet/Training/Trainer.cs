using System.Diagnostics;
using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Trains a network by mini-batch gradient descent: each epoch goes over the data in a new random order, batch by batch; each batch gives a
/// gradient, and the optimizer takes a step down it.
/// </summary>
/// <remarks>
/// <para>The same network, data and options give the same bits in the network's parameters, on every machine.</para>
/// <para>
/// Each call of <see cref="Train"/> starts anew: the optimizer's state from zeros, the shuffling from the seed. Only the network's parameters
/// carry over. Nothing is allocated from one batch to the next.
/// </para>
/// </remarks>
/// <typeparam name="TNetwork">The network's class.</typeparam>
public sealed class Trainer<TNetwork>
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private const string Advice =
        "The network has been put back to the start of this epoch. A smaller learning rate, or inputs of smaller size, may help.";

    private readonly TNetwork _network;
    private readonly TrainingOptions _options;

    /// <summary>A trainer for a network.</summary>
    /// <param name="network">The network, which <see cref="Train"/> will change.</param>
    /// <param name="options">How to train; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the validation data's sizes are not the network's.</exception>
    /// <exception cref="InvalidOperationException">The optimizer's settings do not go together.</exception>
    public Trainer(TNetwork network, TrainingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        options ??= new TrainingOptions();
        options.Check();
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
        if (FindNonFiniteParameter() is { } found)
        {
            throw new InvalidOperationException($"Cannot train: {found}; expected finite parameters.");
        }

        Stopwatch watch = Stopwatch.StartNew();
        BatchReader batches = new(data, _options.BatchSize, _options.Shuffle ? new SeededRandom(_options.Seed) : null);
        int parameterCount = _network.Parameters.Length;
        AlignedBuffer gradient = new(parameterCount);
        AlignedBuffer state = new(_options.Optimizer.GetStateLength(parameterCount));
        AlignedBuffer atEpochStart = new(parameterCount);
        long stepNumber = 0;
        List<EpochReport> history = new(Math.Min(_options.Epochs, 1024));

        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            _network.Parameters.CopyTo(atEpochStart.Span);
            batches.StartEpoch();
            double lossSum = 0;
            for (int batch = 0; batch < batches.BatchCount; batch++)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    ThrowIfNotFinite(epoch, batch, atEpochStart);
                    return new TrainingResult(history, cancelled: true, watch.Elapsed);
                }

                int count = batches.CountOf(batch);
                batches.GatherInputs(batch, 0, count, 0, data.InputSize);
                batches.GatherTargets(batch, 0, count);
                ReadOnlySpan<float> inputs = batches.Inputs(batch);
                ReadOnlySpan<float> targets = batches.Targets(batch);
                float loss = _network.Backpropagate(inputs, targets, gradient.Span);
                if (!float.IsFinite(loss))
                {
                    TrainingException exception = DescribeLoss(loss, epoch, batches, batch);
                    atEpochStart.Span.CopyTo(_network.Parameters);
                    throw exception;
                }

                lossSum += (double)loss * count;
                stepNumber++;
                _options.Optimizer.Step(
                    _network.Parameters, gradient.Span, state.Span, new OptimizerStep(stepNumber, _options.Optimizer.LearningRate));
            }

            // The step after a finite loss can still overflow, and after the epoch's last one no loss would tell.
            ThrowIfNotFinite(epoch, batches.BatchCount, atEpochStart);

            Evaluation? validation = _options.Validation is { } held ? _network.Evaluate(held) : null;
            EpochReport report = new(epoch, lossSum / data.Count, validation?.Loss, validation?.Accuracy, watch.Elapsed);
            history.Add(report);
            _options.Progress?.Report(report);
        }

        return new TrainingResult(history, cancelled: false, watch.Elapsed);
    }

    // Only once training has failed, so it may take its time: the batch again, one example at a time.
    private TrainingException DescribeLoss(float batchLoss, int epoch, BatchReader batches, int batch)
    {
        ReadOnlySpan<float> inputs = batches.Inputs(batch);
        ReadOnlySpan<float> targets = batches.Targets(batch);
        int inputSize = TNetwork.Topology.InputSize;
        int outputSize = TNetwork.Topology.OutputSize;
        float[] outputs = new float[outputSize];
        float worst = float.NegativeInfinity;
        int worstRow = 0;
        for (int row = 0; row < batches.CountOf(batch); row++)
        {
            float loss = _network.ComputeLoss(inputs.Slice(row * inputSize, inputSize), targets.Slice(row * outputSize, outputSize), outputs);
            if (!float.IsFinite(loss) || loss > worst)
            {
                (worst, worstRow) = (loss, row);
            }

            if (!float.IsFinite(loss))
            {
                break;
            }
        }

        int example = batches.Example(batch, worstRow);
        string cause = FindNonFiniteParameter() is { } parameter ? $" because {parameter} since an earlier step" : "";
        string what = float.IsFinite(worst)
            ? FormattableString.Invariant($"the loss of the batch is {batchLoss}, though no single example's is; the largest, {worst}, is that of example {example}")
            : FormattableString.Invariant($"the loss of example {example} is {worst}{cause}");
        return new TrainingException(
            FormattableString.Invariant($"Epoch {epoch}, batch {batch + 1}: {what}. {Advice}"), epoch, batch + 1, example);
    }

    private void ThrowIfNotFinite(int epoch, int batch, AlignedBuffer atEpochStart)
    {
        if (FindNonFiniteParameter() is { } parameter)
        {
            atEpochStart.Span.CopyTo(_network.Parameters);
            throw new TrainingException(FormattableString.Invariant($"Epoch {epoch}: after batch {batch}, {parameter}. {Advice}"), epoch, batch, null);
        }
    }

    private string? FindNonFiniteParameter()
    {
        ReadOnlySpan<float> parameters = _network.Parameters;
        int index = ParameterMath.IndexOfNonFinite(parameters);
        if (index < 0)
        {
            return null;
        }

        ParameterTensor tensor = TNetwork.Topology.Tensors.Last(tensor => tensor.Offset <= index);
        return FormattableString.Invariant($"parameter {index} (element {index - tensor.Offset} of {tensor.Name}) is {parameters[index]}");
    }
}
