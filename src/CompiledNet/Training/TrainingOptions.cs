namespace CompiledNet;

/// <summary>How to train. Every option has a default, so that <c>new TrainingOptions { Epochs = 3 }</c> will do.</summary>
/// <remarks>The values are checked when training starts, before anything changes.</remarks>
public sealed record TrainingOptions
{
    /// <summary>How often to go over the data, at least 1. Default: 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// How many examples to average the gradient over before each step, at least 1. Default: 32. The last batch of an epoch is smaller where
    /// the data cannot be divided evenly; its gradient is the mean over its own examples.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How a gradient changes the parameters. Default: <c>new Sgd(0.1)</c>.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd(0.1);

    /// <summary>
    /// What the learning rate becomes from epoch to epoch, or step to step. Default: none, the optimizer's own throughout.
    /// <see cref="Trainer{TNetwork}.TrainStep(ReadOnlySpan{float}, ReadOnlySpan{float})"/> does not use it.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// A penalty of so much times the sum of the weights' absolute values, finite and at least 0; biases are free. Its gradient is added to that of the
    /// loss; the loss that is reported leaves it out. It makes weights exactly 0 rarely, but small (Tibshirani 1996, "lasso"). Default: 0.
    /// </summary>
    public double L1 { get; init; }

    /// <summary>
    /// A penalty of so much times the sum of the weights' squares, finite and at least 0; biases are free. Its gradient, 2 L2 w, is added to that of the
    /// loss; the loss that is reported leaves it out. For the decoupled kind, see <see cref="AdamW"/>; for PyTorch's, which takes in biases and
    /// leaves out the 2, the optimizers' <c>WeightDecay</c>. Default: 0.
    /// </summary>
    public double L2 { get; init; }

    /// <summary>
    /// The most each number of the gradient may be, either way; above 0, or null for no limit. Default: null. As PyTorch's
    /// <c>clip_grad_value_</c>. Before <see cref="ClipNorm"/>, after the penalties.
    /// </summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// The most the gradient's Euclidean norm over all parameters may be; a longer gradient is scaled down to it. Above 0, or null for no limit.
    /// Default: null. As PyTorch's <c>clip_grad_norm_</c> (Pascanu, Mikolov and Bengio 2013, algorithm 1).
    /// </summary>
    public double? ClipNorm { get; init; }

    /// <summary>
    /// How much of each target is spread evenly over the classes, from 0 up to but not including 1: targets become <c>y (1 - e) + e / K</c>
    /// (Szegedy et al. 2016, section 7). For networks with a cross entropy; the validation data stay as they are. Default: 0.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// How much the examples of each class count: a weight for each class, finite and at least 0; the loss and the gradient of an example are
    /// multiplied by its class's, and by its own where the data set has <see cref="Dataset.Weights"/>. Default: null, all alike.
    /// <see cref="CompiledNet.ClassWeights.Balanced"/> gives those that make up for unequal numbers.
    /// </summary>
    /// <remarks>
    /// A batch's loss is the sum of the weighted losses over the number of examples, as in Keras, not over the sum of their weights: so each batch's
    /// gradient is an unbiased estimate of the weighted data set's, at any batch size.
    /// </remarks>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>
    /// Whether classes take turns, so that each batch has about as many examples of each: rare classes are repeated within an epoch, which stays
    /// as long as the data set. Needs <see cref="Shuffle"/>. Default: no.
    /// </summary>
    public bool BalanceClasses { get; init; }

    /// <summary>
    /// Random changes of the training images, others in each epoch; the validation data stay as they are. It has to have the size of the network's
    /// inputs. Default: null, none. <see cref="Trainer{TNetwork}.TrainStep(ReadOnlySpan{float}, ReadOnlySpan{float})"/> does not use it.
    /// </summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>
    /// The seed of the shuffling, of dropout and of augmentation. Default: 0. The same seed gives the same numbers on every machine. An epoch's order
    /// follows from the seed and the epoch's number, a step's dropout from the seed and the step's number, an image's augmentation from the seed, the
    /// epoch's number and the image's.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>Whether to go over the examples in a new random order each epoch. Default: yes. Else: in the data's own order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// How many examples of a <see cref="DataStream"/> are in memory at once, and shuffled among each other; rounded down to whole batches, one
    /// at least. Default: 16,384. Without meaning for data sets in memory.
    /// </summary>
    public int StreamBuffer { get; init; } = 16_384;

    /// <summary>Data to measure the network on after each epoch, never to learn from. Default: none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>
    /// The most threads to train on, at least 1; or -1, as many as are worth having. Default: -1. The trainer takes fewer where more would be
    /// slower: one where a step has little arithmetic (small networks, small batches), and never more than the machine has processors. The
    /// result is the same to the last bit at any value.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init; } = -1;

