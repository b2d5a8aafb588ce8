namespace CompiledNet;

/// <summary>Changes the images of a run's batches, for each member of a team in memory of its own. Allocates nothing after it is made.</summary>
internal sealed class BatchAugmenter
{
    private readonly ImageAugmentation _augmentation;
    private readonly int _seed;
    private readonly float[][] _images;
    private readonly float[][] _bordered;
    private int _epoch;
    private long _firstExample;

    /// <summary>An augmenter before its first epoch.</summary>
    /// <param name="augmentation">What happens to images.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="members">The members of the team.</param>
    public BatchAugmenter(ImageAugmentation augmentation, int seed, int members)
    {
        _augmentation = augmentation;
        _seed = seed;
        int length = augmentation.Height * augmentation.Width * augmentation.Channels;
        _images = [.. Enumerable.Range(0, members).Select(_ => new float[length])];
        _bordered = [.. Enumerable.Range(0, members).Select(_ => new float[augmentation.Resampler.BorderedLength])];
    }

    /// <summary>Starts a part of an epoch; by one thread, while no other works.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="firstExample">The example of the data that is the part's first.</param>
    public void StartPart(int epoch, long firstExample)
    {
        _epoch = epoch;
        _firstExample = firstExample;
    }

    /// <summary>A place for an image of a member's.</summary>
    /// <param name="member">The member.</param>
    public Span<float> ImageOf(int member) => _images[member];

    /// <summary>Changes the image at <see cref="ImageOf"/>.</summary>
    /// <param name="member">The member.</param>
    /// <param name="example">Which example of the part it is.</param>
    /// <param name="firstColumn">The first number of the new image that is wanted.</param>
    /// <param name="endColumn">The number behind the last.</param>
    /// <param name="result">The new image, of which nothing else is written.</param>
    public void Apply(int member, int example, int firstColumn, int endColumn, Span<float> result)
    {
        ImageMap map = _augmentation.MapOf(_seed, _epoch, _firstExample + example);
        ReadOnlySpan<float> image = _images[member];
        if (map.IsIdentity)
        {
            image[firstColumn..endColumn].CopyTo(result[firstColumn..]);
            return;
        }

        ImageResampler resampler = _augmentation.Resampler;
        resampler.Border(image, _augmentation.Background, _bordered[member]);
        resampler.Draw(_bordered[member], map, firstColumn, endColumn, result);
    }
}
