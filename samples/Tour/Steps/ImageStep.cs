using CompiledNet;

namespace TourSample;

/// <summary>An image as numbers.</summary>
internal sealed class ImageStep : TourStep<ImageStep.Result>
{
    public override string Id => "image";

    public override string Title => "An image is 784 numbers";

    public override Result Compute(TourWorld world)
    {
        // <code>
        // 28 rows of 28 pixels; 0 is black, 1 is white.
        float[] image = world.Test.Input(world.Seven).ToArray();

        // A window to look at closely.
        const int top = 5, left = 9, size = 10;
        float[] window = new float[size * size];
        for (int y = 0; y < size; y++)
        {
            image.AsSpan(((top + y) * 28) + left, size).CopyTo(window.AsSpan(y * size));
        }

        return new Result(image, window, top, left, size);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        A network does not see a picture. It is given a list of numbers, and here the list is the brightness of {result.Image.Length}
        pixels, row after row:
        0 for black, 1 for white, something between for the grey edge of a stroke and the noise of the camera. In this image
        {result.Image.Count(pixel => pixel > 0.5f)} pixels are
        brighter than 0.5.

        The list says nothing about strokes, neighbours or corners. That pixel 150 lies beside pixel 151 and above pixel 178 is known to us,
        not to the
        network; what matters about the list, it will have to find out from examples. What comes out in the end is a list again: ten
        numbers, one for each digit.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"Left, a drawn seven of 28 by 28 pixels with a window of {result.Size} by {result.Size} marked. Right, the pixels in the window as numbers from 0 to 1."),
        640,
        330,
        sketch =>
        {
            const float scale = 280f / 28;
            sketch.Pixels(result.Image, 28, 20, 34, 280);
            sketch.Frame(20 + (result.Left * scale), 34 + (result.Top * scale), result.Size * scale, result.Size * scale, Palette.Orange, 2);
            sketch.Text("the image, 28 x 28 pixels", 20, 22);
            sketch.Text("the window, in numbers", 330, 22);
            const float cell = 28;
            for (int i = 0; i < result.Window.Length; i++)
            {
                (float x, float y) = (330 + (i % result.Size * cell), 34 + (i / result.Size * cell));
                float pixel = result.Window[i];
                sketch.Fill(x, y, cell, cell, Sketch.Grey(pixel));
                sketch.Text(Sketch.Number(pixel, 2), x + (cell / 2), y + (cell / 2) + 4, 11, Align.Middle, pixel > 0.5f ? Sketch.Black : Sketch.White);
            }

            sketch.Frame(330, 34, result.Size * cell, result.Size * cell, Palette.Orange, 2);
        });

    internal sealed record Result(float[] Image, float[] Window, int Top, int Left, int Size);
}
