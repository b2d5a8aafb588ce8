using System.Diagnostics.CodeAnalysis;
using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Deals out a data set in mini-batches, epoch after epoch: in a new random order each time, or in its own order. Allocates nothing after
/// it is made.
/// </summary>
internal sealed class BatchReader
{
    private readonly Dataset _data;
    private readonly int _batchSize;
    private readonly SeededRandom? _random;
    private readonly int[] _order = [];
    private readonly AlignedBuffer? _inputs;
    private readonly AlignedBuffer? _targets;
    private int _start;

    /// <summary>A reader before its first epoch.</summary>
    /// <param name="data">The data.</param>
    /// <param name="batchSize">The most examples in a batch.</param>
    /// <param name="random">What shuffles the examples, its stream going on over the epochs; null for their own order.</param>
    public BatchReader(Dataset data, int batchSize, SeededRandom? random)
    {
        _data = data;
        _batchSize = Math.Min(batchSize, data.Count);
        _random = random;
        if (random is not null)
        {
            _order = [.. Enumerable.Range(0, data.Count)];
            _inputs = new AlignedBuffer(_batchSize * data.InputSize);
            _targets = new AlignedBuffer(_batchSize * data.TargetSize);
        }
    }

    /// <summary>The examples in the current batch.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the current batch, from 1.</summary>
    public int Number { get; private set; }

    [MemberNotNullWhen(true, nameof(_random), nameof(_inputs), nameof(_targets))]
    private bool Shuffled => _random is not null;

    /// <summary>Starts an epoch, shuffling the examples anew.</summary>
    public void StartEpoch()
    {
        _start = 0;
        Count = 0;
        Number = 0;
        _random?.Shuffle(_order.AsSpan());
    }

    /// <summary>Goes on to the next batch.</summary>
    /// <param name="inputs">Its inputs, row after row.</param>
    /// <param name="targets">Its targets, row after row.</param>
    /// <returns>Whether there was one left in this epoch.</returns>
    public bool Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        _start += Count;
        Count = Math.Min(_batchSize, _data.Count - _start);
        Number++;
        inputs = Rows(_data.Inputs.Span, _data.InputSize, _inputs);
        targets = Rows(_data.Targets.Span, _data.TargetSize, _targets);
        return Count > 0;
    }

    /// <summary>Which example of the data set a row of the current batch is.</summary>
    /// <param name="row">The row, from 0.</param>
    public int Example(int row) => Shuffled ? _order[_start + row] : _start + row;

    private ReadOnlySpan<float> Rows(ReadOnlySpan<float> all, int size, AlignedBuffer? buffer)
    {
        if (buffer is null)
        {
            return all.Slice(_start * size, Count * size);
        }

        Span<float> rows = buffer.Span[..(Count * size)];
        for (int row = 0; row < Count; row++)
        {
            all.Slice(_order[_start + row] * size, size).CopyTo(rows.Slice(row * size, size));
        }

        return rows;
    }
}
