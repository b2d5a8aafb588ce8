namespace CompiledNet.Benchmarks;

/// <summary>One piece of work, measured on CompiledNet and its peers in the same rounds.</summary>
/// <param name="Section">The table it belongs to.</param>
/// <param name="Network">The network's name.</param>
/// <param name="Work">What was done with it, within the section.</param>
/// <param name="Operations">The floating-point operations of one call, or 0 if no rate is given.</param>
/// <param name="PeakRate">The core's multiply-adds in the same rounds, in GFLOP/s, of the round at the lower quartile of their times: other work
/// on the machine must not make the peak look low; 0 if not measured.</param>
/// <param name="PeakBest">The same, of the fastest round.</param>
/// <param name="Results">What each peer took.</param>
internal sealed record Row(
    string Section, string Network, string Work, double Operations, double PeakRate, double PeakBest, IReadOnlyList<Result> Results)
{
    /// <summary>CompiledNet's, on one thread.</summary>
    public Timing? Ours => Find(AllPeers.Compiled.Name);

    /// <summary>CompiledNet's rate in GFLOP/s.</summary>
    public double? Rate => Ours is { } ours && Operations > 0 ? Operations / ours.Median : null;

    /// <summary>CompiledNet's share of the peak in the same rounds.</summary>
    public double? PeakShare => PeakRate > 0 ? Rate / PeakRate : null;

    /// <summary>The same of the fastest round of each.</summary>
    public double? BestPeakShare => PeakBest > 0 && Ours is { } ours && Operations > 0 ? Operations / ours.Minimum / PeakBest : null;

    public Timing? Find(string peer) => Results.FirstOrDefault(result => result.Peer == peer)?.Timing;
}

/// <summary>What one peer took for a row.</summary>
/// <param name="Peer">Its name.</param>
/// <param name="Timing">The time of one call.</param>
/// <param name="Note">Why not.</param>
internal sealed record Result(string Peer, Timing? Timing, string Note = "");
