using System.Runtime.InteropServices;
using System.Text;
using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

/// <summary>Constants of a program to weights.</summary>
public class PretrainedWeightsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(49_152)]
    public void Base64_gives_the_floats_to_the_bit(int length)
    {
        uint[] bits = new uint[length];
        new Random(1).NextBytes(MemoryMarshal.AsBytes(bits.AsSpan()));
        byte[] text = Encoding.ASCII.GetBytes(Convert.ToBase64String(MemoryMarshal.AsBytes(bits.AsSpan())));
        float[] values = new float[length + 2];
        StaticWeights.CopyFloats(text, values.AsSpan(1, length));
        Assert.Equal(bits, MemoryMarshal.Cast<float, uint>(values.AsSpan(1, length)).ToArray());
        Assert.Equal([0f, 0f], [values[0], values[^1]]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65_536)]
    public void Base64_of_halves_gives_every_one(int length)
    {
        Half[] halves = [.. Enumerable.Range(0, length).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];
        byte[] text = Encoding.ASCII.GetBytes(Convert.ToBase64String(MemoryMarshal.AsBytes(halves.AsSpan())));
        float[] values = new float[length + 2];
        StaticWeights.CopyHalves(text, values.AsSpan(1, length));
        float[] expected = [0, .. halves.Select(half => (float)half), 0];
        Assert.Equal(MemoryMarshal.Cast<float, uint>(expected).ToArray(), MemoryMarshal.Cast<float, uint>(values).ToArray());
    }

    [Fact]
    public void Text_of_another_length_or_kind_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => StaticWeights.CopyFloats("AAAAAA=="u8, new float[2]));
        Assert.Throws<ArgumentException>(() => StaticWeights.CopyFloats("AAAAAAAAAAA="u8, new float[1]));
        Assert.Throws<ArgumentException>(() => StaticWeights.CopyFloats("A?AAAA=="u8, new float[1]));
        Assert.Throws<ArgumentException>(() => StaticWeights.CopyHalves("AAA="u8, new float[2]));
        Assert.Throws<ArgumentException>(() => StaticWeights.CopyHalves(new ushort[] { 1, 2 }, new float[1]));
    }
}
