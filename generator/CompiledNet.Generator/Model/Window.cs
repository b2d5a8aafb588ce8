namespace CompiledNet.Generator.Model;

/// <summary>
/// The window that moves over an image: a convolution's kernel, the pixels a pooling layer takes together. The parser sees to it that there is an
/// output, and that each window has at least one pixel of the image in it.
/// </summary>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Width">Its width.</param>
/// <param name="StrideHeight">How far it moves down from one output to the next.</param>
/// <param name="StrideWidth">How far it moves to the right.</param>
/// <param name="PaddingHeight">By how many rows it may reach over the upper, and the lower, side of the image.</param>
/// <param name="PaddingWidth">By how many columns it may reach over the left, and the right, side.</param>
internal sealed record Window(int Height, int Width, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth)
{
    /// <summary>The number of pixels in it.</summary>
    public int Length => Height * Width;

    /// <summary>How a layer keeps it: <see cref="LayerModel.Settings"/>.</summary>
    public EquatableArray<int> Settings => new[] { Height, Width, StrideHeight, StrideWidth, PaddingHeight, PaddingWidth };

    /// <summary>The window of a convolution or a pooling layer.</summary>
    public static Window Of(LayerModel layer) => new(
        layer.Settings[0], layer.Settings[1], layer.Settings[2], layer.Settings[3], layer.Settings[4], layer.Settings[5]);

    /// <summary>How the generated topology says it: the library's <c>WindowSettings</c> with its arguments.</summary>
    public string TopologySettings => System.FormattableString.Invariant(
        $"WindowSettings({Height}, {Width}, {StrideHeight}, {StrideWidth}, {PaddingHeight}, {PaddingWidth})");

    /// <summary>The image it makes of one of the shape <paramref name="input"/>, with so many channels.</summary>
    public Shape Output(Shape input, int channels) => new(
        (int)Positions(input.Extents[0], Height, StrideHeight, PaddingHeight),
        (int)Positions(input.Extents[1], Width, StrideWidth, PaddingWidth),
        channels);

    /// <summary>How many places a window has in one direction: <c>floor((size + 2 padding - window) / stride) + 1</c>; 0 where it is too large.</summary>
    public static long Positions(int size, int window, int stride, int padding)
    {
        long free = size + (2L * padding) - window;
        return free < 0 ? 0 : (free / stride) + 1;
    }
}
