using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class GroupGradientsTests
{
    private delegate void Use(ReadOnlySpan<float> groups, Span<float> gradient, Span<float> parameters);

    [Theory]
    [InlineData(true, 0f)]
    [InlineData(true, -0.3f)]
    [InlineData(false, 0f)]
    [InlineData(false, -0.3f)]
    public void Groups_are_added_in_order(bool first, float rate)
    {
        for (int length = 0; length <= 70; length++)
        {
            for (int count = 0; count <= 4; count++)
            {
                int stride = length + (count % 2 * 3);
                using PageEnd groups = PageEnd.Of(NumericInputs.Spread(Math.Max(0, ((count - 1) * stride) + length), length));
                using PageEnd gradient = PageEnd.Of(NumericInputs.Spread(length, 6));
                using PageEnd parameters = PageEnd.Of(NumericInputs.Spread(length, 7));
                float[] expected = new float[length];
                float[] moved = parameters.Span.ToArray();
                for (int i = 0; i < length; i++)
                {
                    float sum = first ? 0 : gradient.Span[i];
                    for (int k = 0; k < count; k++)
                    {
                        sum += groups.Span[(k * stride) + i];
                    }

                    expected[i] = rate == 0 ? sum : gradient.Span[i];
                    moved[i] = rate == 0 ? moved[i] : MathF.FusedMultiplyAdd(rate, sum, moved[i]);
                }

                GroupGradients.Apply(groups.Span, count, stride, gradient.Span, parameters.Span, first, rate);
                Assert.Equal(NumericInputs.Bits(expected), NumericInputs.Bits(gradient.Span));
                Assert.Equal(NumericInputs.Bits(moved), NumericInputs.Bits(parameters.Span));
            }
        }
    }

    [Fact]
    public void The_first_group_is_taken_as_it_is()
    {
        float[] gradient = [float.NaN, float.NaN];
        GroupGradients.Apply([-0f, 1], 1, 2, gradient, new float[2], first: true, 0);
        Assert.Equal(NumericInputs.Bits([-0f, 1]), NumericInputs.Bits(gradient));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Refuse((groups, gradient, parameters) => GroupGradients.Apply(groups, 2, 5, gradient, parameters[..4], true, 0));
        Refuse((groups, gradient, parameters) => GroupGradients.Apply(groups, 2, 4, gradient, parameters, true, 0));
        Refuse((groups, gradient, parameters) => GroupGradients.Apply(groups, -1, 5, gradient, parameters, true, 0));
        Refuse((groups, gradient, parameters) => GroupGradients.Apply(groups[..9], 2, 5, gradient, parameters, true, 0));
    }

    private static void Refuse(Use use) => Assert.Throws<ArgumentException>(() => use(new float[10], new float[5], new float[5]));
}
