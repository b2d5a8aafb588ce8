using System.Runtime.CompilerServices;

namespace CompiledNet;

// Scalers that follow from data.
public sealed partial class FeatureScaler
{
    // Rows that are read at a time, where they have to be decoded; of a stream, as many as make about so many numbers.
    private const int SliceRows = 256;
    private const int ChunkNumbers = 1 << 16;

    private delegate void RowVisitor(ReadOnlySpan<float> row);

    /// <summary>A scaler that gives each column of a data set's inputs mean 0 and variance 1.</summary>
    /// <param name="data">The training data.</param>
    [OverloadResolutionPriority(1)]
    public static FeatureScaler Standardize(Dataset data) => FitStandard(Check(data).InputSize, visit => VisitInputs(data, visit));

    /// <summary>A scaler that gives each column of a stream's inputs mean 0 and variance 1, in two passes over it.</summary>
    /// <param name="stream">The training data.</param>
    /// <exception cref="InvalidDataException">
    /// The stream delivers fewer or more examples than it said, or a value is NaN or infinite, or it is damaged.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static FeatureScaler Standardize(DataStream stream) =>
        FitStandard(Check(stream).InputSize, visit => VisitChunks(stream, chunk => VisitInputs(chunk, visit)));

    /// <summary>A scaler that gives each column of a data set's targets mean 0 and variance 1, for regression.</summary>
    /// <param name="data">The training data.</param>
    [OverloadResolutionPriority(1)]
    public static FeatureScaler StandardizeTargets(Dataset data) => FitStandard(Check(data).TargetSize, visit => VisitTargets(data, visit));

    /// <summary>A scaler that gives each column of a stream's targets mean 0 and variance 1, for regression, in two passes over it.</summary>
    /// <param name="stream">The training data.</param>
    /// <inheritdoc cref="Standardize(DataStream)" path="/exception"/>
    public static FeatureScaler StandardizeTargets(DataStream stream) =>
        FitStandard(Check(stream).TargetSize, visit => VisitChunks(stream, chunk => VisitTargets(chunk, visit)));

    /// <summary>A scaler that makes each column of a data set's inputs run from one number to another.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="low">What the least number of each column becomes.</param>
    /// <param name="high">What the largest becomes; above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="low"/> or <paramref name="high"/> is not finite, or they are not in this order.</exception>
    [OverloadResolutionPriority(1)]
    public static FeatureScaler MinMax(Dataset data, float low = 0, float high = 1) =>
        FitRange(Check(data).InputSize, low, high, visit => VisitInputs(data, visit));

    /// <summary>A scaler that makes each column of a stream's inputs run from one number to another, in one pass over it.</summary>
    /// <param name="stream">The training data.</param>
    /// <param name="low">What the least number of each column becomes.</param>
    /// <param name="high">What the largest becomes; above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="low"/> or <paramref name="high"/> is not finite, or they are not in this order. Nothing has been read.
    /// </exception>
    /// <inheritdoc cref="Standardize(DataStream)" path="/exception"/>
    public static FeatureScaler MinMax(DataStream stream, float low = 0, float high = 1) =>
        FitRange(Check(stream).InputSize, low, high, visit => VisitChunks(stream, chunk => VisitInputs(chunk, visit)));

    /// <summary>A scaler that makes each column of a data set's targets run from one number to another, for regression.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="low">What the least number of each column becomes.</param>
    /// <param name="high">What the largest becomes; above <paramref name="low"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="low"/> or <paramref name="high"/> is not finite, or they are not in this order.</exception>
    [OverloadResolutionPriority(1)]
    public static FeatureScaler MinMaxTargets(Dataset data, float low = 0, float high = 1) =>
        FitRange(Check(data).TargetSize, low, high, visit => VisitTargets(data, visit));

    /// <summary>A scaler that makes each column of a stream's targets run from one number to another, for regression, in one pass over it.</summary>
    /// <param name="stream">The training data.</param>
    /// <param name="low">What the least number of each column becomes.</param>
    /// <param name="high">What the largest becomes; above <paramref name="low"/>.</param>
    /// <inheritdoc cref="MinMax(DataStream, float, float)" path="/exception"/>
    public static FeatureScaler MinMaxTargets(DataStream stream, float low = 0, float high = 1) =>
        FitRange(Check(stream).TargetSize, low, high, visit => VisitChunks(stream, chunk => VisitTargets(chunk, visit)));

