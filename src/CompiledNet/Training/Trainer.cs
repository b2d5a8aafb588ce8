using System.Runtime.CompilerServices;
using System.Diagnostics;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;

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
    private StepTaker<TNetwork>? _steps;

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
        int teamSize = _network is ITrainableNetwork shared
            ? _options.TeamSize ?? TeamSize.Choose(_options.MaxDegreeOfParallelism, shared, TNetwork.Topology, Math.Min(_options.BatchSize, data.Count))
            : 1;
        EpochWork<TNetwork> work = new(_network, data, _options, teamSize, cancellationToken);
        AlignedBuffer atEpochStart = new(_network.Parameters.Length);
        List<EpochReport> history = new(Math.Min(_options.Epochs, 1024));
        using ThreadTeam team = new(teamSize);

        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            _network.Parameters.CopyTo(atEpochStart.Span);
            work.Start();
            if (!cancellationToken.IsCancellationRequested)
            {
                team.Run(work);
            }

            if (work.BadLoss is { } loss)
            {
                TrainingException exception = DescribeLoss(loss, epoch, work.Batches, work.Done);
                atEpochStart.Span.CopyTo(_network.Parameters);
                throw exception;
            }

            // The step after a finite loss can still overflow, and after the epoch's last one no loss would tell.
            ThrowIfNotFinite(epoch, work.Done, atEpochStart);
            if (work.Done < work.Batches.BatchCount)
            {
                return new TrainingResult(history, cancelled: true, watch.Elapsed);
            }

            Evaluation? validation = _options.Validation is { } held ? _network.Evaluate(held) : null;
            EpochReport report = new(epoch, work.LossSum / data.Count, validation?.Loss, validation?.Accuracy, watch.Elapsed);
            history.Add(report);
            _options.Progress?.Report(report);
        }

        return new TrainingResult(history, cancelled: false, watch.Elapsed);
    }

    /// <summary>
    /// Takes one step on a batch of the caller's own, on the calling thread: for learning from examples as they come, in a running game or
    /// service. The optimizer's state and the steps' numbers go on from call to call; <see cref="Train"/> has its own. Allocates nothing after
    /// the first call. Not for several threads at once.
    /// </summary>
    /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
    /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
    /// <returns>The mean loss of the batch, before the step.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, or the batch is empty. Nothing has changed.</exception>
    /// <exception cref="TrainingException">The loss is NaN or infinite. Nothing has changed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float TrainStep(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
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

        _steps ??= new StepTaker<TNetwork>(_network, _options.Optimizer);
        float loss = _steps.Take(inputs, targets, _steps.Steps + 1, default);
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

    // Only once training has failed, so it may take its time: the batch again, one example at a time.
    private TrainingException DescribeLoss(float batchLoss, int epoch, BatchReader batches, int batch)
    {
        int inputSize = TNetwork.Topology.InputSize;
        int outputSize = TNetwork.Topology.OutputSize;
        ReadOnlySpan<float> inputs = batches.Inputs(batch);
        ReadOnlySpan<float> targets = batches.Targets(batch);
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
