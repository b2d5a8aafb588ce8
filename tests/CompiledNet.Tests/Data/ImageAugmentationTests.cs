using System.Globalization;
using CompiledNet.Numerics;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Data;

[Trait("Category", "Numerics")]
public class ImageAugmentationTests
{
    private const int Seed = 5;

    private static ImageAugmentation Everything => new(28, 28) { MaxShift = 2.5, MaxRotation = 12, MaxScale = 0.1, FlipProbability = 0.5, Background = -1 };

    [Fact]
    public void By_default_images_stay_as_they_are_to_the_last_bit()
    {
        float[] image = [-0f, float.Epsilon, -1.5f, float.MaxValue, float.MinValue, 0];
        float[] result = new float[6];
        for (int example = 0; example < 100; example++)
        {
            new ImageAugmentation(3, 2).Apply(image, result, Seed, 1, example);
            Assert.Equal(image.Select(BitConverter.SingleToInt32Bits), result.Select(BitConverter.SingleToInt32Bits));
        }

        Assert.Equal((1, 0.0, 0.0, 0.0, 0.0, 0f), Settings(new(3, 2)));
        static (int, double, double, double, double, float) Settings(ImageAugmentation a) =>
            (a.Channels, a.MaxShift, a.MaxRotation, a.MaxScale, a.FlipProbability, a.Background);
    }

    [Fact]
    public void The_same_example_is_changed_alike_and_any_other_otherwise()
    {
        float[] image = Image(Everything);
        HashSet<string> seen = [];
        foreach ((int seed, int epoch, long example) in new[] { (0, 1, 0L), (1, 1, 0), (0, 2, 0), (0, 1, 1), (-1, 1, 0), (0, 1, 1L << 40), (1, 2, 3), (2, 1, 3) })
        {
            string one = Bits(Apply(Everything, image, seed, epoch, example));
            Assert.Equal(one, Bits(Apply(Everything, image, seed, epoch, example)));
            Assert.True(seen.Add(one), $"{seed}, {epoch}, {example} is like another.");
        }
    }

    [Fact]
    public void A_result_in_the_same_memory_is_the_same()
    {
        float[] image = Image(Everything);
        float[] expected = Apply(Everything, image, Seed, 1, 2);
        Everything.Apply(image, image, Seed, 1, 2);
        Assert.Equal(expected, image);
    }

    [Fact]
    public void Apply_draws_by_the_map_of_the_example()
    {
        float[] image = Image(Everything);
        ImageResampler resampler = new(28, 28, 1);
        float[] bordered = new float[resampler.BorderedLength];
        float[] expected = new float[image.Length];
        resampler.Border(image, -1, bordered);
        for (int example = 0; example < 20; example++)
        {
            resampler.Draw(bordered, Everything.MapOf(Seed, 3, example), 0, image.Length, expected);
            Assert.Equal(expected, Apply(Everything, image, Seed, 3, example));
        }
    }

