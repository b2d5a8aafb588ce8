using System.Runtime.InteropServices;

namespace CompiledNet;

/// <summary>
/// Counts of (actual, predicted) pairs. The pairs themselves are held in a square array, or, where there are so many outputs that they hardly are
/// classes (an autoencoder's), only those that occur.
/// </summary>
internal sealed class ConfusionCounts
{
    // 512 KiB of counts.
    private const int MaxDense = 256;

    private readonly long[]? _dense;
    private readonly Dictionary<long, long>? _sparse;

    public ConfusionCounts(int classCount)
    {
        ClassCount = classCount;
        Actual = new long[classCount];
        Predicted = new long[classCount];
        Right = new long[classCount];
        if (classCount <= MaxDense)
        {
            _dense = new long[classCount * classCount];
        }
        else
        {
            _sparse = [];
        }
    }

    public int ClassCount { get; }

    public long Total { get; private set; }

    /// <summary>How many examples each class has.</summary>
    public long[] Actual { get; }

    /// <summary>How often each class was answered.</summary>
    public long[] Predicted { get; }

    /// <summary>How often each class was answered rightly.</summary>
    public long[] Right { get; }

    public void Add(int actual, int predicted)
    {
        Total++;
        Actual[actual]++;
        Predicted[predicted]++;
        if (actual == predicted)
        {
            Right[actual]++;
        }

        if (_dense is not null)
        {
            _dense[(actual * ClassCount) + predicted]++;
        }
        else
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_sparse!, Key(actual, predicted), out _)++;
        }
    }

    public long Of(int actual, int predicted) =>
        _dense is not null ? _dense[(actual * ClassCount) + predicted] : _sparse!.GetValueOrDefault(Key(actual, predicted));

    public bool SameAs(ConfusionCounts other) =>
        ClassCount == other.ClassCount
        && Total == other.Total
        && (_dense is not null
            ? _dense.AsSpan().SequenceEqual(other._dense)
            : _sparse!.Count == other._sparse!.Count && _sparse.All(pair => other._sparse.GetValueOrDefault(pair.Key) == pair.Value));

    private static long Key(int actual, int predicted) => ((long)actual << 32) | (uint)predicted;
}
