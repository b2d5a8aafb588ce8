namespace TinyDigits;

/// <summary>Finds what is written in a picture, whatever it is written with and on.</summary>
internal static class Ink
{
    private const int Levels = 256;
    private const float LeastContrast = 0.08f;
    private const float Speck = 0.05f; // of the largest piece

    /// <summary>How much of each pixel is ink, from 0 to 1.</summary>
    /// <exception cref="InvalidDataException">There is nothing but paper.</exception>
    public static Gray Find(string path, Gray image)
    {
        float paper = Paper(image);
        float[] dark = Distance(image, paper, -1);
        float[] light = Distance(image, paper, 1);

        // What stands out more from the paper, and only that: darker things or lighter ones.
        float[] ink = Strength(dark) >= Strength(light) ? dark : light;
        (float paperLevel, float inkLevel) = Split(ink);
        if (inkLevel - paperLevel < LeastContrast)
        {
            throw new InvalidDataException($"'{path}': there is nothing written on it that stands out from the background.");
        }

        float half = (inkLevel - paperLevel) / 2;
        foreach (ref float value in ink.AsSpan())
        {
            value = Math.Clamp((value - paperLevel - (half / 2)) / half, 0, 1);
        }

        RemoveSpecks(ink, image.Width);
        return image with { Pixels = ink };
    }

    // The median of the frame: digits rarely touch the border.
    private static float Paper(Gray image)
    {
        (int width, int height, float[] pixels) = image;
        List<float> frame = new(2 * (width + height));
        for (int x = 0; x < width; x++)
        {
            frame.Add(pixels[x]);
            frame.Add(pixels[pixels.Length - 1 - x]);
        }

        for (int y = 0; y < height; y++)
        {
            frame.Add(pixels[y * width]);
            frame.Add(pixels[(y * width) + width - 1]);
        }

        frame.Sort();
        return frame[frame.Count / 2];
    }

    private static float[] Distance(Gray image, float paper, int sign)
    {
        float[] distance = new float[image.Pixels.Length];
        for (int i = 0; i < distance.Length; i++)
        {
            distance[i] = Math.Max(0, sign * (image.Pixels[i] - paper));
        }

        return distance;
    }

    private static double Strength(float[] distance)
    {
        double sum = 0;
        foreach (float value in distance)
        {
            sum += value * value;
        }

        return sum;
    }

    // The levels of paper and ink: the means on both sides of the threshold that parts them best (Otsu 1979, "A threshold selection method
    // from gray-level histograms", equation 14: the largest variance between the classes).
    private static (float Paper, float Ink) Split(float[] values)
    {
        long[] counts = new long[Levels];
        foreach (float value in values)
        {
            counts[(int)(Math.Min(value, 1) * (Levels - 1))]++;
        }

        double all = 0;
        for (int i = 0; i < Levels; i++)
        {
            all += (double)i * counts[i];
        }

        (double best, double below, double sumBelow) = (-1, 0, 0);
        (double paper, double ink) = (0, 0);
        for (int i = 0; i < Levels - 1; i++)
        {
            below += counts[i];
            sumBelow += (double)i * counts[i];
            double above = values.Length - below;
            if (below == 0 || above == 0)
            {
                continue;
            }

            (double low, double high) = (sumBelow / below, (all - sumBelow) / above);
            double between = below * above * (high - low) * (high - low);
            if (between > best)
            {
                (best, paper, ink) = (between, low, high);
            }
        }

        return ((float)(paper / (Levels - 1)), (float)(ink / (Levels - 1)));
    }

    // Of the pieces that hang together, those that are tiny beside the largest are dust.
    private static void RemoveSpecks(float[] ink, int width)
    {
        int[] piece = new int[ink.Length];
        List<double> sizes = [0];
        Stack<int> open = new();
        for (int start = 0; start < ink.Length; start++)
        {
            if (ink[start] == 0 || piece[start] != 0)
            {
                continue;
            }

            int number = sizes.Count;
            double size = 0;
            piece[start] = number;
            open.Push(start);
            while (open.TryPop(out int i))
            {
                size += ink[i];
                int x = i % width;
                for (int y = i - width; y <= i + width; y += width)
                {
                    for (int j = y - (x > 0 ? 1 : 0); j <= y + (x < width - 1 ? 1 : 0); j++)
                    {
                        if (j >= 0 && j < ink.Length && ink[j] > 0 && piece[j] == 0)
                        {
                            piece[j] = number;
                            open.Push(j);
                        }
                    }
                }
            }

            sizes.Add(size);
        }

        double largest = sizes.Max();
        for (int i = 0; i < ink.Length; i++)
        {
            if (sizes[piece[i]] < Speck * largest)
            {
                ink[i] = 0;
            }
        }
    }
}
