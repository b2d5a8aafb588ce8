using StbImageSharp;

namespace TinyDigits;

/// <summary>Image files as shades of gray, from 0 (black) to 1 (white).</summary>
internal static class ImageFile
{
    private const long MostPixels = 50_000_000; // 1 GB of memory on the way
    private const int MostBytes = 200_000_000;
    private const int LeastSide = 4;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no image, a damaged one, or one that is too large or too small.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Gray Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        Gray image = Pgm.IsPgm(bytes) ? Pgm.Decode(path, bytes) : Decode(path, bytes);
        return image.Width < LeastSide || image.Height < LeastSide
            ? throw new InvalidDataException($"'{path}' is an image of {image.Width} by {image.Height} pixels; expected at least {LeastSide} by {LeastSide} to find a digit in.")
            : image;
    }

    /// <summary>Checks the size that a file says its image has.</summary>
    public static void CheckSize(string path, long width, long height)
    {
        if (width < 1 || height < 1 || width > MostPixels || height > MostPixels || width * height > MostPixels)
        {
            throw new InvalidDataException($"'{path}' is an image of {width} by {height} pixels; expected 1 to {MostPixels / 1_000_000} million pixels.");
        }
    }

    private static byte[] ReadBytes(string path)
    {
        // In words of our own: the base library's are not in the executable.
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder; expected an image file.");
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}'.");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            if (stream.Length > MostBytes)
            {
                throw new InvalidDataException($"'{path}' has {stream.Length} bytes; expected at most {MostBytes}.");
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"'{path}' cannot be read; may it be, by this user?", e);
        }
    }

    private static Gray Decode(string path, byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        if (Try(() => ImageInfo.FromStream(stream)) is not { } info)
        {
            throw new InvalidDataException($"'{path}' is no image that can be read; expected PNG, JPEG, BMP or PGM.");
        }

        CheckSize(path, info.Width, info.Height);
        ImageResult? image = Try(() => ImageResult.FromMemory(bytes, ColorComponents.RedGreenBlueAlpha));
        return image?.Data is { } data
            ? new Gray(image.Width, image.Height, Shades(data))
            : throw new InvalidDataException($"'{path}' is damaged, or of a kind of PNG, JPEG or BMP that cannot be read.");
    }

    // What the decoder throws at a damaged file is not limited to exceptions of its own.
    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return default;
        }
    }

    // As light as colours look to the eye (ITU-R BT.601); what is transparent lies on white.
    private static float[] Shades(byte[] data)
    {
        float[] shades = new float[data.Length / 4];
        for (int i = 0; i < shades.Length; i++)
        {
            float shade = ((0.299f * data[4 * i]) + (0.587f * data[(4 * i) + 1]) + (0.114f * data[(4 * i) + 2])) / 255;
            float alpha = data[(4 * i) + 3] / 255f;
            shades[i] = 1 - alpha + (shade * alpha);
        }

        return shades;
    }
}