    /// <summary>For tests: exactly so many threads, whatever is worth having.</summary>
    internal int? TeamSize { get; init; }

    /// <summary>
    /// Is told of each finished epoch, on the training thread, before the next starts. Default: none. An exception it throws ends training and
    /// passes through to the caller; the network keeps what it has learned. (<see cref="Progress{T}"/> hands the reports on to another thread,
    /// where they may arrive late.)
    /// </summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>Where and how often the run is saved, and whether to go on from there. Default: null, not at all.</summary>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>What watches the run, in this order. Default: nothing.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of range or missing.</exception>
    /// <exception cref="InvalidOperationException">The optimizer's settings do not go together.</exception>
    internal void Check()
    {
        AtLeastOne(Epochs, nameof(Epochs));
        AtLeastOne(BatchSize, nameof(BatchSize));
        if (MaxDegreeOfParallelism != -1)
        {
            AtLeastOne(MaxDegreeOfParallelism, nameof(MaxDegreeOfParallelism), ", or -1 for as many threads as the trainer sees fit");
        }

        if (Optimizer is null)
        {
            throw new ArgumentNullException(nameof(Optimizer), $"{nameof(TrainingOptions)}.{nameof(Optimizer)} is null; expected an optimizer.");
        }

        Optimizer.Validate();
        NotNegative(L1, nameof(L1));
        NotNegative(L2, nameof(L2));
        AboveZero(ClipValue, nameof(ClipValue));
        AboveZero(ClipNorm, nameof(ClipNorm));
        if (!(LabelSmoothing >= 0 && (float)LabelSmoothing < 1))
        {
            throw OutOfRange(LabelSmoothing, nameof(LabelSmoothing), "at least 0 and below 1");
        }

        AtLeastOne(StreamBuffer, nameof(StreamBuffer));
        if (BalanceClasses && !Shuffle)
        {
            throw new InvalidOperationException($"{nameof(TrainingOptions)}.{nameof(BalanceClasses)} is set but {nameof(Shuffle)} is not; classes that take turns cannot stay in the data's own order.");
        }

        if (Callbacks is null || Callbacks.Contains(null!))
        {
            throw new ArgumentNullException(nameof(Callbacks), $"{nameof(TrainingOptions)}.{nameof(Callbacks)} is null or holds a null; expected callbacks, or an empty list.");
        }

        CheckWeights();
        Checkpoint?.Check();
    }

    /// <summary>Checks what depends on the network.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <exception cref="ArgumentException">Something does not go with it.</exception>
    internal void CheckFor(NetworkTopology topology)
    {
        if (LabelSmoothing != 0 && topology.Loss is not (Loss.CrossEntropy or Loss.BinaryCrossEntropy))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(TrainingOptions)}.{nameof(LabelSmoothing)} is {LabelSmoothing}, but {topology.Name} has the loss {topology.Loss}; expected a network with a cross entropy."));
        }

        Augmentation?.CheckFor(topology);
        int classes = Math.Max(topology.OutputSize, 2);
        if (ClassWeights is { } weights && weights.Count != classes)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(TrainingOptions)}.{nameof(ClassWeights)} has {weights.Count} weights; expected {classes}, one for each class of {topology.Name}."));
        }
    }

    private void CheckWeights()
    {
        for (int i = 0; i < (ClassWeights?.Count ?? 0); i++)
        {
            if (!float.IsFinite(ClassWeights![i]) || ClassWeights[i] < 0)
            {
                throw OutOfRange(ClassWeights[i], FormattableString.Invariant($"{nameof(ClassWeights)}[{i}]"), "a finite number of at least 0");
            }
        }

        if (ClassWeights?.Any(weight => weight > 0) == false)
        {
            throw new ArgumentException($"{nameof(TrainingOptions)}.{nameof(ClassWeights)} are all 0; expected at least one above 0, or there is nothing to learn.");
        }
    }

    private static void NotNegative(double value, string option)
    {
        if (!float.IsFinite((float)value) || value < 0)
        {
            throw OutOfRange(value, option, "a finite float of at least 0");
        }
    }

    private static void AboveZero(double? value, string option)
    {
        if (value is { } number && (!float.IsFinite((float)number) || (float)number <= 0))
        {
            throw OutOfRange(number, option, "a finite float above 0, or null");
        }
    }

    private static ArgumentOutOfRangeException OutOfRange(double value, string option, string expected) =>
        new(option, FormattableString.Invariant($"{nameof(TrainingOptions)}.{option} is {value}; expected {expected}."));

    private static void AtLeastOne(int value, string option, string otherwise = "")
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(
                option,
                FormattableString.Invariant($"{nameof(TrainingOptions)}.{option} is {value}; expected at least 1{otherwise}."));
        }
    }
}
