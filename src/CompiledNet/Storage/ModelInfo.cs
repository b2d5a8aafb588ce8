namespace CompiledNet;

/// <summary>
/// What is saved with a network, beside its parameters: what has to be done to its inputs and outputs, what they mean, and notes of your own.
/// Everything is optional.
/// </summary>
/// <remarks>It is kept as text in the file's metadata, so that the tensors in it stay exactly those of the network.</remarks>
public sealed class ModelInfo
{
    /// <summary>What scales inputs before the network gets them; null if nothing does. As many columns as the network has inputs.</summary>
    public FeatureScaler? InputScaler { get; init; }

    /// <summary>
    /// What scaled the targets the network learned, so that <see cref="FeatureScaler.Invert(ReadOnlySpan{float}, Span{float})"/> gives its
    /// outputs their units; null if nothing did. As many columns as the network has outputs.
    /// </summary>
    public FeatureScaler? TargetScaler { get; init; }

    /// <summary>What the inputs are called, in order; null if they have no names. As many as the network has inputs.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>
    /// What the classes are called, in order; null if they have no names. As many as the network has outputs; two for a network with one
    /// output, for 0 and for 1.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>
    /// Notes of your own, in the file's metadata under their own keys; also what other programs wrote there. Empty at first. A key must not
    /// start with <c>compilednet.</c> and not be <c>format</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();
}
