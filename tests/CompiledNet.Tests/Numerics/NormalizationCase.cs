using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

/// <summary>Images around a mean, as they lie in lanes and in rows, and their moments in double.</summary>
internal sealed class NormalizationCase
{
    private readonly float[] _values;

    public NormalizationCase(int examples, int pixels, int channels, float mean, float deviation, long seed = 9)
    {
        Pixels = pixels;
        Channels = channels;
        Size = pixels * channels;
        SeededRandom random = new(seed);
        _values = new float[examples * Size];
        for (int i = 0; i < _values.Length; i++)
        {
            // Each channel has a mean of its own.
            float shift = 1 + (0.1f * (i % channels));
            _values[i] = (mean * shift) + (deviation * random.NextSingle(-1.7f, 1.7f));
        }
    }

    public int Pixels { get; }

    public int Channels { get; }

    public int Size { get; }

    public float this[int example, int feature] => _values[(example * Size) + feature];

    /// <summary>A group, with zeros or garbage in the lanes of missing examples.</summary>
    public float[] Lanes(int first, int count, bool garbage)
    {
        float[] lanes = new float[Size * 16];
        for (int i = 0; i < lanes.Length; i++)
        {
            int n = i % 16;
            lanes[i] = n < count ? this[first + n, i / 16] : garbage ? NumericInputs.Garbage(i / 3) : 0;
        }

        return lanes;
    }

    /// <summary>Rows with garbage between them, and nothing behind the last one.</summary>
    public float[] Rows(int first, int count, int stride)
    {
        float[] rows = new float[((count - 1) * stride) + Size];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i % stride < Size ? this[first + (i / stride), i % stride] : NumericInputs.Garbage(i);
        }

        return rows;
    }

    /// <summary>A channel's mean and its sum of squared differences over the first examples.</summary>
    public (double Mean, double Squares) Moments(int channel, int count)
    {
        double sum = 0;
        Over(channel, count, value => sum += value);
        double mean = sum / (count * Pixels);
        double squares = 0;
        Over(channel, count, value => squares += (value - mean) * (value - mean));
        return (mean, squares);
    }

    private void Over(int channel, int count, Action<double> use)
    {
        for (int n = 0; n < count; n++)
        {
            for (int f = channel; f < Size; f += Channels)
            {
                use(this[n, f]);
            }
        }
    }
}
