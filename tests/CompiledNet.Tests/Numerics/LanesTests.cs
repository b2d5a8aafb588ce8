using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class LanesTests
{
    [Fact]
    public void Rows_come_into_lanes_and_missing_examples_are_zero()
    {
        for (int features = 0; features <= 37; features++)
        {
            for (int count = 0; count <= 16; count++)
            {
                int stride = features + (count % 3 * 5);
                float[] values = NumericInputs.Spread(Math.Max(0, ((count - 1) * stride) + features), features + count);
                using PageEnd rows = PageEnd.Of(values);
                using PageEnd lanes = new(features * 16);
                lanes.Span.Fill(9);
                Lanes.FromRows(rows.Span, stride, count, features, lanes.Span);
                for (int f = 0; f < features; f++)
                {
                    for (int n = 0; n < 16; n++)
                    {
                        Assert.Equal(n < count ? values[(n * stride) + f] : 0f, lanes.Span[(f * 16) + n]);
                    }
                }
            }
        }
    }

    [Fact]
    public void Lanes_go_back_to_rows_and_nothing_else_is_written()
    {
        for (int features = 0; features <= 37; features++)
        {
            for (int count = 0; count <= 16; count++)
            {
                int stride = features + (count % 3 * 5);
                float[] values = NumericInputs.Spread(features * 16, features + count);
                using PageEnd lanes = PageEnd.Of(values);
                using PageEnd rows = new(Math.Max(0, ((count - 1) * stride) + features));
                rows.Span.Fill(9);
                Lanes.ToRows(lanes.Span, features, count, rows.Span, stride);
                for (int i = 0; i < rows.Span.Length; i++)
                {
                    Assert.Equal(i % stride < features ? values[(i % stride * 16) + (i / stride)] : 9f, rows.Span[i]);
                }

                float[] longer = new float[(count * stride) + 20];
                Array.Fill(longer, 9f);
                Lanes.ToRows(lanes.Span, features, count, longer, stride);
                Assert.All(longer[rows.Span.Length..], value => Assert.Equal(9f, value));
            }
        }
    }

    [Fact]
    public void A_group_of_images_comes_back_as_it_was()
    {
        float[] rows = NumericInputs.Spread(16 * 784, 3);
        float[] lanes = new float[784 * 16];
        float[] back = new float[16 * 784];
        Lanes.FromRows(rows, 784, 16, 784, lanes);
        Lanes.ToRows(lanes, 784, 16, back, 784);
        Assert.Equal(rows, back);
        Assert.Equal(rows[(5 * 784) + 300], lanes[(300 * 16) + 5]);
    }

    [Fact]
    public void Sums_are_taken_by_halves()
    {
        for (int count = 0; count <= 40; count++)
        {
            float[] values = NumericInputs.Spread(count * 16, count);
            using PageEnd lanes = PageEnd.Of(values);
            using PageEnd sums = new(count);
            Lanes.Sum(lanes.Span, count, sums.Span);
            for (int i = 0; i < count; i++)
            {
                float[] expected = values[(i * 16)..((i + 1) * 16)];
                for (int half = 8; half > 0; half /= 2)
                {
                    for (int n = 0; n < half; n++)
                    {
                        expected[n] += expected[n + half];
                    }
                }

                Assert.Equal(BitConverter.SingleToInt32Bits(expected[0]), BitConverter.SingleToInt32Bits(sums.Span[i]));
            }
        }
    }

    [Fact]
    public void Only_as_many_sums_as_asked_for_are_written()
    {
        float[] sums = [9, 9, 9, 9, 9, 9, 9, 9];
        Lanes.Sum(new float[16 * 8], 5, sums);
        Assert.Equal([0, 0, 0, 0, 0, 9, 9, 9], sums);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        float[] many = new float[1000];
        Assert.Throws<ArgumentException>(() => Lanes.FromRows(many, 5, 17, 5, many));
        Assert.Throws<ArgumentException>(() => Lanes.FromRows(many, 5, -1, 5, many));
        Assert.Throws<ArgumentException>(() => Lanes.FromRows(many, 4, 3, 5, many));
        Assert.Throws<ArgumentException>(() => Lanes.FromRows(many, -1, 3, -1, many));
        Assert.Throws<ArgumentException>(() => Lanes.FromRows(many.AsSpan(0, 14), 5, 3, 5, many));
        Assert.Throws<ArgumentException>(() => Lanes.FromRows(many, 5, 3, 5, many.AsSpan(0, 79)));
        Assert.Throws<ArgumentException>(() => Lanes.ToRows(many, 5, 3, many.AsSpan(0, 14), 5));
        Assert.Throws<ArgumentException>(() => Lanes.ToRows(many.AsSpan(0, 79), 5, 3, many, 5));
        Assert.Throws<ArgumentException>(() => Lanes.ToRows(many, 5, 17, many, 5));
        Assert.Throws<ArgumentException>(() => Lanes.Sum(many, -1, many));
        Assert.Throws<ArgumentException>(() => Lanes.Sum(many.AsSpan(0, 47), 3, many));
        Assert.Throws<ArgumentException>(() => Lanes.Sum(many, 3, many.AsSpan(0, 2)));
    }
}
