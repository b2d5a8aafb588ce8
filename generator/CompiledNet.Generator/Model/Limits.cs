namespace CompiledNet.Generator.Model;

/// <summary>
/// How large a network may be. Every offset and every workspace has to fit an <c>int</c>, and the code of every layer has to be read, compiled
/// and kept by the developer's own editor.
/// </summary>
internal static class Limits
{
    public const int Layers = 100;
    public const int Parameters = 100_000_000;
    public const int InputSize = 10_000_000;

    /// <summary>The outputs of all layers together, for one example.</summary>
    public const int Activations = 4_000_000;

    /// <summary>
    /// From this many 512-bit multiply-add statements on, <c>Unroll.Full</c> brings a warning: at 18 microseconds of JIT time a statement
    /// (measured) that is a twentieth of a second before the first result.
    /// </summary>
    public const int UnrolledStatementsWarning = 2_500;

    /// <summary>From here on it is refused: the source of the three vector widths would pass ten megabytes.</summary>
    public const int UnrolledStatements = 20_000;
}
