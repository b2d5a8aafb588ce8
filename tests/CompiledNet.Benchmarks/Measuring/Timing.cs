namespace CompiledNet.Benchmarks;

/// <summary>What the rounds of a measurement gave, in nanoseconds a call.</summary>
internal sealed record Timing(double Median, double Minimum, double LowerQuartile, double UpperQuartile, double Maximum, int Rounds, int CallsPerRound)
{
    public static Timing Of(List<double> nanoseconds, int callsPerRound)
    {
        double[] sorted = [.. nanoseconds.Order()];
        int last = sorted.Length - 1;
        return new Timing(sorted[sorted.Length / 2], sorted[0], sorted[last / 4], sorted[last - (last / 4)], sorted[last], sorted.Length, callsPerRound);
    }

    /// <summary>Half the distance between the quartiles, as a share of the median: half of the rounds lie within.</summary>
    public double Spread => (UpperQuartile - LowerQuartile) / 2 / Median;
}
