namespace CompiledNet;

/// <summary>The window that moves over an image: of <c>Conv2D</c> the kernel, of <c>MaxPool2D</c> and <c>AvgPool2D</c> the pixels taken together.</summary>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="StrideHeight">How many pixels it moves down from one output to the next.</param>
/// <param name="StrideWidth">How many pixels it moves to the right.</param>
/// <param name="PaddingHeight">By how many rows it may reach over the upper, and the lower, side of the image.</param>
/// <param name="PaddingWidth">By how many columns it may reach over the left, and the right, side.</param>
public sealed record WindowSettings(int Height, int Width, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth) : LayerSettings;
