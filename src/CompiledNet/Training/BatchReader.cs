using System.Runtime.CompilerServices;
using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Deals out a data set in mini-batches, epoch after epoch: in a new random order each time, or in its own order. Allocates nothing after
/// it is made.
/// </summary>
/// <remarks>
/// A batch has to be gathered before it is read, as a whole or in parts; several threads may gather parts that do not overlap at the same
/// time. Batches, rows and columns are counted from 0.
/// </remarks>
internal sealed class BatchReader
{
    private readonly Dataset _data;
    private readonly int _batchSize;
    private readonly bool _shuffles;
    private readonly BatchAugmenter? _augmenter;
    private readonly int[] _order = []; // rows of the data set's sources, if any are gathered
    private readonly AlignedBuffer[] _inputs = []; // none where the data set's own memory will do
    private readonly AlignedBuffer[] _targets = [];
    private readonly AlignedBuffer[] _weights = [];

    /// <summary>A reader before its first epoch.</summary>
    /// <param name="data">The data.</param>
    /// <param name="batchSize">The most examples in a batch.</param>
    /// <param name="shuffles">Whether the examples come in an order that <see cref="StartEpoch"/> draws, rather than their own.</param>
    /// <param name="buffers">
    /// How many batches can be held at once: gathering a batch overwrites the one so many before it.
    /// </param>
    /// <param name="slackRows">
    /// How many rows of memory, holding anything finite, have to follow a batch's inputs; if any, batches are always gathered.
    /// </param>
    /// <param name="smoothing">How much of the targets is spread evenly over the classes; 0 for none.</param>
    /// <param name="augmenter">What changes the images as they are gathered; null for nothing.</param>
    public BatchReader(
        Dataset data, int batchSize, bool shuffles, int buffers = 1, int slackRows = 0, float smoothing = 0, BatchAugmenter? augmenter = null)
    {
        _data = data;
        _batchSize = Math.Min(batchSize, data.Count);
        _shuffles = shuffles;
        Smoothing = smoothing;
        _augmenter = augmenter;
        BatchCount = ((data.Count - 1) / _batchSize) + 1;
        bool gathersInputs = shuffles || !data.HasFloatInputs || slackRows > 0 || augmenter is not null;
        if (gathersInputs || smoothing != 0)
        {
            _order = [.. Enumerable.Range(data.FirstRow, data.Count)];
        }

        if (gathersInputs)
        {
            _inputs = MakeBuffers(buffers, _batchSize + slackRows, data.InputSize);
        }

        if (shuffles || smoothing != 0)
        {
            _targets = MakeBuffers(buffers, _batchSize, data.TargetSize);
        }

        if (shuffles && !data.Weights.IsEmpty)
        {
            _weights = MakeBuffers(buffers, _batchSize, 1);
        }
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int BatchCount { get; }

    private float Smoothing { get; }

    /// <summary>
    /// Starts an epoch, shuffling the examples anew: the order is a matter of the random numbers alone, not of the epochs before. For one
    /// thread, while no other reads.
    /// </summary>
    /// <param name="random">Where the order comes from; not read where the examples come in their own.</param>
    /// <param name="balance">What makes the classes take turns; null for an order in which each example comes once.</param>
    public void StartEpoch(SeededRandom? random = null, BalancedOrder? balance = null)
    {
        if (!_shuffles || random is null)
        {
            return;
        }

        if (balance is not null)
        {
            balance.Fill(_order, random);
            return;
        }

        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = _data.FirstRow + i;
        }

        random.Shuffle(_order.AsSpan());
    }

    /// <summary>The number of examples in a batch; the last may have fewer than the others.</summary>
    /// <param name="batch">The batch.</param>
    public int CountOf(int batch) => Math.Min(_batchSize, _data.Count - (batch * _batchSize));

    /// <summary>Which example of the data set a row of a batch is.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The row.</param>
    public int Example(int batch, int row)
    {
        int place = (batch * _batchSize) + row;
        return _shuffles ? _order[place] - _data.FirstRow : place;
    }

    /// <summary>
    /// Gathers a part of a batch's inputs, writing nothing else, and asks the processor to fetch the same part of the next batch. Nothing is
    /// to be done where the data set's own memory will do.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="firstRow">The part's first row.</param>
    /// <param name="endRow">The row behind its last, at most <see cref="CountOf"/>.</param>
    /// <param name="firstColumn">Its first column; for speed, a multiple of 16.</param>
    /// <param name="endColumn">The column behind its last.</param>
    /// <param name="member">Which member of the team asks.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void GatherInputs(int batch, int firstRow, int endRow, int firstColumn, int endColumn, int member = 0)
    {
        if (_augmenter is { } augmenter)
        {
            GatherAugmented(augmenter, batch, firstRow, endRow, firstColumn, endColumn, member);
        }
        else if (_inputs.Length > 0)
        {
            Span<float> rows = BufferOf(_inputs, batch).Span[(firstRow * _data.InputSize)..];
            _data.InputRows.Gather(RowsOf(batch, firstRow, endRow), NextRows(batch, firstRow, endRow), firstColumn, endColumn, rows);
        }
    }

