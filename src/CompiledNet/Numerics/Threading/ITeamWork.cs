using System.ComponentModel;

namespace CompiledNet.Numerics.Threading;

/// <summary>Work for a <see cref="ThreadTeam"/>: one program that every member runs, each on its own share. For trainer and generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITeamWork
{
    /// <summary>
    /// Does one member's share. All members run this at the same time, and every member has to call <see cref="TeamMember.Meet"/> equally often.
    /// </summary>
    /// <param name="member">Which member this is, and how to wait for the others. Good until this call returns, and on this thread only.</param>
    void Run(TeamMember member);
}
