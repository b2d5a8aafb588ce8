namespace CompiledNet.Reports;

/// <summary>Checks that options go with a network.</summary>
internal static class ReportCheck
{
    private const int MostExamples = 100;

    /// <summary>Checks them.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">One does not.</exception>
    public static void Check(NetworkTopology topology, TrainingReportOptions options)
    {
        if (options.MostConfused is < 0 or > MostExamples)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), FormattableString.Invariant($"{nameof(TrainingReportOptions)}.{nameof(options.MostConfused)} is {options.MostConfused}; expected 0 to {MostExamples}."));
        }

        Fitting.CheckSame(topology, options.Gradients?.Topology, nameof(GradientLog), nameof(options));
        Fitting.CheckSame(topology, options.LearningCurve?.Topology, nameof(LearningCurve), nameof(options));
        Fitting.CheckSame(topology, options.CostSurface?.Topology, nameof(CostSurface), nameof(options));

        // A single output is one of a regression, or tells two classes apart.
        int classes = topology.OutputSize == 1 && options.ClassNames?.Count == 1 ? 1 : Math.Max(2, topology.OutputSize);
        CheckNames(options.ClassNames, classes, nameof(options.ClassNames), $"a name for each class of {topology.Name}", nameof(options));
        CheckNames(options.InputNames, topology.InputSize, nameof(options.InputNames), $"a name for each input of {topology.Name}", nameof(options));
        if (options.ImageShape is { } shape && (shape.Count is not (2 or 3) || shape.Length != topology.InputSize))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(TrainingReportOptions)}.{nameof(options.ImageShape)} is {shape}, {shape.Length} numbers; expected height x width or height x width x channels of {topology.InputSize}, as {topology.Name} has inputs."),
                nameof(options));
        }
    }

    private static void CheckNames(IReadOnlyList<string>? names, int expected, string option, string what, string parameter)
    {
        if (names is null)
        {
            return;
        }

        if (names.Count != expected)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(TrainingReportOptions)}.{option} has {names.Count} names; expected {expected}, {what}."), parameter);
        }

        if (names.Contains(null!))
        {
            throw new ArgumentException($"{nameof(TrainingReportOptions)}.{option} holds a null; expected {what}.", parameter);
        }
    }
}
