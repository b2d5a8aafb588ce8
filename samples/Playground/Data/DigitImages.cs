namespace CompiledNet.Playground.Data;

/// <summary>Images of digits: a byte for each pixel, as MNIST has them, shared by all sessions.</summary>
internal sealed class DigitImages : IExamples
{
    private const int Classes = 10;
    private const float White = 255f;

    private static readonly float[] Levels = [.. Enumerable.Range(0, 256).Select(level => level / White)];

    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    private DigitImages(byte[] pixels, byte[] labels, int count)
    {
        _pixels = pixels;
        _labels = labels;
        Count = count;
    }

    public int Count { get; }

    public int InputSize => Problem.Side * Problem.Side;

    public int TargetSize => Classes;

    public static DigitImages Of(Dataset data)
    {
        int size = data.InputSize;
        byte[] pixels = new byte[data.Count * size];
        byte[] labels = new byte[data.Count];
        for (int i = 0; i < data.Count; i++)
        {
            ReadOnlySpan<float> image = data.Input(i);
            for (int p = 0; p < size; p++)
            {
                pixels[(i * size) + p] = (byte)MathF.Round(Math.Clamp(image[p], 0, 1) * White);
            }

            labels[i] = (byte)data.Label(i);
        }

        return new DigitImages(pixels, labels, data.Count);
    }

    /// <summary>The first ones.</summary>
    public DigitImages Take(int count) => new(_pixels, _labels, Math.Min(count, Count));

    public int Label(int index) => _labels[index];

    public ReadOnlySpan<byte> Pixels(int index) => _pixels.AsSpan(index * InputSize, InputSize);

    public void Read(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        int size = InputSize;
        float[] levels = Levels;
        targets.Clear();
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<byte> image = Pixels(indices[i]);
            Span<float> row = inputs.Slice(i * size, image.Length);
            for (int p = 0; p < image.Length; p++)
            {
                row[p] = levels[image[p]];
            }

            targets[(i * Classes) + _labels[indices[i]]] = 1;
        }
    }
}
