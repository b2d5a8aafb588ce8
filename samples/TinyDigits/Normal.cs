namespace TinyDigits;

/// <summary>
/// Brings ink of any size into the form that MNIST's digits have: scaled, with its proportions kept, into a box of 20x20 pixels, which is laid into
/// 28x28 so that the ink's centre of mass is in the middle (http://yann.lecun.com/exdb/mnist). Thin pens are thickened: MNIST's strokes are two
/// pixels wide and more.
/// </summary>
internal static class Normal
{
    public const int Side = 28;

    private const int Box = 20;
    private const int Fine = 4; // the box is first made this much finer, for strokes to be thickened
    private const float LeastStroke = 2.2f * Fine;
    private const float Seen = 0.5f; // ink that counts for where the digit begins and ends

    /// <summary>Makes the network's input.</summary>
    public static float[] Make(Gray ink)
    {
        (float left, float top, float right, float bottom) = Bounds(ink);
        float scale = Box * Fine / MathF.Max(right - left, bottom - top);
        int width = Math.Max(1, (int)MathF.Round((right - left) * scale));
        int height = Math.Max(1, (int)MathF.Round((bottom - top) * scale));
        Gray fine = Shrink(ink, left, top, right, bottom, width, height);
        return Centre(Thicken(fine));
    }

    private static (float Left, float Top, float Right, float Bottom) Bounds(Gray ink)
    {
        (int left, int top, int right, int bottom) = (ink.Width, ink.Height, 0, 0);
        for (int y = 0; y < ink.Height; y++)
        {
            for (int x = 0; x < ink.Width; x++)
            {
                if (ink.Pixels[(y * ink.Width) + x] >= Seen)
                {
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                }
            }
        }

        return right > left ? (left, top, right, bottom) : (0, 0, ink.Width, ink.Height);
    }

    // Each new pixel is the mean of the area of old ones that it covers.
    private static Gray Shrink(Gray ink, float left, float top, float right, float bottom, int width, int height)
    {
        float[] pixels = new float[width * height];
        (float stepX, float stepY) = ((right - left) / width, (bottom - top) / height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                pixels[(y * width) + x] = Mean(ink, left + (x * stepX), top + (y * stepY), stepX, stepY);
            }
        }

        return new Gray(width, height, pixels);
    }

    private static float Mean(Gray ink, float left, float top, float width, float height)
    {
        (float sum, float area) = (0, 0);
        int lastY = Math.Min(ink.Height - 1, (int)MathF.Ceiling(top + height) - 1);
        int lastX = Math.Min(ink.Width - 1, (int)MathF.Ceiling(left + width) - 1);
        for (int y = (int)top; y <= lastY; y++)
        {
            float partY = MathF.Min(y + 1, top + height) - MathF.Max(y, top);
            for (int x = (int)left; x <= lastX; x++)
            {
                float part = partY * (MathF.Min(x + 1, left + width) - MathF.Max(x, left));
                sum += part * ink.Pixels[(y * ink.Width) + x];
                area += part;
            }
        }

        return area > 0 ? sum / area : 0;
    }

    // The strokes' width is twice their area by the length of their edges. What a thin pen lacks is added on both sides.
    private static Gray Thicken(Gray fine)
    {
        (int width, int height, float[] pixels) = fine;
        float peak = pixels.Max();
        (double area, double edge) = (0, 0);
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % width;
            area += pixels[i] / peak;
            float toRight = pixels[i] - (x + 1 < width ? pixels[i + 1] : 0);
            float toBelow = pixels[i] - (i + width < pixels.Length ? pixels[i + width] : 0);
            edge += Math.Sqrt((toRight * toRight) + (toBelow * toBelow)) / peak;
            edge += (x == 0 ? pixels[i] / peak : 0) + (i < width ? pixels[i] / peak : 0);
        }

        float add = (float)((LeastStroke - (2 * area / Math.Max(edge, 1))) / 2);
        int border = Math.Max(0, (int)MathF.Ceiling(add));
        Gray wide = new(width + (2 * border), height + (2 * border), new float[(width + (2 * border)) * (height + (2 * border))]);
        for (int i = 0; i < pixels.Length; i++)
        {
            Stamp(wide, (i % width) + border, (i / width) + border, pixels[i] / peak, add);
        }

        return wide;
    }

    // A disc of ink, soft at its edge.
    private static void Stamp(Gray picture, int x, int y, float ink, float radius)
    {
        int reach = Math.Max(0, (int)MathF.Ceiling(radius));
        for (int dy = -reach; ink > 0 && dy <= reach; dy++)
        {
            for (int dx = -reach; dx <= reach; dx++)
            {
                float part = (dx | dy) == 0 ? 1 : Math.Clamp(radius + 0.5f - MathF.Sqrt((dx * dx) + (dy * dy)), 0, 1);
                ref float pixel = ref picture.Pixels[((y + dy) * picture.Width) + x + dx];
                pixel = MathF.Max(pixel, part * ink);
            }
        }
    }

    private static float[] Centre(Gray fine)
    {
        (double mass, double sumX, double sumY) = (0, 0, 0);
        for (int i = 0; i < fine.Pixels.Length; i++)
        {
            mass += fine.Pixels[i];
            sumX += fine.Pixels[i] * ((i % fine.Width) + 0.5);
            sumY += fine.Pixels[i] * ((i / fine.Width) + 0.5);
        }

        int shiftX = (int)Math.Round((Side * Fine / 2) - (sumX / mass));
        int shiftY = (int)Math.Round((Side * Fine / 2) - (sumY / mass));
        float[] image = new float[Side * Side];
        for (int i = 0; i < fine.Pixels.Length; i++)
        {
            (int x, int y) = ((i % fine.Width) + shiftX, (i / fine.Width) + shiftY);
            if (x >= 0 && y >= 0 && x < Side * Fine && y < Side * Fine)
            {
                image[(y / Fine * Side) + (x / Fine)] += fine.Pixels[i] / (Fine * Fine);
            }
        }

        return image;
    }
}
