using System.Runtime.CompilerServices;

namespace CompiledNet;

/// <summary>
/// Brings the columns of a data set to a common size, which gradient descent needs: <c>scaled = (x - Offset) / Scale</c>, with an offset and
/// a scale for each column. Fit it on the training data alone, use it on all data and on what is predicted later, and save it with the
/// network (<see cref="ModelInfo"/>).
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Standardize(Dataset)"/> gives each column mean 0 and variance 1: the offset is the mean, the scale the standard deviation of the
/// population, <c>sqrt(sum((x - mean)^2) / count)</c>. <see cref="MinMax(Dataset, float, float)"/> makes each column run from <c>low</c> to <c>high</c>: the scale is
/// <c>(max - min) / (high - low)</c>, the offset <c>min - low Scale</c>. A column that is constant is only moved, to 0 or to <c>low</c>, as
/// if its deviation or its range were 1. So do scikit-learn's <c>StandardScaler</c> and <c>MinMaxScaler</c> (Pedregosa et al.,
/// "Scikit-learn: Machine Learning in Python", JMLR 12, 2011; sklearn/preprocessing/_data.py).
/// </para>
/// <para>
/// All arithmetic is in double precision and in the order of the examples, so that the results are the same everywhere, and for a
/// <see cref="DataStream"/> the same as for its examples in a <see cref="Dataset"/>; the variance is taken in two passes with the correction of Chan, Golub and LeVeque, "Algorithms for Computing the Sample Variance" (The American
/// Statistician 37, 1983), formula 1.7.
/// </para>
/// </remarks>
public sealed partial class FeatureScaler
{
    private readonly double[] _offset;
    private readonly double[] _scale;

    /// <summary>A scaler from its numbers, for instance those of a scaler fitted elsewhere.</summary>
    /// <param name="offset">What is subtracted, for each column; finite.</param>
    /// <param name="scale">What is divided by then, for each column; finite and above 0.</param>
    /// <exception cref="ArgumentException">There is no column, the lengths differ, or a number is not as described.</exception>
    public FeatureScaler(ReadOnlySpan<double> offset, ReadOnlySpan<double> scale)
    {
        if (offset.IsEmpty || offset.Length != scale.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are offsets for {Amount.Of(offset.Length, "column")} and scales for {scale.Length}; expected one of each for every column, at least one."), nameof(scale));
        }

        for (int column = 0; column < offset.Length; column++)
        {
            if (!double.IsFinite(offset[column]))
            {
                throw new ArgumentException(FormattableString.Invariant($"The offset of column {column} is {offset[column]}; expected a finite number."), nameof(offset));
            }

            if (!double.IsFinite(scale[column]) || scale[column] <= 0)
            {
                throw new ArgumentException(FormattableString.Invariant($"The scale of column {column} is {scale[column]}; expected a finite number above 0."), nameof(scale));
            }
        }

        _offset = offset.ToArray();
        _scale = scale.ToArray();
    }

    // For numbers that have just been computed.
    private FeatureScaler(double[] offset, double[] scale)
        : this(offset.AsSpan(), scale.AsSpan())
    {
    }

    /// <summary>The number of columns.</summary>
    public int Size => _offset.Length;

    /// <summary>What is subtracted from each column, <c>[Size]</c>.</summary>
    public ReadOnlyMemory<double> Offset => _offset;

    /// <summary>What each column is divided by then, <c>[Size]</c>; above 0.</summary>
    public ReadOnlyMemory<double> Scale => _scale;

    /// <summary>Scales one row, or many row after row. It allocates nothing.</summary>
    /// <remarks>
    /// Each number is rounded to single precision once, at the end; one that is too large for that becomes infinite.
    /// </remarks>
    /// <param name="input">The row, <c>[Size]</c>, or rows.</param>
    /// <param name="scaled">Receives it scaled, as long; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are not those of whole rows.</exception>
    public void Apply(ReadOnlySpan<float> input, Span<float> scaled)
    {
        CheckRows(input.Length, scaled.Length, nameof(input));
        for (int start = 0; start < input.Length; start += Size)
        {
            for (int column = 0; column < Size; column++)
            {
                scaled[start + column] = (float)((input[start + column] - _offset[column]) / _scale[column]);
            }
        }
    }

