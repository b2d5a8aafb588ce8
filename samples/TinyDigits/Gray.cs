namespace TinyDigits;

/// <summary>A picture of one number for each pixel, row after row.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Pixels">The numbers.</param>
internal sealed record Gray(int Width, int Height, float[] Pixels);
