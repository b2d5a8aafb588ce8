using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// The order of examples for epochs in which every class is as frequent as the others: classes take turns, each going through its own
/// examples in a random order, again and again.
/// </summary>
/// <remarks>
/// <para>
/// Each run of as many places as there are classes with examples has one example of each class, the classes in a new random order each time.
/// An epoch is as long as the data set: examples of rare classes are repeated in it, and of frequent ones some are left out. The next epoch
/// goes on where each class has stopped, so that over the epochs all of a class's examples are seen equally often, give or take one.
/// </para>
/// <para>
/// The order depends on the data set, on the random numbers and on how many epochs were filled before. Nothing is allocated after it is made.
/// For one thread at a time.
/// </para>
/// </remarks>
internal sealed class BalancedOrder
{
    private readonly int[] _examples; // class by class, each class's in the order of its present round
    private readonly int[] _first; // per class with examples, where its examples begin; behind the last, the end
    private readonly int[] _next; // per class, the place of its next example
    private readonly int[] _turns; // the classes in the order of the present run

    /// <summary>Orders for a data set.</summary>
    /// <param name="data">The data set; its labels are read once, here.</param>
    /// <param name="firstRow">What is added to each example's number, so that an order can be one of rows of a larger data set.</param>
    public BalancedOrder(Dataset data, int firstRow = 0)
    {
        IGrouping<int, int>[] classes = [.. Enumerable.Range(0, data.Count).GroupBy(data.Label).OrderBy(group => group.Key)];
        _examples = [.. classes.SelectMany(group => group).Select(example => firstRow + example)];
        _first = new int[classes.Length + 1];
        for (int c = 0; c < classes.Length; c++)
        {
            _first[c + 1] = _first[c] + classes[c].Count();
        }

        // Each class is at the end of a round, so that its first example begins one, shuffled.
        _next = [.. _first.Skip(1)];
        _turns = [.. Enumerable.Range(0, classes.Length)];
    }

    /// <summary>Writes the next epoch's order.</summary>
    /// <param name="order">Where to; usually as long as the data set.</param>
    /// <param name="random">The random numbers.</param>
    public void Fill(Span<int> order, SeededRandom random)
    {
        for (int start = 0; start < order.Length; start += _turns.Length)
        {
            random.Shuffle(_turns.AsSpan());
            int end = Math.Min(_turns.Length, order.Length - start);
            for (int turn = 0; turn < end; turn++)
            {
                order[start + turn] = Draw(_turns[turn], random);
            }
        }
    }

    private int Draw(int ofClass, SeededRandom random)
    {
        (int first, int end) = (_first[ofClass], _first[ofClass + 1]);
        if (_next[ofClass] == end)
        {
            random.Shuffle(_examples.AsSpan(first, end - first));
            _next[ofClass] = first;
        }

        return _examples[_next[ofClass]++];
    }
}