    /// <summary>Scales one row, or many row after row, to a new array.</summary>
    /// <param name="input">The row, <c>[Size]</c>, or rows.</param>
    /// <exception cref="ArgumentException">The length is not that of whole rows.</exception>
    public float[] Apply(ReadOnlySpan<float> input)
    {
        float[] scaled = new float[input.Length];
        Apply(input, scaled);
        return scaled;
    }

    /// <summary>Undoes <see cref="Apply(ReadOnlySpan{float}, Span{float})"/>: <c>x = scaled Scale + Offset</c>. It allocates nothing.</summary>
    /// <param name="scaled">The scaled row, <c>[Size]</c>, or rows: for instance the outputs of a network that learned scaled targets.</param>
    /// <param name="original">Receives it in its own units, as long; may be the same memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are not those of whole rows.</exception>
    public void Invert(ReadOnlySpan<float> scaled, Span<float> original)
    {
        CheckRows(scaled.Length, original.Length, nameof(scaled));
        for (int start = 0; start < scaled.Length; start += Size)
        {
            for (int column = 0; column < Size; column++)
            {
                original[start + column] = (float)Math.FusedMultiplyAdd(scaled[start + column], _scale[column], _offset[column]);
            }
        }
    }

    /// <summary>Undoes the scaling of one row, or many row after row, to a new array.</summary>
    /// <param name="scaled">The scaled row, <c>[Size]</c>, or rows.</param>
    /// <exception cref="ArgumentException">The length is not that of whole rows.</exception>
    public float[] Invert(ReadOnlySpan<float> scaled)
    {
        float[] original = new float[scaled.Length];
        Invert(scaled, original);
        return original;
    }

    /// <summary>A new data set with the inputs scaled; the targets are shared, not copied.</summary>
    /// <param name="data">The data; its inputs as many as this scaler has columns.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a scaled number is too large to be finite.</exception>
    [OverloadResolutionPriority(1)]
    public Dataset Apply(Dataset data)
    {
        CheckSize(Check(data).InputSize, "input", nameof(data));
        float[] inputs = new float[data.Count * data.InputSize];
        int row = 0;
        VisitInputs(data, input => Apply(input, inputs.AsSpan(row++ * Size, Size)));
        return data.WithValues(inputs, data.Targets);
    }

    /// <summary>A new data set with the targets scaled; the inputs are shared, not copied, unless they are bytes.</summary>
    /// <param name="data">The data; its targets as many as this scaler has columns.</param>
    /// <exception cref="ArgumentException">The sizes differ, or a scaled number is too large to be finite.</exception>
    [OverloadResolutionPriority(1)]
    public Dataset ApplyToTargets(Dataset data)
    {
        CheckSize(Check(data).TargetSize, "target", nameof(data));
        return data.WithValues(data.Inputs, Apply(data.Targets.Span));
    }

    /// <summary>A stream with the inputs of another scaled as they are read. Nothing is read now.</summary>
    /// <remarks>What is too large once it is scaled becomes infinite, which training refuses when it comes to it.</remarks>
    /// <param name="stream">The stream; its inputs as many as this scaler has columns.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public DataStream Apply(DataStream stream)
    {
        CheckSize(Check(stream).InputSize, "input", nameof(stream));
        return new ScaledStream(stream, this, targets: false);
    }

    /// <summary>A stream with the targets of another scaled as they are read. Nothing is read now.</summary>
    /// <remarks>What is too large once it is scaled becomes infinite, which training refuses when it comes to it.</remarks>
    /// <param name="stream">The stream; its targets as many as this scaler has columns.</param>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public DataStream ApplyToTargets(DataStream stream)
    {
        CheckSize(Check(stream).TargetSize, "target", nameof(stream));
        return new ScaledStream(stream, this, targets: true);
    }

    private static Dataset Check(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data;
    }

    private static DataStream Check(DataStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream;
    }

    private void CheckSize(int size, string what, string parameter)
    {
        if (size != Size)
        {
            throw new ArgumentException(FormattableString.Invariant($"An example of the data has {Amount.Of(size, what)}; expected {Size}, the columns of the scaler."), parameter);
        }
    }

    private void CheckRows(int length, int other, string parameter)
    {
        if (length != other || length % Size != 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The lengths of the spans are {length} and {other}; expected the same length, a multiple of {Size}, the columns of the scaler."), parameter);
        }
    }
}