    private static FeatureScaler FitStandard(int size, Action<RowVisitor> visitRows)
    {
        long count = 0;
        double[] mean = new double[size];
        (double[] least, double[] most) = Extremes(size, visitRows, row =>
        {
            count++;
            for (int column = 0; column < row.Length; column++)
            {
                mean[column] += row[column];
            }
        });
        for (int column = 0; column < size; column++)
        {
            mean[column] /= count;
        }

        double[] squares = new double[size];
        double[] rest = new double[size];
        visitRows(row =>
        {
            for (int column = 0; column < row.Length; column++)
            {
                double difference = row[column] - mean[column];
                squares[column] += difference * difference;
                rest[column] += difference;
            }
        });
        double[] scale = new double[size];
        for (int column = 0; column < size; column++)
        {
            double variance = (squares[column] - (rest[column] * rest[column] / count)) / count;
            bool constant = least[column] == most[column];
            mean[column] = constant ? least[column] : mean[column];
            scale[column] = constant ? 1 : Math.Sqrt(variance);
        }

        return new FeatureScaler(mean, scale);
    }

    private static FeatureScaler FitRange(int size, float low, float high, Action<RowVisitor> visitRows)
    {
        if (!float.IsFinite(low) || !float.IsFinite(high) || low >= high)
        {
            throw new ArgumentException(FormattableString.Invariant($"The range is from {low} to {high}; expected finite numbers, the first below the second."), nameof(high));
        }

        (double[] least, double[] most) = Extremes(size, visitRows, null);
        double[] offset = new double[size];
        double[] scale = new double[size];
        for (int column = 0; column < size; column++)
        {
            double range = most[column] == least[column] ? 1 : most[column] - least[column];
            scale[column] = range / ((double)high - low);
            offset[column] = least[column] - (low * scale[column]);
        }

        return new FeatureScaler(offset, scale);
    }

    /// <summary>The least and the largest number of each column, in one pass.</summary>
    /// <param name="size">The number of columns.</param>
    /// <param name="visitRows">Makes the pass.</param>
    /// <param name="also">Sees each row in the same pass.</param>
    private static (double[] Least, double[] Most) Extremes(int size, Action<RowVisitor> visitRows, RowVisitor? also)
    {
        double[] least = new double[size];
        double[] most = new double[size];
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(most, double.NegativeInfinity);
        visitRows(row =>
        {
            also?.Invoke(row);
            for (int column = 0; column < row.Length; column++)
            {
                least[column] = Math.Min(least[column], row[column]);
                most[column] = Math.Max(most[column], row[column]);
            }
        });
        return (least, most);
    }

    private static void VisitInputs(Dataset data, RowVisitor visit)
    {
        int sliceRows = Math.Min(SliceRows, data.Count);
        float[] buffer = data.HasFloatInputs ? [] : new float[sliceRows * data.InputSize];
        for (int start = 0; start < data.Count; start += sliceRows)
        {
            ReadOnlySpan<float> rows = data.ReadInputs(start, Math.Min(sliceRows, data.Count - start), buffer);
            VisitRows(rows, data.InputSize, visit);
        }
    }

    private static void VisitTargets(Dataset data, RowVisitor visit) => VisitRows(data.Targets.Span, data.TargetSize, visit);

    private static void VisitChunks(DataStream stream, Action<Dataset> visit)
    {
        using ChunkReader chunks = new(stream, Math.Max(1, ChunkNumbers / Math.Max(stream.InputSize, stream.TargetSize)));
        while (chunks.Next() is { } chunk)
        {
            visit(chunk);
        }
    }

    private static void VisitRows(ReadOnlySpan<float> rows, int size, RowVisitor visit)
    {
        for (int start = 0; start < rows.Length; start += size)
        {
            visit(rows.Slice(start, size));
        }
    }
}
