using System.Text;

namespace TinyDigits;

/// <summary>Reads image files.</summary>
internal static class ReadCommand
{
    private const string Shades = " .:-=+*#%@";
    private const int BarWidth = 40;

    public static int Run(CommandLine line)
    {
        DigitNet net = new DigitNet();
        int failures = 0;
        Span<float> outputs = stackalloc float[DigitNet.OutputSize];
        foreach (string path in line.Files)
        {
            try
            {
                float[] image = Normal.Make(Ink.Find(path, ImageFile.Read(path)));
                net.Predict(image, outputs);
                Write(line.Files.Count > 1 ? path : null, image, outputs, line.Has("--show"));
            }
            catch (Exception e) when (e is IOException or InvalidDataException)
            {
                Console.Error.WriteLine($"TinyDigits: {e.Message}");
                failures++;
            }
        }

        return failures > 0 ? 1 : 0;
    }

    private static void Write(string? path, float[] image, ReadOnlySpan<float> outputs, bool show)
    {
        int digit = 0;
        for (int i = 1; i < outputs.Length; i++)
        {
            digit = outputs[i] > outputs[digit] ? i : digit;
        }

        StringBuilder text = new();
        if (path is not null)
        {
            text.Append(path).Append(": ");
        }

        text.Append(digit).Append(" (").Append($"{outputs[digit] * 100:F1}").Append(" %)\n");
        if (show)
        {
            AppendPicture(text, image);
            for (int i = 0; i < outputs.Length; i++)
            {
                text.Append(i).Append(' ').Append('#', (int)MathF.Round(outputs[i] * BarWidth)).Append('.', BarWidth - (int)MathF.Round(outputs[i] * BarWidth))
                    .Append($" {outputs[i] * 100,5:F1} %\n");
            }
        }

        Console.Write(text.ToString());
    }

    // A character is about twice as high as it is wide: two columns for each pixel.
    private static void AppendPicture(StringBuilder text, float[] image)
    {
        for (int y = 0; y < Normal.Side; y++)
        {
            for (int x = 0; x < Normal.Side; x++)
            {
                text.Append(Shades[(int)MathF.Round(image[(y * Normal.Side) + x] * (Shades.Length - 1))], 2);
            }

            text.Append('\n');
        }
    }
}
