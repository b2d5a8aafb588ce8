using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>One line of a line plot.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Color">Its colour.</param>
/// <param name="X">Its points.</param>
/// <param name="Y">Their heights; NaN for none.</param>
internal sealed record Series(string Name, SKColor Color, double[] X, double[] Y)
{
    /// <summary>Whether it is dashed.</summary>
    public bool Dashed { get; init; }

    /// <summary>The lower and upper edge of a band about it; null for none.</summary>
    public (double[] Low, double[] High)? Band { get; init; }
}
