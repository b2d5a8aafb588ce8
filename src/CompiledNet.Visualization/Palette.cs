using SkiaSharp;

namespace CompiledNet;

/// <summary>
/// The colours of all figures and pages. Those for data read on white and on near-black, and each pair that stands for an opposition differs in
/// lightness too, for those who do not tell red from green.
/// </summary>
public static class Palette
{
    /// <summary>Axes, texts, frames: becomes <c>currentColor</c> in an SVG. Grids have it with an opacity. Not to be used for data.</summary>
    public static readonly SKColor Ink = new(0x01, 0x02, 0x03);

    /// <summary>Positive weights; training data; the first of two.</summary>
    public static readonly SKColor Blue = SKColor.Parse("#2f7ed8");

    /// <summary>Negative weights; the second of two.</summary>
    public static readonly SKColor Red = SKColor.Parse("#d8434e");

    /// <summary>The third.</summary>
    public static readonly SKColor Green = SKColor.Parse("#2a9d6f");

    /// <summary>The fourth.</summary>
    public static readonly SKColor Orange = SKColor.Parse("#d98412");

    /// <summary>What is between: neutral data.</summary>
    public static readonly SKColor Grey = SKColor.Parse("#848d97");

    /// <summary>Zero on the scale of weights' images: between blue and red.</summary>
    public static readonly SKColor Zero = SKColor.Parse("#f4f5f6");

    /// <summary>The hues of layers, in order; beyond the last, they start again.</summary>
    public static readonly IReadOnlyList<SKColor> Layers =
    [
        Blue, Orange, Green, SKColor.Parse("#b25fc4"), SKColor.Parse("#1f9eb3"), SKColor.Parse("#c2567f"), SKColor.Parse("#8a8f1c"), SKColor.Parse("#7d72d6"),
    ];

    /// <summary>The hue of a layer.</summary>
    /// <param name="index">Its place, from 0.</param>
    public static SKColor Layer(int index) => Layers[index % Layers.Count];

    /// <summary>The colour of a weight: blue where positive, red where negative, paler the nearer to zero.</summary>
    /// <param name="value">The weight.</param>
    /// <param name="largest">The absolute value that has the full colour; those beyond it have it too.</param>
    public static SKColor Weight(double value, double largest)
    {
        double share = largest > 0 ? Math.Clamp(value / largest, -1, 1) : 0;
        return Mix(Zero, share >= 0 ? Blue : Red, Math.Abs(share));
    }

    /// <summary>A colour between two.</summary>
    /// <param name="from">At 0.</param>
    /// <param name="to">At 1.</param>
    /// <param name="share">From 0 to 1.</param>
    public static SKColor Mix(SKColor from, SKColor to, double share) =>
        new(Part(from.Red, to.Red, share), Part(from.Green, to.Green, share), Part(from.Blue, to.Blue, share));

    /// <summary>A colour as CSS has it: <c>#2f7ed8</c>.</summary>
    /// <param name="color">The colour; its opacity is left out.</param>
    public static string Css(SKColor color) => FormattableString.Invariant($"#{color.Red:x2}{color.Green:x2}{color.Blue:x2}");

    private static byte Part(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
