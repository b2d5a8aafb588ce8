using System.ComponentModel;

namespace CompiledNet.Numerics.Threading;

/// <summary>
/// A few threads that run the same work together, again and again, each on its own share, and wait for each other at
/// <see cref="TeamMember.Meet"/>. For trainer and generated code.
/// </summary>
/// <remarks>
/// <para>
/// Starting a run, and meeting, take well under a microsecond as long as every member has a processor to itself and they come within some 40
/// microseconds of each other. Who waits longer, for a meeting or for the next run, sleeps and takes no processor time; waking it takes another
/// 15 to 60 microseconds. With more members than processors they sleep at once.
/// </para>
/// <para>
/// The threads are background threads with the default stack. They get nothing of the caller's execution context or culture. They end on
/// <see cref="Dispose"/>; those of a team that is forgotten end some time after.
/// </para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ThreadTeam : IDisposable
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Disposed = 2;

    private readonly TeamCore _core;
    private int _state;

    /// <summary>A team. Its threads are started by the first <see cref="Run"/>.</summary>
    /// <param name="count">The number of members, at least 1. The thread that calls <see cref="Run"/> is one of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public ThreadTeam(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _core = new TeamCore(count);
    }

    /// <summary>Ends the threads of a team that was not disposed of.</summary>
    ~ThreadTeam() => _core?.Stop();

    /// <summary>The number of members.</summary>
    public int Count => _core.Count;

    /// <summary>The threads of the members from 1 on, as far as they have been started. For tests.</summary>
    internal IReadOnlyList<Thread> Threads => _core.Threads;

    /// <summary>
    /// Has every member run the work, this thread as member 0, and returns when all have finished. Allocates nothing after the first call.
    /// </summary>
    /// <param name="work">The work, whose <see cref="ITeamWork.Run"/> is called once for each member, at the same time.</param>
    /// <exception cref="InvalidOperationException">
    /// The team is at work already, on another thread or further up on this one; or a member called <see cref="TeamMember.Meet"/> less often
    /// than another.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The team was disposed of.</exception>
    /// <remarks>
    /// The first exception that a member's work throws is thrown again here, with its stack trace, when all members have left the work. Members
    /// that are not done by then are taken out at their next <see cref="TeamMember.Meet"/>. The team can be used again afterwards.
    /// </remarks>
    public void Run(ITeamWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        int state = Interlocked.CompareExchange(ref _state, Running, Idle);
        ObjectDisposedException.ThrowIf(state == Disposed, this);
        ThrowIfRunning(state, nameof(Run));
        try
        {
            if (Count == 1)
            {
                work.Run(default);
            }
            else
            {
                _core.Run(work);
            }
        }
        finally
        {
            // This also keeps the team from being finalized during its run.
            Volatile.Write(ref _state, Idle);
        }
    }

    /// <summary>Ends the threads and waits until they have ended. Does nothing the second time.</summary>
    /// <exception cref="InvalidOperationException">The team is at work.</exception>
    public void Dispose()
    {
        int state = Interlocked.CompareExchange(ref _state, Disposed, Idle);
        ThrowIfRunning(state, nameof(Dispose));
        if (state == Idle)
        {
            _core.Stop();
            GC.SuppressFinalize(this);
        }

        // Also the second time, which may be at the same time as the first.
        _core.Join();
    }

    private static void ThrowIfRunning(int state, string call)
    {
        if (state == Running)
        {
            throw new InvalidOperationException(
                $"{call} was called on a ThreadTeam that is at work; expected its earlier Run to have returned. A team runs one piece of work at a time.");
        }
    }
}
