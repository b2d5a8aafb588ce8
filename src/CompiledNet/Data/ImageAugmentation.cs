using System.Buffers;
using System.Runtime.CompilerServices;

namespace CompiledNet;

/// <summary>
/// Small random changes of images for training: each epoch shows each image mirrored, turned, made larger or smaller and moved a little, each time
/// otherwise, so that a network learns what does not depend on these. All are off by default.
/// </summary>
/// <remarks>
/// <para>
/// P. Simard, D. Steinkraus and J. Platt, "Best practices for convolutional neural networks applied to visual document analysis" (ICDAR 2003),
/// section 2: every new pixel is computed from the place it comes from, by bilinear interpolation; outside the image is background. Each image gets
/// one affine map about its centre, <c>((Width - 1) / 2, (Height - 1) / 2)</c>: it is mirrored, then turned and scaled, then moved.
/// </para>
/// <para>
/// What happens to an image is a function of the seed, the epoch and the example's number alone: its place in the data set or, of a stream,
/// in the epoch. So it is the same for any number of threads, batch size and order, and in a run that is resumed; where classes take turns, an example that comes
/// more than once in an epoch is the same each time. The settings draw their random numbers apart: one more of them leaves the others as they were. The result has the same
/// bits on every machine: an image to which nothing happens, its own.
/// </para>
/// <para>
/// Images are changed as they are in the data set, with whatever was done to it before: <see cref="Background"/> is in the units of the numbers that the network is
/// given, of a data set of bytes from 0 to 1. A <see cref="FeatureScaler"/> comes first, therefore; one with the same offset and scale for all pixels
/// goes well with augmentation, one that scales each pixel by itself does not, as pixels take others' places.
/// </para>
/// </remarks>
/// <param name="Height">The images' height in pixels, from 1 to 32,768.</param>
/// <param name="Width">Their width in pixels, from 1 to 32,768.</param>
/// <param name="Channels">The numbers of each pixel, at least 1, one after the other: images are <c>[Height][Width][Channels]</c>. Default: 1.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
public sealed record ImageAugmentation(int Height, int Width, int Channels = 1)
{
    // Up to here a float is exact to a 512th part of a pixel.
    private const int LargestExtent = 32_768;
    private const double LargestRotation = 180;

    // Which of an example's random numbers is whose.
    private const uint RightNumber = 0;
    private const uint DownNumber = 1;
    private const uint RotationNumber = 2;
    private const uint ScaleNumber = 3;
    private const uint FlipNumber = 4;

    /// <summary>The images' height in pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 32,768.</exception>
    public int Height { get; init => field = Extent(value); } = Extent(Height, nameof(Height));

    /// <summary>The images' width in pixels.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 32,768.</exception>
    public int Width { get; init => field = Extent(value); } = Extent(Width, nameof(Width));

    /// <summary>The numbers of each pixel.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Channels { get; init => field = AtLeastOne(value); } = AtLeastOne(Channels, nameof(Channels));

    /// <summary>
    /// How far an image is moved at most, in pixels: to the right or left and, by a number of its own, up or down, from -MaxShift to MaxShift, every distance as likely as
    /// any other, also parts of a pixel. Finite and at least 0. Default: 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MaxShift { get; init => field = Setting.NonNegativeFloat(value); }

    /// <summary>How far it is turned at most, in degrees, either way, every angle as likely as any other; from 0 to 180. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 180.</exception>
    public double MaxRotation
    {
        get;
        init => field = value is >= 0 and <= LargestRotation ? value : throw Wrong(value, nameof(MaxRotation), "0 to 180 degrees");
    }

