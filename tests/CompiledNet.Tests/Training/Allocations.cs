namespace CompiledNet.Tests.Training;

/// <summary>What a piece of code allocates on this thread.</summary>
internal static class Allocations
{
    private const int Rounds = 5;

    /// <summary>
    /// The least bytes of a few rounds. A garbage collection that another thread's test sets off during a round can add what was left of this
    /// thread's allocation buffer to its count, though nothing was allocated; code that allocates does so in every round.
    /// </summary>
    public static long Least(Action action)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>The least bytes allocated from the first step of an epoch to its last, over some epochs; see <see cref="Least"/> for why.</summary>
    /// <param name="allocated">What the thread had allocated at each step.</param>
    /// <param name="steps">The steps of an epoch.</param>
    public static long LeastOfEpochs(IReadOnlyList<long> allocated, int steps) =>
        Enumerable.Range(0, allocated.Count / steps).Min(epoch => allocated[((epoch + 1) * steps) - 1] - allocated[epoch * steps]);
}