    /// <summary>Gathers the targets of some rows of a batch, as <see cref="GatherInputs"/> does the inputs.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="endRow">The row behind the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void GatherTargets(int batch, int firstRow, int endRow)
    {
        if (_targets.Length > 0)
        {
            Span<float> rows = BufferOf(_targets, batch).Span[(firstRow * _data.TargetSize)..];
            _data.TargetRows.Gather(RowsOf(batch, firstRow, endRow), NextRows(batch, firstRow, endRow), 0, _data.TargetSize, rows);
            if (Smoothing != 0)
            {
                TargetSmoothing.Apply(rows[..((endRow - firstRow) * _data.TargetSize)], _data.TargetSize, Smoothing);
            }
        }

        if (_weights.Length > 0)
        {
            Span<float> weights = BufferOf(_weights, batch).Span;
            ReadOnlySpan<float> all = _data.Weights.Span;
            for (int row = firstRow; row < endRow; row++)
            {
                weights[row] = all[_order[(batch * _batchSize) + row] - _data.FirstRow];
            }
        }
    }

    /// <summary>A batch's inputs, <c>[CountOf(batch)][InputSize]</c>; what has not been gathered may be anything.</summary>
    /// <param name="batch">The batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<float> Inputs(int batch) => _inputs.Length > 0
        ? BufferOf(_inputs, batch).Span[..(CountOf(batch) * _data.InputSize)]
        : _data.Inputs.Span.Slice(batch * _batchSize * _data.InputSize, CountOf(batch) * _data.InputSize);

    /// <summary>A batch's targets, <c>[CountOf(batch)][TargetSize]</c>; what has not been gathered may be anything.</summary>
    /// <param name="batch">The batch.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<float> Targets(int batch) => _targets.Length > 0
        ? BufferOf(_targets, batch).Span[..(CountOf(batch) * _data.TargetSize)]
        : _data.Targets.Span.Slice(batch * _batchSize * _data.TargetSize, CountOf(batch) * _data.TargetSize);

    /// <summary>How much each example of a batch counts, <c>[CountOf(batch)]</c>; empty where all count alike.</summary>
    /// <param name="batch">The batch.</param>
    public ReadOnlySpan<float> Weights(int batch) => _weights.Length > 0
        ? BufferOf(_weights, batch).Span[..CountOf(batch)]
        : _data.Weights.IsEmpty ? [] : _data.Weights.Span.Slice(batch * _batchSize, CountOf(batch));

    private static AlignedBuffer BufferOf(AlignedBuffer[] buffers, int batch) => buffers[batch % buffers.Length];

    private static AlignedBuffer[] MakeBuffers(int count, int rows, int rowSize) =>
        [.. Enumerable.Range(0, count).Select(_ => new AlignedBuffer(rows * rowSize))];

    // A part of a changed image may come from anywhere in the whole one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherAugmented(BatchAugmenter augmenter, int batch, int firstRow, int endRow, int firstColumn, int endColumn, int member)
    {
        Span<float> image = augmenter.ImageOf(member);
        Span<float> inputs = BufferOf(_inputs, batch).Span;
        for (int row = firstRow; row < endRow; row++)
        {
            // The next image is fetched while this one is drawn.
            ReadOnlySpan<int> next = row + 1 < endRow ? RowsOf(batch, row + 1, row + 2) : NextRows(batch, firstRow, firstRow + 1);
            _data.InputRows.Gather(RowsOf(batch, row, row + 1), next, 0, _data.InputSize, image);
            augmenter.Apply(member, Example(batch, row), firstColumn, endColumn, inputs.Slice(row * _data.InputSize, _data.InputSize));
        }
    }

    private ReadOnlySpan<int> RowsOf(int batch, int firstRow, int endRow) =>
        _order.AsSpan((batch * _batchSize) + firstRow, endRow - firstRow);

    // Fewer, or none, where the next batch is smaller or there is none.
    private ReadOnlySpan<int> NextRows(int batch, int firstRow, int endRow)
    {
        int next = batch + 1;
        int end = next < BatchCount ? Math.Min(endRow, CountOf(next)) : 0;
        return firstRow < end ? RowsOf(next, firstRow, end) : [];
    }
}
