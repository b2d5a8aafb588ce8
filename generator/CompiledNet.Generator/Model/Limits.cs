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
    /// The pixels in one window of a convolution or a pooling layer: as many as an image can have; a float counts them without an error.
    /// </summary>
    public const int WindowPixels = InputSize;

    /// <summary>
    /// From this many 512-bit multiply-add statements on, <c>Unroll.Full</c> brings a warning: at 18 microseconds of JIT time a statement
    /// (measured) that is a fiftieth of a second before the first result, and seconds of every build.
    /// </summary>
    public const int UnrolledStatementsWarning = 1_000;

    /// <summary>Beyond, it is refused: the compiler would take half a minute for the three vector widths at every build.</summary>
    public const int UnrolledStatements = 5_000;

    /// <summary>
    /// How wide a convolution's kernel may be: the outputs at the border have code of their own for every column of it, so that the code grows with the
    /// square of the width (two layers of 31 wide kernels are 4 MB, compiled in 4 seconds). The height is a loop, and free.
    /// </summary>
    public const int KernelWidth = 63;
}
