namespace TinyDigits;

/// <summary>PGM, the plainest of image formats: "P5", width, height and the largest value as text, then a byte for each pixel.</summary>
internal static class Pgm
{
    /// <summary>Whether a file begins like one.</summary>
    public static bool IsPgm(ReadOnlySpan<byte> bytes) => bytes.StartsWith("P5"u8);

    /// <summary>Decodes one.</summary>
    public static Gray Decode(string path, ReadOnlySpan<byte> bytes)
    {
        int at = 2;
        int width = Number(path, bytes, ref at);
        int height = Number(path, bytes, ref at);
        int most = Number(path, bytes, ref at);
        ImageFile.CheckSize(path, width, height);
        at++;
        int count = width * height;
        if (most is < 1 or > 255)
        {
            throw new InvalidDataException($"'{path}': the largest value is {most}; expected 1 to 255.");
        }

        if (bytes.Length - at < count)
        {
            throw new InvalidDataException($"'{path}' ends after {Math.Max(0, bytes.Length - at)} of {count} pixels.");
        }

        float[] pixels = new float[count];
        for (int i = 0; i < count; i++)
        {
            pixels[i] = Math.Min(1, (float)bytes[at + i] / most);
        }

        return new Gray(width, height, pixels);
    }

    private static int Number(string path, ReadOnlySpan<byte> bytes, ref int at)
    {
        // Spaces, and comments from # to the end of the line.
        while (at < bytes.Length && (bytes[at] <= ' ' || bytes[at] == '#'))
        {
            int length = bytes[at] == '#' ? bytes[at..].IndexOf((byte)'\n') : 1;
            at = length < 0 ? bytes.Length : at + length;
        }

        int start = at;
        int value = 0;
        while (at < bytes.Length && bytes[at] is >= (byte)'0' and <= (byte)'9' && at - start < 9)
        {
            value = (value * 10) + (bytes[at++] - '0');
        }

        return at > start ? value : throw new InvalidDataException($"'{path}' has no number at byte {start}; expected width, height and largest value of a PGM image.");
    }
}
