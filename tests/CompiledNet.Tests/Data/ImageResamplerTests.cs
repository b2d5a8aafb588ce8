using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Data;

[Trait("Category", "Numerics")]
public class ImageResamplerTests
{
    // Rows of less than a block of eight pixels, of blocks, and of blocks and a rest; channels below, at and above a vector's.
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 9, 1 }, { 9, 1, 1 }, { 7, 7, 1 }, { 8, 8, 1 }, { 28, 28, 1 }, { 5, 33, 1 },
        { 1, 1, 3 }, { 6, 7, 2 }, { 16, 16, 3 }, { 9, 12, 4 }, { 11, 5, 6 }, { 3, 10, 17 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Images_are_those_of_a_plain_reference(int height, int width, int channels)
    {
        SeededRandom random = new(height + width + channels);
        float[] image = Networks.TestData.Uniform(height * width * channels, random, -1, 1);
        for (int round = 0; round < 40; round++)
        {
            Change change = new(
                round % 2 == 1, random.NextSingle(-180, 180), random.NextSingle(0.3f, 3), random.NextSingle(-width, width), random.NextSingle(-height, height), random.NextSingle(-1, 1));
            float[] actual = Draw(image, height, width, channels, change);
            double[] expected = Reference(image, height, width, channels, change);
            for (int i = 0; i < image.Length; i++)
            {
                // Far from the centre, a place in single precision is less exact; with each pixel, the image changes by up to 2 each way.
                Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-4, FormattableString.Invariant($"{change}, number {i}: {actual[i]}, expected {expected[i]}"));
            }
        }
    }

    [Fact]
    public void Small_changes_agree_with_the_reference_to_1e5()
    {
        SeededRandom random = new(3);
        float[] image = Networks.TestData.Uniform(28 * 28, random, 0, 1);
        for (int round = 0; round < 200; round++)
        {
            Change change = new(
                false, random.NextSingle(-15, 15), random.NextSingle(0.9f, 1.1f), random.NextSingle(-3, 3), random.NextSingle(-3, 3), 0);
            double error = Oracle.Agreement.LargestError(
                Reference(image, 28, 28, 1, change), Oracle.Agreement.ToDoubles(Draw(image, 28, 28, 1, change)));
            Assert.InRange(error, 0, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_shift_by_whole_pixels_moves_pixels_and_brings_in_background(int height, int width, int channels)
    {
        float[] image = Numbers(height * width * channels);
        foreach ((int right, int down) in new[] { (0, 0), (1, 0), (0, 1), (-1, 2), (3, -2), (100, 0), (0, -100) })
        {
            float[] actual = Draw(image, height, width, channels, new(false, 0, 1, right, down, -7));
            float[] expected = Rearranged(height, width, channels, (x, y) => (x - right, y - down), image, -7);
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Right_angles_and_mirrors_move_pixels_exactly(int height, int width, int channels)
    {
        float[] image = Numbers(height * width * channels);
        Assert.Equal(
            Rearranged(height, width, channels, (x, y) => (width - 1 - x, height - 1 - y), image, 0), Draw(image, height, width, channels, new(false, 180, 1, 0, 0, 0)));
        Assert.Equal(
            Rearranged(height, width, channels, (x, y) => (width - 1 - x, y), image, 0), Draw(image, height, width, channels, new(true, 0, 1, 0, 0, 0)));

        // Mirrored first, then moved.
        Assert.Equal(
            Rearranged(height, width, channels, (x, y) => (width - 1 - (x - 2), y), image, 0), Draw(image, height, width, channels, new(true, 0, 1, 2, 0, 0)));
        if (height == width)
        {
            // Clockwise: what was at the left end of the bottom row comes to that of the top row.
            Assert.Equal(
                Rearranged(height, width, channels, (x, y) => (y, width - 1 - x), image, 0), Draw(image, height, width, channels, new(false, 90, 1, 0, 0, 0)));
            Assert.Equal(
                Rearranged(height, width, channels, (x, y) => (width - 1 - y, x), image, 0), Draw(image, height, width, channels, new(false, -90, 1, 0, 0, 0)));

            // Mirrored first, then turned.
            Assert.Equal(
                Rearranged(height, width, channels, (x, y) => (width - 1 - y, width - 1 - x), image, 0), Draw(image, height, width, channels, new(true, 90, 1, 0, 0, 0)));
        }
    }

    [Fact]
    public void A_marked_image_turned_clockwise_has_its_corners_where_they_belong() => Assert.Equal(
        [7, 4, 1, 8, 5, 2, 9, 6, 3], Draw([1, 2, 3, 4, 5, 6, 7, 8, 9], 3, 3, 1, new(false, 90, 1, 0, 0, 0)));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Any_part_is_that_of_the_whole_and_nothing_else_is_written(int height, int width, int channels)
    {
        int length = height * width * channels;
        SeededRandom random = new(7);
        float[] image = Networks.TestData.Uniform(length, random, -1, 1);
        Change change = new(true, 33, 0.8, 1.3, -0.4, 0.5f);
        float[] whole = Draw(image, height, width, channels, change);
        ImageResampler resampler = new(height, width, channels);
        float[] bordered = new float[resampler.BorderedLength];
        resampler.Border(image, change.Background, bordered);
        for (int round = 0; round < 100; round++)
        {
            int first = random.NextInt32(length + 1);
            int end = first + random.NextInt32(length + 1 - first);
            float[] part = new float[length];
            Array.Fill(part, float.NaN);
            resampler.Draw(bordered, change.Map, first, end, part);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(i >= first && i < end ? whole[i] : float.NaN, part[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nothing_behind_the_memory_is_read_or_written(int height, int width, int channels)
    {
        SeededRandom random = new(8);
        ImageResampler resampler = new(height, width, channels);
        using PageEnd image = new(height * width * channels);
        using PageEnd bordered = new((int)resampler.BorderedLength);
        using PageEnd result = new(image.Span.Length);
        foreach (ref float value in image.Span)
        {
            value = random.NextSingle();
        }

        foreach (double far in new[] { 0.5, 3, 1e6, 3e38 })
        {
            foreach (double scale in new[] { 1e-16, 0.5, 1, 1.9 })
            {
                Change change = new(false, random.NextSingle(-180, 180), scale, far, -far, 3);
                resampler.Border(image.Span, change.Background, bordered.Span);
                resampler.Draw(bordered.Span, change.Map, 0, image.Span.Length, result.Span);
                Assert.All(result.Span.ToArray(), value => Assert.True(value is >= 0 and <= 3.001f));
                if (far > 1e3)
                {
                    Assert.All(result.Span.ToArray(), value => Assert.Equal(3, value));
                }
            }
        }
    }

    // The same at every vector width: a change of it is a change of what training gives, and wants a line in the changelog.
    [Fact]
    public void The_bits_are_as_recorded()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int height, int width, int channels) in new[] { (28, 28, 1), (5, 3, 1), (9, 12, 3), (7, 9, 5) })
        {
            SeededRandom random = new(height);
            float[] image = Networks.TestData.Uniform(height * width * channels, random, -1, 1);
            for (int round = 0; round < 20; round++)
            {
                Change change = new(round % 2 == 1, random.NextSingle(-180, 180), random.NextSingle(0.5f, 1.5f), random.NextSingle(-3, 3), random.NextSingle(-3, 3), 0.25f);
                hash.AppendData(MemoryMarshal.AsBytes(Draw(image, height, width, channels, change).AsSpan()));
            }
        }

        string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        Assert.True(actual == "3cc363bb1c1350c56c37a58a162696fdc29cedb763abcef08bbe752ed90c9a01", $"The hash is {actual}.");
    }

    private static float[] Numbers(int length) => [.. Enumerable.Range(1, length).Select(n => (float)n)];

    private static float[] Draw(float[] image, int height, int width, int channels, Change change)
    {
        ImageResampler resampler = new(height, width, channels);
        float[] bordered = new float[resampler.BorderedLength];
        float[] result = new float[image.Length];
        resampler.Border(image, change.Background, bordered);
        resampler.Draw(bordered, change.Map, 0, result.Length, result);
        return result;
    }

    private static float[] Rearranged(int height, int width, int channels, Func<int, int, (int X, int Y)> from, float[] image, float background)
    {
        float[] result = new float[image.Length];
        for (int i = 0; i < result.Length; i++)
        {
            (int x, int y) = from(i / channels % width, i / channels / width);
            result[i] = x >= 0 && x < width && y >= 0 && y < height ? image[(((y * width) + x) * channels) + (i % channels)] : background;
        }

        return result;
    }

    /// <summary>The textbook's, in double precision: each new pixel's place is moved, scaled, turned and mirrored back.</summary>
    private static double[] Reference(float[] image, int height, int width, int channels, Change change)
    {
        (double sine, double cosine) = Math.SinCos(change.Degrees * Math.PI / 180);
        double[] result = new double[image.Length];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double u = (x - ((width - 1) / 2.0) - change.Right) / change.Scale;
                double v = (y - ((height - 1) / 2.0) - change.Down) / change.Scale;
                (u, v) = ((cosine * u) + (sine * v), (cosine * v) - (sine * u));
                u = change.Mirrors ? -u : u;
                double sourceX = u + ((width - 1) / 2.0);
                double sourceY = v + ((height - 1) / 2.0);
                (int left, int top) = ((int)Math.Floor(sourceX), (int)Math.Floor(sourceY));
                (double fx, double fy) = (sourceX - left, sourceY - top);
                for (int c = 0; c < channels; c++)
                {
                    result[(((y * width) + x) * channels) + c] =
                        ((1 - fy) * (((1 - fx) * At(left, top, c)) + (fx * At(left + 1, top, c))))
                        + (fy * (((1 - fx) * At(left, top + 1, c)) + (fx * At(left + 1, top + 1, c))));
                }
            }
        }

        return result;

        double At(int x, int y, int c) =>
            x >= 0 && x < width && y >= 0 && y < height ? image[(((y * width) + x) * channels) + c] : change.Background;
    }

    private readonly record struct Change(bool Mirrors, double Degrees, double Scale, double Right, double Down, float Background)
    {
        public ImageMap Map => ImageMap.Of(Mirrors, Degrees, Scale, Right, Down);
    }
}
