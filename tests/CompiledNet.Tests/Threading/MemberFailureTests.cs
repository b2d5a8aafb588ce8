using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Threading;

namespace CompiledNet.Tests.Threading;

/// <summary>A member that fails, or comes to fewer meetings, does not leave the others waiting.</summary>
public class MemberFailureTests
{
    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 150)]
    [InlineData(3, 100)]
    [InlineData(8, 40)]
    public void An_exception_anywhere_ends_the_run_and_the_next_one_works(int count, int runs) => Deadline.Run(() =>
    {
        using ThreadTeam team = new(count);
        Random random = new(count);
        int inside = 0;
        int[] phases = new int[count];
        for (int run = 0; run < runs; run++)
        {
            int culprit = random.Next(count);
            int place = random.Next(6);
            int seed = random.Next();
            CulpritException thrown = Assert.Throws<CulpritException>(() => team.Run(new Work(member =>
            {
                Interlocked.Increment(ref inside);
                try
                {
                    Random own = new(seed + member.Index);
                    for (int meeting = 0; meeting < 5; meeting++)
                    {
                        Dawdle.Some(own);
                        ThrowIf(member.Index == culprit && meeting == place, run);
                        member.Meet();
                    }

                    ThrowIf(member.Index == culprit && place == 5, run);
                }
                finally
                {
                    Interlocked.Decrement(ref inside);
                }
            })));
            Assert.Equal(run, thrown.Run);
            Assert.Contains(nameof(ThrowIf), thrown.StackTrace, StringComparison.Ordinal);
            Assert.Equal(0, Volatile.Read(ref inside));

            // The meetings of the next run start from the same count for all, however many each had come to.
            team.Run(new Work(member =>
            {
                phases[member.Index] = run;
                member.Meet();
                Assert.All(phases, phase => Assert.Equal(run, phase));
                member.Meet();
            }));
        }
    });

    [Fact]
    public void Of_several_exceptions_one_is_thrown() => Deadline.Run(() =>
    {
        using ThreadTeam team = new(3);
        for (int run = 0; run < 200; run++)
        {
            CulpritException thrown = Assert.Throws<CulpritException>(() => team.Run(new Work(member =>
            {
                if (run % 2 == 0)
                {
                    member.Meet();
                }

                ThrowIf(true, member.Index);
            })));
            Assert.InRange(thrown.Run, 0, 2);
        }
    });

    [Fact]
    public void The_first_exception_counts_also_when_others_wrap_what_it_causes() => Deadline.Run(() =>
    {
        using ThreadTeam team = new(4);
        int wrapped = 0;
        CulpritException thrown = Assert.Throws<CulpritException>(() => team.Run(new Work(member =>
        {
            ThrowIf(member.Index == 2, 2);
            try
            {
                member.Meet();
            }
            catch (Exception exception)
            {
                Interlocked.Increment(ref wrapped);

                // Who goes on all the same gets no further.
                Assert.Throws<MeetingFailedException>(member.Meet);
                throw new InvalidOperationException("wrapped", exception);
            }
        })));
        Assert.Equal(2, thrown.Run);
        Assert.Equal(3, wrapped);
    });

    [Fact]
    public void Meetings_before_the_failure_take_place() => Deadline.Run(() =>
    {
        using ThreadTeam team = new(4);
        int[] met = new int[4];
        Assert.Throws<CulpritException>(() => team.Run(new Work(member =>
        {
            for (int meeting = 0; meeting < 10; meeting++)
            {
                ThrowIf(member.Index == 3 && meeting == 7, 0);
                member.Meet();
                met[member.Index]++;
            }
        })));
        Assert.Equal([7, 7, 7, 7], met);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_member_that_meets_less_often_is_reported(int lazy) => Deadline.Run(() =>
    {
        using ThreadTeam team = new(3);
        foreach (bool asleep in new[] { false, true })
        {
            InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => team.Run(new Work(member =>
            {
                member.Meet();
                member.Meet();
                if (member.Index != lazy)
                {
                    member.Meet();
                }
                else if (asleep)
                {
                    Thread.Sleep(20);
                }
            })));
            Assert.Contains("waits in its meeting 3", thrown.Message, StringComparison.Ordinal);
            Assert.Contains($"member {lazy} has returned from its work after 2", thrown.Message, StringComparison.Ordinal);
            team.Run(new Work(member => member.Meet()));
        }
    });

    [Fact]
    public void A_meeting_after_the_work_is_refused() => Deadline.Run(() =>
    {
        using ThreadTeam team = new(2);
        TeamMember[] members = new TeamMember[2];
        team.Run(new Work(member => members[member.Index] = member));
        Assert.All(members, member => Assert.Contains(
            "after its work had ended", Assert.Throws<InvalidOperationException>(member.Meet).Message, StringComparison.Ordinal));
        team.Run(new Work(member => member.Meet()));
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowIf(bool condition, int run)
    {
        if (condition)
        {
            throw new CulpritException(run);
        }
    }

    private sealed class CulpritException(int run) : Exception
    {
        public int Run { get; } = run;
    }
}
