using CompiledNet;
using CompiledNet.Numerics;

namespace Samples;

/// <summary>
/// Images of digits in the manner of MNIST: 28x28 pixels, white strokes on black, each written a little differently. The same seed draws the
/// same images.
/// </summary>
internal static class DrawnDigits
{
    private const int Side = 28;
    private const int Box = 20; // a digit's height in pixels before it is scaled
    private const int ClassCount = 10;

    /// <summary>Draws images of the ten digits, as many of each, one after the other.</summary>
    public static Dataset Make(int count, int seed)
    {
        SeededRandom random = new(seed);
        float[] pixels = new float[count * Side * Side];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % ClassCount;
            Draw(labels[i], pixels.AsSpan(i * Side * Side, Side * Side), random);
        }

        return Dataset.FromLabels(pixels, labels, ClassCount, Side * Side);
    }

    private static void Draw(int digit, Span<float> pixels, SeededRandom random)
    {
        // A hand: how large, how slanted, turned and shifted, how shaky, with how thick a pen.
        float height = Box * random.NextSingle(0.75f, 1.1f);
        float width = height * random.NextSingle(0.6f, 1.05f);
        float slant = random.NextSingle(-0.15f, 0.45f);
        (float sin, float cos) = MathF.SinCos(random.NextSingle(-0.25f, 0.25f));
        float centreX = (Side / 2f) + random.NextSingle(-2.5f, 2.5f);
        float centreY = (Side / 2f) + random.NextSingle(-2.5f, 2.5f);
        float pen = random.NextSingle(0.6f, 1.7f);
        float shake = random.NextSingle(0, 0.05f);

        (float X, float Y)[][][] ways = Strokes.Digits[digit];
        foreach ((float X, float Y)[] stroke in ways[random.NextInt32(ways.Length)])
        {
            (float X, float Y) last = default;
            for (int i = 0; i < stroke.Length; i++)
            {
                float y = (stroke[i].Y - 0.5f + random.NextSingle(-shake, shake)) * height;
                float x = ((stroke[i].X - 0.5f + random.NextSingle(-shake, shake)) * width) - (slant * y);
                (float X, float Y) point = (centreX + (cos * x) - (sin * y), centreY + (sin * x) + (cos * y));
                if (i > 0)
                {
                    DrawLine(pixels, last, point, pen);
                }

                last = point;
            }
        }

        // A poor camera.
        float noise = random.NextSingle(0, 0.25f);
        foreach (ref float pixel in pixels)
        {
            pixel = Math.Clamp(pixel + random.NextSingle(-noise, noise), 0, 1);
        }
    }

    // Each pixel near the line is white within the pen's radius, with a soft edge one pixel wide.
    private static void DrawLine(Span<float> pixels, (float X, float Y) from, (float X, float Y) to, float pen)
    {
        float reach = pen + 1;
        int top = Math.Max(0, (int)(MathF.Min(from.Y, to.Y) - reach));
        int bottom = Math.Min(Side - 1, (int)(MathF.Max(from.Y, to.Y) + reach));
        int left = Math.Max(0, (int)(MathF.Min(from.X, to.X) - reach));
        int right = Math.Min(Side - 1, (int)(MathF.Max(from.X, to.X) + reach));
        (float dx, float dy) = (to.X - from.X, to.Y - from.Y);
        float length2 = MathF.Max((dx * dx) + (dy * dy), 1e-6f);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                (float px, float py) = (x + 0.5f - from.X, y + 0.5f - from.Y);
                float along = Math.Clamp(((px * dx) + (py * dy)) / length2, 0, 1);
                (float qx, float qy) = (px - (along * dx), py - (along * dy));
                float ink = Math.Clamp(pen + 0.5f - MathF.Sqrt((qx * qx) + (qy * qy)), 0, 1);
                ref float pixel = ref pixels[(y * Side) + x];
                pixel = MathF.Max(pixel, ink);
            }
        }
    }
}
