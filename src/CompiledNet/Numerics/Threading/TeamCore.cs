using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace CompiledNet.Numerics.Threading;

/// <summary>
/// What the members of a <see cref="ThreadTeam"/> share. The threads refer to this and not to the team, so that a forgotten team can be collected.
/// </summary>
/// <remarks>
/// <para>
/// A meeting is a flag barrier. Each member counts its meetings in a place of its own, and waits until all other places show as many. A counter
/// common to all would be written by all, one after the other; so each member writes one cache line and reads the others.
/// </para>
/// <para>
/// Nothing has to be put back after a run in which a member failed, however many meetings each has come to: the next run's numbers are larger
/// than all of this one's (<see cref="Progress"/>). And a member that waits for one that has left sees it, because leaving is part of the number.
/// </para>
/// </remarks>
internal sealed class TeamCore
{
    private readonly int _count;
    private readonly Padded[] _progress;
    private readonly WaitingRoom _waiting;
    private readonly List<Thread> _threads = [];

    private ExceptionDispatchInfo? _failure;
    private bool _stopped;
    private RunCard _run;

    public TeamCore(int count)
    {
        _run.Number = Progress.FirstRun - 1;
        _count = count;
        _waiting = new WaitingRoom(count);
        _progress = new Padded[count];
        foreach (ref Padded progress in _progress.AsSpan())
        {
            progress.Value = Progress.AtStart(_run.Number) | Progress.Left;
        }
    }

    public int Count => _count;

    /// <summary>The threads of the members from 1 on, as far as they have been started.</summary>
    public IReadOnlyList<Thread> Threads => _threads;

    /// <summary>Has all members run the work, this thread as member 0. One call at a time, and at least two members.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ITeamWork work)
    {
        if (_threads.Count < _count - 1)
        {
            StartThreads();
        }

        long run = _run.Number + 1;
        _run.Work = work;
        Interlocked.Exchange(ref _run.Number, run);
        if (_waiting.HasSleepers)
        {
            _waiting.Wake(WaitingPlace.Start);
        }

        RunMember(0, run);
        AllLeft end = new(_progress, run);
        _waiting.Wait(0, WaitingPlace.End, ref end);

        // The threads live on. They must not keep the work alive, and through it perhaps the team.
        _run.Work = null;
        if (_failure is not null)
        {
            ThrowFailure();
        }
    }

    /// <summary>Waits in a meeting, as <see cref="TeamMember.Meet"/> promises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Meet(int index)
    {
        ref long mine = ref _progress[index].Value;
        if ((mine & Progress.Left) != 0)
        {
            ThrowNotRunning(index);
        }

        long meeting = mine + Progress.Meeting;
        Interlocked.Exchange(ref mine, meeting);
        AllCame condition = new(_progress, meeting);
        if (!condition.IsMet())
        {
            _waiting.Wait(index, WaitingPlace.Meeting, ref condition);
        }
        else if (_waiting.HasSleepers)
        {
            _waiting.Wake(WaitingPlace.Meeting);
        }

        if (condition.Absent >= 0)
        {
            ThrowAbsent(index, condition.Absent);
        }
    }

    /// <summary>Ends the threads. Not during a run.</summary>
    public void Stop()
    {
        _stopped = true;
        Interlocked.Increment(ref _run.Number);
        _waiting.Wake(WaitingPlace.Start);
    }

    /// <summary>Waits until the threads have ended, after <see cref="Stop"/>.</summary>
    public void Join()
    {
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _waiting.Close();
    }

    private void StartThreads()
    {
        // One by one, so that a run that could not start all of them leaves a team that can try again.
        while (_threads.Count < _count - 1)
        {
            int index = _threads.Count + 1;
            long lastRun = _run.Number;
            Thread thread = new(() => Work(index, lastRun))
            {
                IsBackground = true,
                Name = string.Create(CultureInfo.InvariantCulture, $"CompiledNet training {index}"),
            };
            thread.UnsafeStart();
            _threads.Add(thread);
        }
    }

    private void Work(int index, long lastRun)
    {
        while (true)
        {
            // A member cannot miss a run, since the run does not end without it.
            NextRun start = new(this, lastRun);
            _waiting.Wait(index, WaitingPlace.Start, ref start);
            if (_stopped)
            {
                return;
            }

            lastRun++;
            RunMember(index, lastRun);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunMember(int index, long run)
    {
        ref long mine = ref _progress[index].Value;
        Volatile.Write(ref mine, Progress.AtStart(run));
        try
        {
            _run.Work!.Run(new TeamMember(this, index, _count));
        }
        catch (Exception exception)
        {
            // Only the first counts. The others that are thrown because of it, by Meet, find their place taken.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
        }

        Interlocked.Exchange(ref mine, mine | Progress.Left);

        if (_waiting.HasSleepers)
        {
            WakeAfterLeaving(run);
        }
    }

    private void WakeAfterLeaving(long run)
    {
        // Someone may wait in a meeting that this member will never come to.
        _waiting.Wake(WaitingPlace.Meeting);
        if (new AllLeft(_progress, run).IsMet())
        {
            _waiting.Wake(WaitingPlace.End);
        }
    }

    private void ThrowFailure()
    {
        ExceptionDispatchInfo failure = _failure!;
        _failure = null;
        failure.Throw();
    }

    private void ThrowAbsent(int index, int absent)
    {
        // A member that fails writes its exception down before it leaves, so whoever sees that it has left sees the exception too.
        if (Volatile.Read(ref _failure) is not null)
        {
            throw new MeetingFailedException($"Member {Text(absent)} of the team has left its work because a member's work failed.");
        }

        throw new InvalidOperationException(
            $"Member {Text(index)} of the team waits in its meeting {Text(Progress.Meetings(_progress[index].Value))}, but member {Text(absent)} " +
            $"has returned from its work after {Text(Progress.Meetings(_progress[absent].Value))}; expected every member to call Meet equally often.");
    }

    private static void ThrowNotRunning(int index) => throw new InvalidOperationException(
        $"Meet was called for member {Text(index)} of the team after its work had ended; expected a call from within ITeamWork.Run.");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // What the caller writes and the other members read at the start of a run, in one padded place as in Padded.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct RunCard
    {
        [FieldOffset(128)]
        public long Number;

        [FieldOffset(136)]
        public ITeamWork? Work;
    }

    // A run after the given one has begun.
    private readonly struct NextRun(TeamCore team, long lastRun) : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsMet() => Volatile.Read(ref team._run.Number) != lastRun;
    }

    // All have come to the meeting, or someone never will.
    private struct AllCame(Padded[] places, long meeting) : ICondition
    {
        public int Absent { get; private set; } = -1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsMet()
        {
            for (int index = 0; index < places.Length; index++)
            {
                long progress = Volatile.Read(ref places[index].Value);
                if (!Progress.HasReached(progress, meeting))
                {
                    if (!Progress.HasLeft(progress, meeting))
                    {
                        return false;
                    }

                    Absent = index;
                    return true;
                }
            }

            return true;
        }
    }

    // All have left the run.
    private readonly struct AllLeft(Padded[] places, long run) : ICondition
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool IsMet()
        {
            foreach (ref Padded place in places.AsSpan())
            {
                if (!Progress.HasLeft(Volatile.Read(ref place.Value), Progress.AtStart(run)))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
