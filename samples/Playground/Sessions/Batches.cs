using CompiledNet.Numerics;

namespace CompiledNet.Playground.Sessions;

/// <summary>Mini-batches: epoch after epoch over all examples, each in a new order that the seed decides. The batch size may change at any time.</summary>
internal sealed class Batches
{
    private readonly SeededRandom _random;
    private readonly int[] _order;
    private int _next;
    private long _epochs;

    public Batches(int count, int seed)
    {
        _random = new SeededRandom(seed);
        _order = [.. Enumerable.Range(0, count)];
        _random.Shuffle<int>(_order);
    }

    /// <summary>The epochs gone by, with the fraction of the one under way.</summary>
    public double Epoch => _epochs + ((double)_next / _order.Length);

    /// <summary>The examples of the next batch; the last one of an epoch may be smaller.</summary>
    public ReadOnlySpan<int> Next(int size)
    {
        if (_next == _order.Length)
        {
            _random.Shuffle<int>(_order);
            _next = 0;
            _epochs++;
        }

        int count = Math.Min(size, _order.Length - _next);
        ReadOnlySpan<int> batch = _order.AsSpan(_next, count);
        _next += count;
        return batch;
    }
}
