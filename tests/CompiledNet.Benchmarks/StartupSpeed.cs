namespace CompiledNet.Benchmarks;

/// <summary>When training reaches its full speed, from the figures of many processes.</summary>
/// <remarks>
/// Each process gives the median step of each moment; the lower quartile of the processes, moment by moment, is what is looked at. So a moment
/// in which another program had the core, in some of the processes, is not taken for slow code.
/// </remarks>
internal sealed class StartupSpeed
{
    /// <summary>How much slower than the steady speed counts as full speed still.</summary>
    private const double Tolerance = 1.2;

    public StartupSpeed(IReadOnlyCollection<StartupFigures> processes)
    {
        double[] steps =
        [
            .. Enumerable.Range(0, StartupFigures.Moments).Select(moment =>
                At(1.0 / 4, processes.Select(figures => figures.StepMicroseconds[moment]).Where(step => step > 0))),
        ];
        Steady = Median(steps[(steps.Length / 2)..]);
        int last = Array.FindLastIndex(steps, step => step > Tolerance * Steady);
        int first = Array.FindIndex(steps, step => step > 0);
        FirstMoment = Math.Min(Math.Max(first, last + 1), steps.Length - 1);
        Slowness = FirstMoment > first ? Median(steps[first..FirstMoment].Where(step => step > 0)) / Steady : null;
    }

    /// <summary>The steady time of a step in microseconds: the median of the second half.</summary>
    public double Steady { get; }

    /// <summary>The first moment from which on no moment is slower than the steady speed by more than a fifth.</summary>
    public int FirstMoment { get; }

    /// <summary>When that is, in milliseconds: the moment's start.</summary>
    public double FullSpeed => FirstMoment * StartupFigures.Moment;

    /// <summary>How many times as long as a steady step the median step before it took; null where the first was fast already.</summary>
    public double? Slowness { get; }

    /// <summary>The median, or 0 of nothing.</summary>
    public static double Median(IEnumerable<double> values) => At(1.0 / 2, values);

    private static double At(double share, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[(int)(share * sorted.Length)];
    }
}
