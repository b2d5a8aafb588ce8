using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

/// <summary>The bits of everything batch normalization computes on fixed inputs, as one hash: the same at every vector width.</summary>
[Trait("Category", "Numerics")]
public sealed class NormalizationFingerprintTests : IDisposable
{
    private const string Expected = "269efa4d48ee31ed0fe8a8a1e658ba8c93f0f8379864d5bb3504e124c9958470";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    [Fact]
    public void All_bits_are_as_recorded()
    {
        foreach ((int pixels, int channels) in new[] { (1, 1), (1, 37), (49, 6), (100, 9), (784, 1), (7, 70) })
        {
            foreach (int count in new[] { 16, 5 })
            {
                AddLanes(new NormalizationCase(16, pixels, channels, 3, 2), new NormalizationCase(16, pixels, channels, 0, 1, seed: 4), count);
            }

            AddRows(new NormalizationCase(13, 1, channels, 3, 2), new NormalizationCase(13, 1, channels, 0, 1, seed: 4), 13);
        }

        string actual = Convert.ToHexStringLower(_hash.GetHashAndReset());
        Assert.True(Expected == actual, $"The hash is {actual}, not {Expected}.");
    }

    public void Dispose() => _hash.Dispose();

    private void AddLanes(NormalizationCase data, NormalizationCase deltas, int count)
    {
        int channels = data.Channels;
        float[] x = data.Lanes(0, count, garbage: false);
        float[] delta = deltas.Lanes(0, count, garbage: false);
        float[] moments = new float[2 * channels];
        float[] sums = new float[2 * channels];
        BatchNormalization.MeasureLanes(x, data.Pixels, channels, count, moments);
        (float[] mean, float[] variance, float[] scale, float[] shift) = Joined(moments, count, data.Pixels, channels);
        float[] result = new float[x.Length];
        BatchNormalization.NormalizeLanes(x, data.Pixels, channels, scale, shift, result);
        Add(result);
        BatchNormalization.GradientLanes(delta, x, data.Pixels, channels, mean, variance, 1e-5f, sums);
        BatchNormalization.BackwardLanes(delta, x, data.Pixels, channels, count, scale, mean, variance, 1e-5f, sums, count, result);
        Add(sums);
        Add(result);
    }

    private void AddRows(NormalizationCase data, NormalizationCase deltas, int rows)
    {
        int channels = data.Channels;
        float[] x = data.Rows(0, rows, channels);
        float[] delta = deltas.Rows(0, rows, channels);
        float[] moments = new float[2 * channels];
        float[] sums = new float[2 * channels];
        BatchNormalization.MeasureRows(x, channels, rows, channels, moments);
        (float[] mean, float[] variance, float[] scale, float[] shift) = Joined(moments, rows, 1, channels);
        float[] result = new float[x.Length];
        BatchNormalization.NormalizeRows(x, channels, rows, channels, scale, shift, result, channels);
        Add(result);
        BatchNormalization.GradientRows(delta, channels, x, channels, rows, channels, mean, variance, 1e-5f, sums);
        BatchNormalization.BackwardRows(
            delta, channels, x, channels, rows, channels, scale, mean, variance, 1e-5f, sums, rows, result, channels);
        Add(sums);
        Add(result);
    }

    private (float[] Mean, float[] Variance, float[] Scale, float[] Shift) Joined(float[] moments, int examples, int pixels, int channels)
    {
        float[] mean = new float[channels];
        float[] variance = new float[channels];
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        BatchNormalization.Combine(moments, 2 * channels, 1, examples, pixels, channels, mean, variance);
        BatchNormalization.Scale(
            NumericInputs.Uniform(channels, -2, 2, 1), NumericInputs.Uniform(channels, -2, 2, 2), mean, variance, 1e-5f, scale, shift);
        Add(moments);
        Add(mean);
        Add(variance);
        Add(scale);
        Add(shift);
        BatchNormalization.UpdateRunning(scale, variance, examples * pixels, 0.1f, mean, shift);
        Add(mean);
        return (mean, variance, scale, shift);
    }

    private void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            Assert.True(float.IsFinite(value));
        }

        _hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
