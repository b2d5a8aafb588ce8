using CompiledNet.Numerics.Threading;

namespace CompiledNet.Tests.Threading;

/// <summary>Work written where it is used.</summary>
internal sealed class Work(Action<TeamMember> run) : ITeamWork
{
    public void Run(TeamMember member) => run(member);
}

/// <summary>Ways to be late, the same for the same seed: mostly not at all or by less than a team spins, seldom so long that others fall asleep.</summary>
internal static class Dawdle
{
    public static void Some(Random random)
    {
        int kind = random.Next(200);
        if (kind == 0)
        {
            Thread.Sleep(1);
        }
        else if (kind < 10)
        {
            Thread.Yield();
        }
        else if (kind < 14)
        {
            // About as long as a team spins: the others are just falling asleep.
            Thread.SpinWait(random.Next(900, 1400));
        }
        else if (kind < 100)
        {
            Thread.SpinWait(random.Next(kind));
        }
    }
}
