using System.Runtime.InteropServices;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Data;

/// <summary>Bytes become floats by a multiplication and a multiply-add; the bits must be those of the division.</summary>
[Trait("Category", "Numerics")]
public class UnitRangeTests
{
    // Several vectors of every width, and each way to end.
    private const int Longest = 70;

    [Fact]
    public void Each_byte_at_each_place_of_each_length_is_exactly_its_255th_part()
    {
        byte[] bytes = new byte[256 + Longest];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)i;
        }

        float[] result = new float[Longest];
        for (int length = 0; length <= Longest; length++)
        {
            for (int start = 0; start < 256; start++)
            {
                UnitRange.FromBytes(bytes.AsSpan(start, length), result.AsSpan(0, length));
                for (int i = 0; i < length; i++)
                {
                    float expected = bytes[start + i] / 255f;
                    if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(result[i]))
                    {
                        Assert.Fail(FormattableString.Invariant($"Byte {bytes[start + i]} at {i} of {length} is {result[i]:R}, not {expected:R}."));
                    }
                }
            }
        }
    }

    [Fact]
    public void Nothing_is_read_or_written_outside_the_spans()
    {
        using PageEnd source = new(Longest);
        Span<byte> bytes = MemoryMarshal.AsBytes(source.Span);
        bytes.Fill(51);
        for (int length = 0; length <= Longest; length++)
        {
            using PageEnd destination = new(Longest);
            destination.Span.Fill(-1);
            UnitRange.FromBytes(bytes[^length..], destination.Span[^length..]);
            Assert.Equal(-1, destination.Span[..^length].ToArray().Append(-1f).Max());
            Assert.Equal(length, destination.Span.ToArray().Count(value => value == 0.2f));
        }
    }

    [Fact]
    public void Different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => UnitRange.FromBytes(new byte[3], new float[4]));
}
