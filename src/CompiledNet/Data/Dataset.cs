using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Examples to learn from or to be tested on: per example a row of inputs and a row of targets, what the network should give for them.
/// Never empty, and every value is finite: both are checked when it is made.
/// </summary>
/// <remarks>
/// A data set reads the memory it was given, and so do its runs: <see cref="Slice"/>, <see cref="Take"/>, <see cref="Batches"/> and the data
/// set with weights copy nothing. Leave that memory as it is for as long as the data set is in use. What brings examples into another order
/// (<see cref="Select"/>, <see cref="Split"/>, <see cref="Concat"/> and the like) copies them, bytes as bytes, so that they lie one after the
/// other again. A data set never changes: any number of threads and trainers may read one at once.
/// </remarks>
public sealed partial class Dataset
{
    private readonly RowSource _inputs;
    private readonly RowSource _targets;

    /// <summary>A data set over rows of inputs and rows of targets. A <c>float[]</c> converts implicitly; the memory is not copied.</summary>
    /// <param name="inputs">The inputs, <c>[count][inputSize]</c>, row after row; images are channels-last.</param>
    /// <param name="targets">The targets, <c>[count][targetSize]</c>, row after row.</param>
    /// <param name="inputSize">The number of inputs of one example, at least 1.</param>
    /// <param name="targetSize">The number of targets of one example, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// There is no example, a length is not that of a whole number of rows, inputs and targets differ in their number of rows, or a value is
    /// NaN or infinite.
    /// </exception>
    public Dataset(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int inputSize, int targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        int count = CountRows(inputs.Length, inputSize, "inputs", nameof(inputs));
        int targetCount = CountRows(targets.Length, targetSize, "targets", nameof(targets));
        if (count != targetCount)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are inputs for {Amount.Of(count, "example")} but targets for {targetCount}; expected one row of targets for each row of inputs."),
                nameof(targets));
        }

        CheckFinite(inputs.Span, inputSize, "input", nameof(inputs));
        CheckFinite(targets.Span, targetSize, "target", nameof(targets));
        _inputs = new FloatRows(inputs, inputSize);
        _targets = new FloatRows(targets, targetSize);
        InputSize = inputSize;
        TargetSize = targetSize;
        Count = count;
    }

    // Rows that have been checked, or a part of them.
    private Dataset(
        RowSource inputs, RowSource targets, int inputSize, int targetSize, int firstRow, int count, ReadOnlyMemory<float> weights = default)
    {
        _inputs = inputs;
        _targets = targets;
        InputSize = inputSize;
        TargetSize = targetSize;
        FirstRow = firstRow;
        Count = count;
        Weights = weights;
    }

    /// <summary>The number of examples, at least 1.</summary>
    public int Count { get; }

    /// <summary>The number of inputs of one example.</summary>
    public int InputSize { get; }

    /// <summary>The number of targets of one example.</summary>
    public int TargetSize { get; }

    /// <summary>All inputs, <c>[Count][InputSize]</c>, row after row.</summary>
    /// <remarks>
    /// Of a data set of bytes (<see cref="FromBytes"/>, <see cref="Mnist.Load"/>) they are made on first use and then kept: four bytes for
    /// each input of the whole data set, also where a part of it is asked (188 MB for MNIST's 60,000 training images). The data set and all
    /// parts of it share them. Training and evaluation do without.
    /// </remarks>
    public ReadOnlyMemory<float> Inputs => _inputs.GetFloats().Slice(FirstRow * InputSize, Count * InputSize);

    /// <summary>All targets, <c>[Count][TargetSize]</c>, row after row.</summary>
    public ReadOnlyMemory<float> Targets => _targets.GetFloats().Slice(FirstRow * TargetSize, Count * TargetSize);

    /// <summary>Where the inputs are stored, perhaps among those of a larger data set.</summary>
    internal RowSource InputRows => _inputs;

    /// <summary>Where the targets are stored, perhaps among those of a larger data set.</summary>
    internal RowSource TargetRows => _targets;

    /// <summary>The row of <see cref="InputRows"/> and <see cref="TargetRows"/> that is this data set's first example.</summary>
    internal int FirstRow { get; }

    /// <summary>Whether the inputs lie in memory as floats, so that <see cref="Inputs"/> costs nothing.</summary>
    internal bool HasFloatInputs => _inputs.TryGetFloats(out _);

    /// <summary>
    /// A data set for classification: the targets are one-hot, 1 at the example's label and 0 elsewhere. The inputs are not copied.
    /// </summary>
    /// <param name="inputs">The inputs, <c>[count][inputSize]</c>, row after row; images are channels-last.</param>
    /// <param name="labels">Each example's class, from 0 up to but not including <paramref name="classCount"/>.</param>
    /// <param name="classCount">The number of classes, at least 1: the targets' size.</param>
    /// <param name="inputSize">The number of inputs of one example, at least 1.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a label is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// There is no example, the inputs' length is not that of a whole number of rows, there is not one label per row, an input is NaN or
    /// infinite, or the targets would be more than an array can hold.
    /// </exception>
    public static Dataset FromLabels(ReadOnlyMemory<float> inputs, ReadOnlySpan<int> labels, int classCount, int inputSize)
    {
        float[] targets = OneHot(inputs.Length, labels, classCount, inputSize);
        return new Dataset(inputs, targets, inputSize, classCount);
    }

    /// <summary>
    /// A data set for classification whose inputs are bytes, such as the pixels of images: each byte stands for value / 255, so that the
    /// inputs run from 0 to 1. The targets are one-hot, 1 at the example's label and 0 elsewhere. The inputs are not copied.
    /// </summary>
    /// <remarks>
    /// It trains to the same bits as <see cref="FromLabels"/> with <c>value / 255f</c> in floats, in a quarter of the memory and in less
    /// time. See <see cref="Inputs"/> and <see cref="Input"/> for what reading the inputs as floats costs.
    /// </remarks>
    /// <param name="inputs">The inputs, <c>[count][inputSize]</c>, row after row; images are channels-last.</param>
    /// <param name="labels">Each example's class, from 0 up to but not including <paramref name="classCount"/>.</param>
    /// <param name="classCount">The number of classes, at least 1: the targets' size.</param>
    /// <param name="inputSize">The number of inputs of one example, at least 1.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or a label is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// There is no example, the inputs' length is not that of a whole number of rows, there is not one label per row, or the targets would be
    /// more than an array can hold.
    /// </exception>
    public static Dataset FromBytes(ReadOnlyMemory<byte> inputs, ReadOnlySpan<int> labels, int classCount, int inputSize)
    {
        float[] targets = OneHot(inputs.Length, labels, classCount, inputSize);
        return new Dataset(new ByteRows(inputs, inputSize), new FloatRows(targets, classCount), inputSize, classCount, 0, labels.Length);
    }

    /// <summary>The inputs of one example.</summary>
    /// <remarks>Of a data set of bytes each call makes a small array, unless <see cref="Inputs"/> has been asked for before.</remarks>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public ReadOnlySpan<float> Input(int index)
    {
        CheckIndex(index);
        return ReadInputs(index, 1, HasFloatInputs ? [] : new float[InputSize]);
    }

    /// <summary>The targets of one example.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public ReadOnlySpan<float> Target(int index)
    {
        CheckIndex(index);
        return Targets.Span.Slice(index * TargetSize, TargetSize);
    }

    /// <summary>
    /// The class of one example: the index of its largest target, the first of equal ones. Where there is one target only: 1 if it is at
    /// least 0.5, else 0.
    /// </summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public int Label(int index) => OutputClass.Of(Target(index));

    /// <summary>The first examples, without copying.</summary>
    /// <param name="count">How many, from 1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many, or none is asked for.</exception>
    public Dataset Take(int count) => Slice(0, count);

    /// <summary>A run of examples, without copying.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run does not lie within the data set, or is empty.</exception>
    public Dataset Slice(int start, int count)
    {
        CheckIndex(start, nameof(start));
        if (count < 1 || count > Count - start)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count),
                FormattableString.Invariant($"Cannot take {Amount.Of(count, "example")} from example {start} on; expected 1 to {Count - start}, as there {Amount.Are(Count, "example")}."));
        }

        return new Dataset(_inputs, _targets, InputSize, TargetSize, FirstRow + start, count, HasWeights ? Weights.Slice(start, count) : default);
    }

    /// <summary>A data set over memory whose values have been checked.</summary>
    internal static Dataset OfChecked(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int inputSize, int targetSize, int count) =>
        new(new FloatRows(inputs, inputSize), new FloatRows(targets, targetSize), inputSize, targetSize, 0, count);

    /// <summary>The inputs of a run of examples: where they lie, if as floats, else written to a buffer.</summary>
    /// <param name="start">The first example.</param>
    /// <param name="count">How many.</param>
    /// <param name="buffer">
    /// A place for so many rows; may be empty where <see cref="HasFloatInputs"/> was true, as it then stays.
    /// </param>
    internal ReadOnlySpan<float> ReadInputs(int start, int count, Span<float> buffer)
    {
        if (_inputs.TryGetFloats(out ReadOnlyMemory<float> floats))
        {
            return floats.Span.Slice((FirstRow + start) * InputSize, count * InputSize);
        }

        Span<float> rows = buffer[..(count * InputSize)];
        _inputs.Read(FirstRow + start, rows);
        return rows;
    }

    /// <summary>The targets for labels, once all that a data set of labels is made of has been checked.</summary>
    private static float[] OneHot(int inputsLength, ReadOnlySpan<int> labels, int classCount, int inputSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        int count = CountRows(inputsLength, inputSize, "inputs", "inputs");
        if (labels.Length != count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are inputs for {Amount.Of(count, "example")} but {Amount.Of(labels.Length, "label")}; expected one label for each row of inputs."),
                nameof(labels));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    FormattableString.Invariant($"The label of example {i} is {labels[i]}; expected 0 to {classCount - 1}, as there {Amount.Are(classCount, "class", "classes")}."));
            }
        }

        if ((long)count * classCount > Array.MaxLength)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"One-hot targets for {Amount.Of(count, "example")} of {Amount.Of(classCount, "class", "classes")} would be {(long)count * classCount} numbers; expected at most {Array.MaxLength}."),
                nameof(classCount));
        }

        float[] targets = new float[count * classCount];
        for (int i = 0; i < labels.Length; i++)
        {
            targets[(i * classCount) + labels[i]] = 1;
        }

        return targets;
    }

    private static int CountRows(int length, int rowSize, string what, string parameter)
    {
        if (length == 0)
        {
            throw new ArgumentException($"There are no {what}; a data set has at least one example.", parameter);
        }

        (int rows, int rest) = Math.DivRem(length, rowSize);
        if (rest != 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The length of the {what} is {length}; expected a multiple of {rowSize}, the size of one example's {what}."),
                parameter);
        }

        return rows;
    }

    private static void CheckFinite(ReadOnlySpan<float> values, int rowSize, string what, string parameter)
    {
        int index = ParameterMath.IndexOfNonFinite(values);
        if (index >= 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The {what} {index % rowSize} of example {index / rowSize} is {values[index]}; expected a finite number."),
                parameter);
        }
    }

    private void CheckIndex(int index, string parameter = "index")
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(
                parameter,
                FormattableString.Invariant($"There is no example {index}; expected 0 to {Count - 1}, as there {Amount.Are(Count, "example")}."));
        }
    }
}