    /// <summary>
    /// How much larger or smaller it becomes at most: its lengths are multiplied by a factor from 1 - MaxScale to 1 + MaxScale, every factor as likely as any other. At least 0 and
    /// below 1. Default: 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 up to, but not including, 1.</exception>
    public double MaxScale
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw Wrong(value, nameof(MaxScale), "at least 0 and below 1, or an image could shrink to a point");
    }

    /// <summary>The probability with which left and right change places; from 0 to 1. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double FlipProbability
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw Wrong(value, nameof(FlipProbability), "0 to 1");
    }

    /// <summary>The value outside an image, of each channel, in the units of the data set; finite. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public float Background
    {
        get;

        // + 0, so that it is no negative zero.
        init => field = float.IsFinite(value) ? value + 0f : throw Wrong(value, nameof(Background), "a finite number");
    }

    /// <summary>What draws the images.</summary>
    internal ImageResampler Resampler => new(Height, Width, Channels);

    /// <summary>
    /// Does to an image what training does to it: for a look at it, or for loops of one's own around <see cref="Trainer{TNetwork}.TrainStep(ReadOnlySpan{float}, ReadOnlySpan{float})"/>. It allocates nothing
    /// from call to call.
    /// </summary>
    /// <param name="image">The image, <c>[Height][Width][Channels]</c>.</param>
    /// <param name="result">Receives the new image, as long; may be the same memory.</param>
    /// <param name="seed">The seed: in training, <see cref="TrainingOptions.Seed"/>.</param>
    /// <param name="epoch">The epoch; training counts them from 1.</param>
    /// <param name="example">The example's number, from 0: its place in the data set or, of a stream, in the epoch.</param>
    /// <exception cref="ArgumentException">A length is not the images', or images of this size are too large for an array.</exception>
    public void Apply(ReadOnlySpan<float> image, Span<float> result, int seed, int epoch, long example)
    {
        CheckLength();
        int length = Height * Width * Channels;
        if (image.Length != length || result.Length != length)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The image has {image.Length} numbers and there is room for {result.Length}; expected {length} of both, {Height} x {Width} x {Channels}."),
                image.Length != length ? nameof(image) : nameof(result));
        }

        ImageMap map = MapOf(seed, epoch, example);
        if (map.IsIdentity)
        {
            image.CopyTo(result);
            return;
        }

        ImageResampler resampler = Resampler;
        float[] bordered = ArrayPool<float>.Shared.Rent((int)resampler.BorderedLength);
        resampler.Border(image, Background, bordered);
        resampler.Draw(bordered, map, 0, length, result);
        ArrayPool<float>.Shared.Return(bordered);
    }

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(ImageAugmentation)}({Height} x {Width} x {Channels}, maxShift {MaxShift:R}, maxRotation {MaxRotation:R}, maxScale {MaxScale:R}, flipProbability {FlipProbability:R}, background {Background:R})");

    /// <summary>What happens to an example in an epoch.</summary>
    internal ImageMap MapOf(int seed, int epoch, long example)
    {
        ulong key = StepKeys.Augmentation(seed, epoch, example);
        return ImageMap.Of(
            StepKeys.Number(key, FlipNumber) < FlipProbability,
            MaxRotation * EitherWay(key, RotationNumber),
            1 + (MaxScale * EitherWay(key, ScaleNumber)),
            MaxShift * EitherWay(key, RightNumber),
            MaxShift * EitherWay(key, DownNumber));
    }

    /// <summary>Checks that images of a network's inputs have this size.</summary>
    /// <exception cref="ArgumentException">They have not, or are too large for an array.</exception>
    internal void CheckFor(NetworkTopology topology)
    {
        TensorShape shape = topology.Input;
        bool fits = shape.Count == 3
            ? (shape[0], shape[1], shape[2]) == (Height, Width, Channels)
            : (Int128)Height * Width * Channels == topology.InputSize;
        if (!fits)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(TrainingOptions)}.{nameof(TrainingOptions.Augmentation)} is for images of {Height} x {Width} x {Channels} numbers; expected the size of {topology.Name}'s inputs, {string.Join(" x ", shape)}."));
        }

        CheckLength();
    }

    // From -1 up to but not including 1.
    private static double EitherWay(ulong key, uint number) => (2 * StepKeys.Number(key, number)) - 1;

    private static int Extent(int value, [CallerMemberName] string setting = "") =>
        value is >= 1 and <= LargestExtent ? value : throw Wrong(value, setting, "1 to 32768 pixels");

    private static int AtLeastOne(int value, [CallerMemberName] string setting = "") =>
        value >= 1 ? value : throw Wrong(value, setting, "at least 1");

    private static ArgumentOutOfRangeException Wrong(double value, string setting, string expected) =>
        new(setting, FormattableString.Invariant($"{nameof(ImageAugmentation)}.{setting} is {value}; expected {expected}."));

    private void CheckLength()
    {
        if (Resampler.BorderedLength > Array.MaxLength)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Images of {Height} x {Width} x {Channels} numbers are too large: with a border, they would not fit into an array of {Array.MaxLength}."));
        }
    }
}
