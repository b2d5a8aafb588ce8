namespace CompiledNet.Numerics.Threading;

/// <summary>
/// How far a member has come, in one number that only grows: the run's number in the upper 16 bits, then how many meetings of this run it has
/// come to, and in the last bit whether it has left the run. So one read of one number tells all that another member has to know.
/// </summary>
/// <remarks>
/// Differences are taken, never plain comparisons, so that the run's number may wrap around: two members are never more than one run apart. The
/// 47 bits for meetings last for a hundred days of meetings and nothing else.
/// </remarks>
internal static class Progress
{
    /// <summary>Added on coming to a meeting.</summary>
    public const long Meeting = 2;

    /// <summary>Set on leaving the run.</summary>
    public const long Left = 1;

    /// <summary>The number of a team's first run: shortly before the sign changes, so that anything this breaks is seen at once.</summary>
    public const long FirstRun = (1L << (63 - RunShift)) - 2;

    private const int RunShift = 48;

    /// <summary>At the start of a run.</summary>
    public static long AtStart(long run) => run << RunShift;

    /// <summary>Whether a member that has come this far has come to the meeting.</summary>
    public static bool HasReached(long progress, long meeting) => progress - meeting >= 0;

    /// <summary>Whether a member that has come this far has left the run that a meeting, or the start of a run, belongs to.</summary>
    public static bool HasLeft(long progress, long meeting) => (progress & Left) != 0 && ((progress ^ meeting) >> RunShift) == 0;

    /// <summary>The number of meetings in this run.</summary>
    public static long Meetings(long progress) => (progress & ((1L << RunShift) - 1)) / Meeting;
}