    [Fact]
    public void What_is_drawn_fills_its_range_evenly()
    {
        const int Count = 20_000;
        int flips = 0;
        List<double>[] drawn = [[], [], [], []];
        for (int example = 0; example < Count; example++)
        {
            // Undone: the map says where pixels come from.
            ImageMap map = Everything.MapOf(Seed, 1, example);
            double scale = 1 / Math.Sqrt((map.YX * map.YX) + (map.YY * map.YY));
            double sign = (map.XX * map.YY) - (map.XY * map.YX) > 0 ? 1 : -1;
            double degrees = Math.Atan2(-map.YX, map.YY) * 180 / Math.PI;
            (double x, double y) = (-map.X * sign, -map.Y);
            flips += sign < 0 ? 1 : 0;
            drawn[0].Add((scale - 1) / 0.1);
            drawn[1].Add(degrees / 12);
            drawn[2].Add(scale * scale * ((map.YY * x) + (map.YX * y)) / 2.5);
            drawn[3].Add(scale * scale * ((map.YY * y) - (map.YX * x)) / 2.5);
        }

        Assert.InRange(flips, Count * 0.48, Count * 0.52);
        foreach (List<double> numbers in drawn)
        {
            Assert.All(numbers, number => Assert.InRange(number, -1.000001, 1.000001));
            for (int tenth = -10; tenth < 10; tenth++)
            {
                Assert.InRange(numbers.Count(number => number >= tenth / 10.0 && number < (tenth + 1) / 10.0), Count / 20 * 0.8, Count / 20 * 1.2);
            }
        }

        // And each by itself.
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.InRange(drawn[i].Zip(drawn[j], (one, other) => one * other).Average(), -0.02, 0.02);
            }
        }
    }

    [Fact]
    public void A_setting_more_leaves_the_others_as_they_were()
    {
        for (int example = 0; example < 50; example++)
        {
            ImageMap shifted = new ImageAugmentation(28, 28) { MaxShift = 2 }.MapOf(Seed, 1, example);
            ImageMap turned = new ImageAugmentation(28, 28) { MaxRotation = 9 }.MapOf(Seed, 1, example);
            ImageMap both = new ImageAugmentation(28, 28) { MaxShift = 2, MaxRotation = 9, FlipProbability = 1e-9 }.MapOf(Seed, 1, example);
            Assert.Equal((1.0, 0.0), (shifted.XX, shifted.XY));
            Assert.Equal((0.0, 0.0), (turned.X, turned.Y));
            Assert.Equal((turned.XX, turned.XY, turned.YX, turned.YY), (both.XX, both.XY, both.YX, both.YY));
            Assert.Equal(Math.Sqrt((shifted.X * shifted.X) + (shifted.Y * shifted.Y)), Math.Sqrt((both.X * both.X) + (both.Y * both.Y)), 1e-12);
        }
    }

    [Fact]
    public void A_probability_of_1_mirrors_every_image()
    {
        float[] image = [1, 2, 3, 4, 5, 6];
        for (int example = 0; example < 100; example++)
        {
            Assert.Equal([3, 2, 1, 6, 5, 4], Apply(new(2, 3) { FlipProbability = 1 }, image, Seed, 1, example));
            Assert.Equal([5, 6, 3, 4, 1, 2], Apply(new(1, 3, 2) { FlipProbability = 1 }, image, Seed, 1, example));
        }
    }

    [Fact]
    public void Applying_allocates_nothing()
    {
        float[] image = Image(Everything);
        float[] result = new float[image.Length];
        ImageAugmentation augmentation = Everything;
        augmentation.Apply(image, result, Seed, 1, 0);
        Assert.Equal(0, Allocations.Least(() => augmentation.Apply(image, result, Seed, 1, 1)));
    }

    public static TheoryData<string, Func<ImageAugmentation>> Wrong => new()
    {
        { "Height is 0; expected 1 to 32768 pixels", () => new(0, 28) },
        { "Width is -1; expected 1 to 32768 pixels", () => new(28, -1) },
        { "Width is 32769; expected 1 to 32768 pixels", () => new ImageAugmentation(28, 28) with { Width = 32_769 } },
        { "Channels is 0; expected at least 1", () => new(28, 28, 0) },
        { "MaxShift is -0.5; expected a finite float of at least 0", () => new(28, 28) { MaxShift = -0.5 } },
        { "MaxShift is NaN; ", () => new(28, 28) { MaxShift = double.NaN } },
        { "MaxShift is Infinity; ", () => new(28, 28) { MaxShift = double.PositiveInfinity } },
        { "MaxRotation is 180.5; expected 0 to 180 degrees", () => new(28, 28) { MaxRotation = 180.5 } },
        { "MaxRotation is -1; ", () => new(28, 28) { MaxRotation = -1 } },
        { "MaxRotation is NaN; ", () => new(28, 28) { MaxRotation = double.NaN } },
        { "MaxScale is 1; expected at least 0 and below 1, or an image could shrink to a point", () => new(28, 28) { MaxScale = 1 } },
        { "MaxScale is -0.1; ", () => new(28, 28) { MaxScale = -0.1 } },
        { "MaxScale is NaN; ", () => new(28, 28) { MaxScale = double.NaN } },
        { "FlipProbability is 1.5; expected 0 to 1", () => new(28, 28) { FlipProbability = 1.5 } },
        { "FlipProbability is -0.5; ", () => new(28, 28) { FlipProbability = -0.5 } },
        { "FlipProbability is NaN; ", () => new(28, 28) { FlipProbability = double.NaN } },
        { "Background is NaN; expected a finite number", () => new(28, 28) { Background = float.NaN } },
        { "Background is -Infinity; ", () => new(28, 28) { Background = float.NegativeInfinity } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_setting_out_of_range_is_refused_by_name(string expected, Func<ImageAugmentation> make)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => make());
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_another_size_are_refused_and_nothing_is_written()
    {
        float[] result = [1, 2, 3, 4];
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new ImageAugmentation(2, 3).Apply(new float[6], result, Seed, 1, 0));
        Assert.StartsWith("The image has 6 numbers and there is room for 4; expected 6 of both, 2 x 3 x 1.", exception.Message, StringComparison.Ordinal);
        Assert.Equal("result", exception.ParamName);
        Assert.Equal("image", Assert.Throws<ArgumentException>(() => new ImageAugmentation(2, 2).Apply(new float[3], result, Seed, 1, 0)).ParamName);
        exception = Assert.Throws<ArgumentException>(() => new ImageAugmentation(32_768, 32_768, 3).Apply([], result, Seed, 1, 0));
        Assert.StartsWith("Images of 32768 x 32768 x 3 numbers are too large", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], result);
    }

    [Fact]
    public void The_settings_are_one_line_in_any_culture_and_compared_by_value()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(
                "ImageAugmentation(28 x 28 x 1, maxShift 2.5, maxRotation 12, maxScale 0.1, flipProbability 0.5, background -1)", Everything.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(0, BitConverter.SingleToInt32Bits(new ImageAugmentation(28, 28) { Background = -0f }.Background));
        Assert.Equal(Everything, Everything);
        Assert.NotEqual(Everything, Everything with { MaxScale = 0.2 });
    }

    private static float[] Apply(ImageAugmentation augmentation, float[] image, int seed, int epoch, long example)
    {
        float[] result = new float[image.Length];
        augmentation.Apply(image, result, seed, epoch, example);
        return result;
    }

    private static float[] Image(ImageAugmentation augmentation) =>
        Networks.TestData.Uniform(augmentation.Height * augmentation.Width * augmentation.Channels, new SeededRandom(1), 0, 1);

    private static string Bits(float[] image) => string.Join(' ', image.Select(BitConverter.SingleToInt32Bits));
}
