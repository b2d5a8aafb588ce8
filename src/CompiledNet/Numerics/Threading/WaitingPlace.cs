namespace CompiledNet.Numerics.Threading;

/// <summary>What the members of a team can sleep for.</summary>
internal enum WaitingPlace
{
    /// <summary>The next run: members from 1 on.</summary>
    Start = 1,

    /// <summary>A meeting: all members.</summary>
    Meeting,

    /// <summary>The others' leaving the run: member 0.</summary>
    End,
}
