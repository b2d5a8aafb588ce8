using System.Globalization;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Threading;

namespace CompiledNet.Tests.Threading;

public class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_member_runs_once_and_the_caller_is_member_0(int count) => Deadline.Run(() =>
    {
        using ThreadTeam team = new(count);
        Assert.Equal(count, team.Count);
        Assert.Empty(team.Threads);
        Thread[] first = [];
        for (int run = 0; run < 100; run++)
        {
            Thread[] threads = new Thread[count];
            int[] runs = new int[count];
            team.Run(new Work(member =>
            {
                Assert.Equal(count, member.Count);
                runs[member.Index]++;
                threads[member.Index] = Thread.CurrentThread;
            }));

            Assert.All(runs, number => Assert.Equal(1, number));
            Assert.Same(Thread.CurrentThread, threads[0]);
            Assert.Equal(team.Threads, threads[1..]);
            first = run == 0 ? threads : first;
            Assert.Equal(first, threads);
        }
    });

    [Fact]
    public void The_threads_are_named_background_threads_that_inherit_nothing() => Deadline.Run(() =>
    {
        AsyncLocal<string> local = new() { Value = "the caller's" };
        Thread.CurrentThread.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
        string?[] seen = new string?[3];
        using ThreadTeam team = new(3);
        team.Run(new Work(member => seen[member.Index] = local.Value));

        Assert.Equal("the caller's", seen[0]);
        Assert.All(seen[1..], Assert.Null);
        Assert.Equal(["CompiledNet training 1", "CompiledNet training 2"], team.Threads.Select(thread => thread.Name));
        Assert.All(team.Threads, thread => Assert.True(thread.IsBackground));
    });

    [Fact]
    public void Dispose_ends_the_threads_and_can_be_repeated() => Deadline.Run(() =>
    {
        ThreadTeam team = new(4);
        team.Run(new Work(_ => { }));
        Assert.All(team.Threads, thread => Assert.True(thread.IsAlive));
        team.Dispose();
        Assert.All(team.Threads, thread => Assert.False(thread.IsAlive));
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(new Work(_ => { })));

        ThreadTeam neverUsed = new(4);
        neverUsed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => neverUsed.Run(new Work(_ => { })));
        Assert.Empty(neverUsed.Threads);

        ThreadTeam alone = new(1);
        alone.Run(new Work(_ => { }));
        Assert.Empty(alone.Threads);
        alone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => alone.Run(new Work(_ => { })));
    });

    [Fact]
    public void Dispose_at_any_moment_between_runs_leaves_no_thread_behind() => Deadline.Run(() =>
    {
        Random random = new(4);
        for (int n = 0; n < 200; n++)
        {
            ThreadTeam team = new(1 + random.Next(4));
            for (int run = random.Next(4); run > 0; run--)
            {
                team.Run(new Work(member => member.Meet()));
                Dawdle.Some(random);
            }

            team.Dispose();
            Assert.All(team.Threads, thread => Assert.False(thread.IsAlive));
        }
    });

    [Fact]
    public void The_threads_of_a_forgotten_team_end() => Deadline.Run(() =>
    {
        Thread[] threads = UseAndForget();
        Assert.Equal(2, threads.Length);
        Deadline.Until(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return threads.All(thread => !thread.IsAlive);
            },
            "the threads have ended");

        // The work refers to the team, as a trainer's would.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static Thread[] UseAndForget()
        {
            ThreadTeam team = new(3);
            team.Run(new Work(member => Assert.Equal(team.Count, member.Count)));
            return [.. team.Threads];
        }
    });

    [Fact]
    public void A_team_at_work_refuses_other_work_and_Dispose() => Deadline.Run(() =>
    {
        using ThreadTeam team = new(3);
        using ThreadTeam other = new(2);
        using ThreadTeam alone = new(1);
        InvalidOperationException?[] runs = new InvalidOperationException?[3];
        InvalidOperationException?[] disposals = new InvalidOperationException?[3];
        int[] inner = new int[3];
        team.Run(new Work(member =>
        {
            runs[member.Index] = Assert.Throws<InvalidOperationException>(() => team.Run(new Work(_ => inner[0]++)));
            disposals[member.Index] = Assert.Throws<InvalidOperationException>(team.Dispose);
            if (member.Index == 1)
            {
                other.Run(new Work(nested =>
                {
                    nested.Meet();
                    inner[1 + nested.Index]++;
                }));
            }

            member.Meet();
        }));
        Assert.All(runs, exception => Assert.Contains("Run was called on a ThreadTeam that is at work", exception!.Message, StringComparison.Ordinal));
        Assert.All(disposals, exception => Assert.Contains("Dispose was called", exception!.Message, StringComparison.Ordinal));
        Assert.Equal([0, 1, 1], inner);

        alone.Run(new Work(_ => Assert.Throws<InvalidOperationException>(() => alone.Run(new Work(_ => { })))));
        team.Run(new Work(member => member.Meet()));
    });

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadTeam(0)).ParamName);
        using ThreadTeam team = new(2);
        Assert.Equal("work", Assert.Throws<ArgumentNullException>(() => team.Run(null!)).ParamName);
        Assert.Empty(team.Threads);
    }
}
