using System.Runtime.CompilerServices;

namespace CompiledNet.Numerics.Threading;

/// <summary>How the members of a team wait: for a short while by asking again and again, then asleep until they are woken.</summary>
/// <remarks>
/// <para>
/// No wake-up is lost. The one who waits (A) notes that it sleeps, then asks once more, then sleeps. The one who makes the condition true (B)
/// makes it true, then looks whether anyone sleeps, and wakes them. Both do the first of these with an <see cref="Interlocked"/> call, a full
/// fence, which the next read cannot come before. So either B's change comes first, and A sees it when it asks once more; or A's note comes
/// first, and B sees it. (It would go wrong with a plain or volatile write: B could read while its write still waits in the processor's store
/// buffer.)
/// </para>
/// <para>
/// Where a condition hangs on several members' writes, each of them an <see cref="Interlocked"/> call, the last writer in the order of all such
/// calls sees the others' writes after its own. So it is enough that a writer wakes when it finds the condition true after its write.
/// </para>
/// <para>
/// A member whose bell rings twice may be woken once more than needed, at once or in its next sleep. It asks again and sleeps on.
/// </para>
/// </remarks>
internal sealed class WaitingRoom
{
    /// <summary>
    /// How many rounds of asking before sleeping, where there are processors enough: for not quite 50 microseconds. The waits within a training
    /// step are far shorter. It should not be less than the 15 to 60 microseconds (the more, the idler the machine) that a thread takes to wake
    /// up: the one who wakes it runs ahead meanwhile, and were it to fall asleep over that, they would send each other to sleep from meeting to
    /// meeting.
    /// </summary>
    private const int UsualRounds = 35;

    /// <summary>
    /// How often to ask in a round, for about a microsecond. A round ends by giving the processor to whoever else is ready to run on it, for that
    /// may be the member waited for: a busy operating system often puts both on one processor, and leaves them there. Asking without a break,
    /// two members then took eight times as long from meeting to meeting.
    /// </summary>
    private const int ChecksPerRound = 20;

    /// <summary>
    /// The pause between two questions, in units of <see cref="Thread.SpinWait"/>, which .NET calibrates to some 40 ns on every processor. It
    /// leaves the core to its other hyper-thread meanwhile, and is about as long as a cache line takes from one core to the other.
    /// </summary>
    private const int PauseLength = 1;

    private readonly int _rounds;
    private readonly AutoResetEvent[] _bells;

    // For each member the place it sleeps in, or 0; and how many sleep, or are about to, or just were.
    private readonly Padded[] _asleep;
    private Padded _sleepers;

    public WaitingRoom(int count)
    {
        // Members that are more than the processors would only keep each other from running.
        int processors = Environment.ProcessorCount;
        _rounds = processors == 1 || count > processors ? 0 : UsualRounds;
        _asleep = new Padded[count];
        _bells = new AutoResetEvent[count];
        for (int index = 0; index < count; index++)
        {
            _bells[index] = new AutoResetEvent(false);
        }
    }

    /// <summary>Whether anyone may be asleep. To be asked after an <see cref="Interlocked"/> write that may have met a condition.</summary>
    public bool HasSleepers => Volatile.Read(ref _sleepers.Value) != 0;

    /// <summary>Waits until the condition is met. What was written before it was met is visible afterwards.</summary>
    /// <param name="index">The member that waits.</param>
    /// <param name="place">What it waits for, so that it is woken together with those who wait for the same.</param>
    /// <param name="condition">The condition.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Wait<TCondition>(int index, WaitingPlace place, ref TCondition condition)
        where TCondition : struct, ICondition
    {
        for (int round = _rounds; round > 0; round--)
        {
            for (int check = ChecksPerRound; check > 0; check--)
            {
                if (condition.IsMet())
                {
                    return;
                }

                Thread.SpinWait(PauseLength);
            }

            GiveWay();
        }

        Sleep(index, place, ref condition);
    }

    /// <summary>Wakes all who sleep in a place, to ask again. To be called after an <see cref="Interlocked"/> write, like <see cref="HasSleepers"/>.</summary>
    public void Wake(WaitingPlace place)
    {
        for (int index = 0; index < _asleep.Length; index++)
        {
            if (Volatile.Read(ref _asleep[index].Value) == (long)place)
            {
                _bells[index].Set();
            }
        }
    }

    /// <summary>Gives the operating system its events back. Only when no one waits any more.</summary>
    public void Close()
    {
        foreach (AutoResetEvent bell in _bells)
        {
            bell.Dispose();
        }
    }

    // Out of line: where Thread.Yield is inlined, .NET prepares a call into the operating system on entry to the method, needed or not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void GiveWay() => Thread.Yield();

    private void Sleep<TCondition>(int index, WaitingPlace place, ref TCondition condition)
        where TCondition : struct, ICondition
    {
        bool interrupted = false;
        Interlocked.Increment(ref _sleepers.Value);
        Interlocked.Exchange(ref _asleep[index].Value, (long)place);
        while (!condition.IsMet())
        {
            WaitForBell(index, ref interrupted);
        }

        Volatile.Write(ref _asleep[index].Value, 0);
        Interlocked.Decrement(ref _sleepers.Value);
        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    // Thread.Interrupt must not get a thread out of here: its team would go on with a member missing. It is put off to the thread's next wait.
    private void WaitForBell(int index, ref bool interrupted)
    {
        while (true)
        {
            try
            {
                _bells[index].WaitOne();
                return;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }
    }
}
