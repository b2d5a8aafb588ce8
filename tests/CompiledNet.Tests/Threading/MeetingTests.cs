using CompiledNet.Numerics.Threading;

namespace CompiledNet.Tests.Threading;

/// <summary>No member goes past a meeting before all have come, and all see what was written before it.</summary>
public class MeetingTests
{
    [Theory]
    [InlineData(1, 1_000)]
    [InlineData(2, 10_000)]
    [InlineData(3, 5_000)]
    [InlineData(5, 3_000)]
    [InlineData(8, 2_000)]
    public void No_member_overtakes(int count, int meetings) => Deadline.Run(() =>
    {
        using ThreadTeam team = new(count);
        Phases phases = new(count, meetings, dawdle: true);
        team.Run(phases);
        team.Run(phases);
    });

    [Fact]
    public void No_member_overtakes_when_several_teams_work_at_once() => Deadline.Run(() =>
    {
        Exception?[] failures = new Exception?[4];
        Thread[] callers =
        [
            .. Enumerable.Range(0, failures.Length).Select(number => new Thread(() =>
            {
                using ThreadTeam team = new(2 + (number % 2));
                failures[number] = Record.Exception(() => team.Run(new Phases(team.Count, 3_000, dawdle: number < 2)));
            })),
        ];
        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());
        Assert.All(failures, Assert.Null);
    });

    [Theory]
    [InlineData(2, 3_000)]
    [InlineData(3, 1_000)]
    [InlineData(8, 300)]
    public void Short_runs_follow_each_other(int count, int runs) => Deadline.Run(() =>
    {
        using ThreadTeam team = new(count);
        Random random = new(count);
        int[] data = new int[1000];
        long[] sums = new long[count];
        for (int run = 1; run <= runs; run++)
        {
            int length = random.Next(data.Length);
            int value = run;
            team.Run(new Work(member =>
            {
                (int start, int end) = member.Share(length);
                data.AsSpan(start, end - start).Fill(value);
                member.Meet();
                sums[member.Index] = Sum(data.AsSpan(0, length));
            }));
            Assert.All(sums, sum => Assert.Equal((long)length * value, sum));
        }
    });

    [Fact]
    public void Work_without_meetings_is_done_when_Run_returns() => Deadline.Run(() =>
    {
        using ThreadTeam team = new(3);
        int[] done = new int[3];
        Random random = new(7);
        for (int run = 1; run <= 2_000; run++)
        {
            int late = random.Next(3);
            int seed = random.Next();
            team.Run(new Work(member =>
            {
                if (member.Index == late)
                {
                    Dawdle.Some(new Random(seed));
                }

                done[member.Index]++;
            }));
            Assert.Equal([run, run, run], done);
        }
    });

    [Fact]
    public void Sleeping_members_are_woken_at_every_place() => Deadline.Run(() =>
    {
        using ThreadTeam team = new(3);
        Thread caller = Thread.CurrentThread;
        int met = 0;
        team.Run(new Work(_ => { }));
        for (int late = 0; late < 3; late++)
        {
            // All sleep until the next run; then in a meeting, but for one; and the caller, when it is not itself the one, until the end.
            Deadline.Until(() => team.Threads.All(Sleeps), "the members sleep between runs");
            team.Run(new Work(member =>
            {
                if (member.Index == late)
                {
                    Deadline.Until(
                        () => team.Threads.Append(caller).Where(thread => thread != Thread.CurrentThread).All(Sleeps), "the others sleep in a meeting");
                }

                member.Meet();
                Interlocked.Increment(ref met);
                if (member.Index == late && late != 0)
                {
                    Deadline.Until(() => Volatile.Read(ref met) % 3 == 0 && Sleeps(caller), "the caller sleeps until the members are done");
                }
            }));
        }

        Assert.Equal(9, met);
    });

    [Fact]
    public void An_idle_team_stays_asleep() => Deadline.Run(() =>
    {
        // The threads' states, not their processor time: other tests keep the processors busy meanwhile.
        using ThreadTeam team = new(4);
        team.Run(new Work(member => member.Meet()));
        Deadline.Until(() => StayAsleep(100), "the members sleep between runs, and go on sleeping");

        bool StayAsleep(int looks)
        {
            for (int look = 0; look < looks; look++)
            {
                if (!team.Threads.All(Sleeps))
                {
                    return false;
                }

                Thread.Sleep(1);
            }

            return true;
        }
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_interrupt_does_not_take_a_thread_out_of_the_team(bool inMeeting) => Deadline.Run(() =>
    {
        using ThreadTeam team = new(2);
        Thread caller = Thread.CurrentThread;
        bool done = false;
        team.Run(new Work(member =>
        {
            if (member.Index == 1)
            {
                Deadline.Until(() => Sleeps(caller), "the caller waits");
                caller.Interrupt();
                Thread.Sleep(20);
                done = true;
            }

            if (inMeeting)
            {
                member.Meet();
                Assert.True(done);
            }
        }));

        // It comes with the thread's next wait.
        Assert.True(done);
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(TimeSpan.FromSeconds(60)));
        team.Run(new Work(member => member.Meet()));
    });

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Nothing_is_allocated_on_any_thread(int count) => Deadline.Run(() =>
    {
        using ThreadTeam team = new(count);
        Allocations work = new(count);
        for (int run = 0; run < 5; run++)
        {
            team.Run(work);
            Thread.Sleep(1);
        }

        // From within one run to within a later one, so that the ends and starts of runs count too, asleep or not. The least of a few rounds:
        // a collection that another test sets off can add to a thread's count, though it allocated nothing.
        long least = long.MaxValue;
        for (int round = 0; round < 5 && least > 0; round++)
        {
            long before = work.Bytes[1..].Sum();
            long callersBefore = GC.GetAllocatedBytesForCurrentThread();
            for (int run = 0; run < 100; run++)
            {
                team.Run(work);
                if (run % 10 == 0)
                {
                    Thread.Sleep(1);
                }
            }

            long callers = GC.GetAllocatedBytesForCurrentThread() - callersBefore;
            least = Math.Min(least, callers + work.Bytes[1..].Sum() - before);
        }

        Assert.Equal(0, least);
    });

    private static bool Sleeps(Thread thread) => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    private static long Sum(ReadOnlySpan<int> numbers)
    {
        long sum = 0;
        foreach (int number in numbers)
        {
            sum += number;
        }

        return sum;
    }

    /// <summary>Each member writes its phase's number; after a meeting all must see all at that phase.</summary>
    private sealed class Phases(int count, int meetings, bool dawdle) : ITeamWork
    {
        private readonly int[] _phases = new int[count];

        public void Run(TeamMember member)
        {
            Random random = new(member.Index);
            for (int phase = 1; phase <= meetings; phase++)
            {
                if (dawdle)
                {
                    Dawdle.Some(random);
                }

                _phases[member.Index] = phase;
                member.Meet();
                for (int other = 0; other < count; other++)
                {
                    if (_phases[other] != phase)
                    {
                        Assert.Fail($"Member {member.Index} of {count} saw member {other} in phase {_phases[other]} after the meeting of phase {phase}.");
                    }
                }

                member.Meet();
            }
        }
    }

    /// <summary>Meets, sometimes long enough for the others to sleep, and notes how much each thread has allocated so far.</summary>
    private sealed class Allocations(int count) : ITeamWork
    {
        private int _runs;

        public long[] Bytes { get; } = new long[count];

        public void Run(TeamMember member)
        {
            int run = _runs;
            for (int meeting = 0; meeting < 20; meeting++)
            {
                if (meeting % 5 == member.Index && run % 5 == 0)
                {
                    Thread.Sleep(1);
                }

                member.Meet();
            }

            if (member.Index == count - 1 && run % 5 == 1)
            {
                Thread.Sleep(1);
            }

            Bytes[member.Index] = GC.GetAllocatedBytesForCurrentThread();
            if (member.Index == 0)
            {
                _runs++;
            }
        }
    }
}
