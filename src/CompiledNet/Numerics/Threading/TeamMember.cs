using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CompiledNet.Numerics.Threading;

/// <summary>
/// One of the threads that work on a step together, as the code it runs sees itself. <c>default</c> is one working alone. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TeamMember
{
    private readonly TeamCore? _team;
    private readonly int _index;
    private readonly int _others;

    internal TeamMember(TeamCore team, int index, int count)
    {
        _team = team;
        _index = index;
        _others = count - 1;
    }

    /// <summary>The number of this member, from 0 to <see cref="Count"/> - 1. Member 0 is the thread that called <see cref="ThreadTeam.Run"/>.</summary>
    public int Index => _index;

    /// <summary>The number of members; 1 for one working alone.</summary>
    public int Count => _others + 1;

    /// <summary>
    /// Waits until all members have called this equally often: a full barrier. What any member wrote before, every member sees after it. Does
    /// nothing for one working alone. Allocates nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Another member has returned from its work and will never come, because it called this less often; or the call comes after this member's
    /// own work has ended.
    /// </exception>
    /// <remarks>
    /// When another member's work has thrown an exception, this throws one of its own, which is to be let through: it takes this member out of
    /// its work, and the team puts the other member's exception in its place.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Meet()
    {
        if (_team is { } team)
        {
            team.Meet(_index);
        }
    }

    /// <summary>
    /// This member's contiguous part of 0..<paramref name="length"/>. The parts of all members cover everything exactly once, in order; each is
    /// a number of whole units, which differs by at most one between members. Where <paramref name="length"/> is no multiple of
    /// <paramref name="unit"/>, the rest goes to the last member. A part can be empty.
    /// </summary>
    /// <param name="length">The number of things to share out, at least 0.</param>
    /// <param name="unit">How many of them must stay together, at least 1.</param>
    /// <returns>The first thing of the part and the one after its last. Depends on the member's index, the count, and the arguments alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or the unit less than 1.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Start, int End) Share(int length, int unit = 1) => _others == 0 && length >= 0 && unit >= 1 ? (0, length) : ShareWithOthers(length, unit);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private (int Start, int End) ShareWithOthers(int length, int unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfLessThan(unit, 1);

        // Rounded down at both ends, so the last member always has one of the larger parts: there the ragged unit makes the largest part
        // smaller, elsewhere it would make the smallest one smaller still.
        long units = ((long)length + unit - 1) / unit;
        long start = units * _index / Count * unit;
        long end = units * (_index + 1L) / Count * unit;
        return ((int)Math.Min(start, length), (int)Math.Min(end, length));
    }
}
