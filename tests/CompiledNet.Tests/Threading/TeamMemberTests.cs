using CompiledNet.Numerics.Threading;

namespace CompiledNet.Tests.Threading;

public class TeamMemberTests
{
    [Fact]
    public void The_default_is_one_working_alone()
    {
        TeamMember alone = default;
        Assert.Equal(0, alone.Index);
        Assert.Equal(1, alone.Count);
        Assert.Equal((0, 17), alone.Share(17));
        Assert.Equal((0, 17), alone.Share(17, 4));
        alone.Meet();
    }

    [Fact]
    public void Shares_cover_everything_once_in_order_and_evenly()
    {
        foreach (int count in new[] { 1, 2, 3, 4, 5, 7, 8, 64 })
        {
            TeamMember[] members = Members(count);
            foreach (int unit in new[] { 1, 2, 3, 4, 16, 100 })
            {
                foreach (int length in Enumerable.Range(0, 70).Concat([784, 1000, 100_352, int.MaxValue - 1, int.MaxValue]))
                {
                    Check(members, length, unit);
                }
            }
        }
    }

    [Theory]
    [InlineData(10, 1, 2, new[] { 0, 5, 10 })]
    [InlineData(10, 4, 2, new[] { 0, 4, 10 })]
    [InlineData(784, 14, 3, new[] { 0, 252, 518, 784 })]
    [InlineData(5, 2, 5, new[] { 0, 0, 2, 2, 4, 5 })]
    [InlineData(int.MaxValue, int.MaxValue, 2, new[] { 0, 0, int.MaxValue })]
    [InlineData(int.MaxValue, int.MaxValue - 1, 2, new[] { 0, int.MaxValue - 1, int.MaxValue })]
    public void A_share_is_the_same_for_ever(int length, int unit, int count, int[] bounds)
    {
        foreach (TeamMember member in Members(count))
        {
            Assert.Equal((bounds[member.Index], bounds[member.Index + 1]), member.Share(length, unit));
        }
    }

    [Fact]
    public void A_negative_length_and_a_unit_of_nothing_are_refused()
    {
        TeamMember member = default;
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => member.Share(-1)).ParamName);
        Assert.Equal("unit", Assert.Throws<ArgumentOutOfRangeException>(() => member.Share(1, 0)).ParamName);
        Assert.Equal("unit", Assert.Throws<ArgumentOutOfRangeException>(() => member.Share(0, -4)).ParamName);
    }

    private static void Check(TeamMember[] members, int length, int unit)
    {
        int next = 0;
        long least = long.MaxValue;
        long most = 0;
        foreach (TeamMember member in members)
        {
            (int start, int end) = member.Share(length, unit);
            string part = $"{start}..{end}, member {member.Index} of {member.Count}, length {length}, unit {unit}";
            Assert.True(start == next, $"Gap or overlap: {part}, expected to start at {next}.");
            Assert.True(end >= start, $"Backwards: {part}.");
            Assert.True(end % unit == 0 || end == length, $"Torn unit: {part}.");
            long units = ((long)end - start + unit - 1) / unit;
            least = Math.Min(least, units);
            most = Math.Max(most, units);
            next = end;
        }

        Assert.Equal(length, next);
        Assert.True(most - least <= 1, $"Uneven: {least} to {most} units, length {length}, unit {unit}, {members.Length} members.");
    }

    private static TeamMember[] Members(int count)
    {
        TeamMember[] members = new TeamMember[count];
        using ThreadTeam team = new(count);
        team.Run(new Work(member => members[member.Index] = member));
        return members;
    }
}
