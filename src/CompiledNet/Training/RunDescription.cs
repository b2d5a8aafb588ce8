namespace CompiledNet;

/// <summary>What, besides the network, decides the bits a run ends with: a line for each option, and for the data.</summary>
internal static class RunDescription
{
    /// <summary>The lines, in a fixed order, joined by line feeds.</summary>
    /// <param name="loss">The network's loss, which its topology's hash leaves out as no saved network depends on it.</param>
    /// <param name="options">The options.</param>
    /// <param name="data">What tells the data from others.</param>
    /// <param name="validation">The same of the validation data, or null.</param>
    public static string Of(Loss loss, TrainingOptions options, string data, string? validation) => string.Join(
        '\n',
        Line($"loss {loss}"),
        Line($"data {data}"),
        Line($"validation data {validation ?? "none"}"),
        Line($"batch size {options.BatchSize}"),
        Line($"optimizer {options.Optimizer}"),
        Line($"schedule {options.Schedule?.ToString() ?? "none"}"),
        Line($"seed {options.Seed}"),
        Line($"shuffle {options.Shuffle}"),
        Line($"balanced classes {options.BalanceClasses}"),
        Line($"L1 {options.L1:R}, L2 {options.L2:R}"),
        Line($"clipping by value {Number(options.ClipValue)}, by norm {Number(options.ClipNorm)}"),
        Line($"label smoothing {options.LabelSmoothing:R}"),
        Line($"class weights {Weights(options.ClassWeights)}")) + Augmentation(options.Augmentation);

    // A value's own line breaks would be lines of their own.
    private static string Line(FormattableString text) => FormattableString.Invariant(text).ReplaceLineEndings(" ");

    // No line where there is none, as in the checkpoints of runs that knew of none.
    private static string Augmentation(ImageAugmentation? augmentation) => augmentation is null ? "" : '\n' + Line($"augmentation {augmentation}");

    private static string Number(double? value) => value is { } number ? FormattableString.Invariant($"{number:R}") : "none";

    private static string Weights(IReadOnlyList<float>? weights) =>
        weights is null ? "none" : string.Join(' ', weights.Select(weight => FormattableString.Invariant($"{weight:R}")));
}
