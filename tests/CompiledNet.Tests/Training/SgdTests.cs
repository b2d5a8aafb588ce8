using System.Globalization;

namespace CompiledNet.Tests.Training;

[Trait("Category", "Numerics")]
public class SgdTests
{
    public static TheoryData<double, bool, double> Settings => new()
    {
        { 0, false, 0 },
        { 0, false, 0.01 },
        { 0.9, false, 0 },
        { 0.9, false, 0.01 },
        { 0.9, true, 0 },
        { 0.5, true, 0.1 },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Steps_follow_PyTorchs_formulas(double momentum, bool nesterov, double weightDecay)
    {
        Sgd sgd = new(0.05) { Momentum = momentum, Nesterov = nesterov, WeightDecay = weightDecay };
        foreach (int length in (int[])[1, 2, 3, 5, 8, 15, 16, 17, 31, 33, 257])
        {
            Random random = new(length);
            float[] parameters = new float[length];
            random.NextSingles(parameters);
            float[] gradient = new float[length];
            float[] state = new float[sgd.GetStateLength(length)];
            double[] expected = [.. parameters.Select(p => (double)p)];
            double[]? velocity = null;

            for (int step = 1; step <= 20; step++)
            {
                random.NextSingles(gradient);
                sgd.Step(parameters, gradient, state, new OptimizerStep(step, sgd.LearningRate));

                // torch.optim.SGD, line by line: the first velocity is the gradient itself.
                double[] slope = [.. gradient.Select((g, i) => g + (weightDecay * expected[i]))];
                velocity = velocity is null ? [.. slope] : [.. velocity.Select((v, i) => (momentum * v) + slope[i])];
                for (int i = 0; i < length; i++)
                {
                    double direction = momentum == 0 ? slope[i] : nesterov ? slope[i] + (momentum * velocity[i]) : velocity[i];
                    expected[i] -= 0.05 * direction;
                }
            }

            Assert.All(expected.Zip(parameters), pair => Assert.Equal(pair.First, pair.Second, 2e-6));
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_parameter_gets_the_same_bits_wherever_it_lies(double momentum, bool nesterov, double weightDecay)
    {
        // In a span of one the scalar part does all; in a long one the vector part nearly all. A large learning rate and weight decay, for the
        // last bit of every intermediate result to show in a parameter sooner or later.
        Sgd sgd = new(0.9) { Momentum = momentum, Nesterov = nesterov, WeightDecay = weightDecay * 30 };
        const int Length = 515;
        Random random = new(1);
        float[] parameters = new float[Length];
        random.NextSingles(parameters);
        float[] gradient = new float[Length];
        float[] state = new float[sgd.GetStateLength(Length)];
        float[] single = [.. parameters];
        float[] singleState = [.. state];

        for (int step = 1; step <= 5; step++)
        {
            random.NextSingles(gradient);
            OptimizerStep current = new(step, sgd.LearningRate);
            sgd.Step(parameters, gradient, state, current);
            for (int i = 0; i < Length; i++)
            {
                Span<float> own = momentum == 0 ? [] : singleState.AsSpan(i, 1);
                sgd.Step(single.AsSpan(i, 1), gradient.AsSpan(i, 1), own, current);
            }
        }

        Assert.True(parameters.AsSpan().SequenceEqual(single));
        Assert.True(state.AsSpan().SequenceEqual(singleState));
    }

    [Fact]
    public void A_velocity_without_a_gradient_comes_to_rest()
    {
        // Left to itself it would stay at a denormal number, on which processors are slow.
        Sgd sgd = new(0.1) { Momentum = 0.9 };
        foreach (int length in (int[])[1, 67])
        {
            float[] velocity = [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? 1f : -1f)];
            for (int step = 1; step <= 1000; step++)
            {
                sgd.Step(new float[length], new float[length], velocity, new OptimizerStep(step, sgd.LearningRate));
                Assert.All(velocity, v => Assert.False(float.IsSubnormal(v)));
            }

            Assert.Equal(new float[length], velocity);
        }
    }

    [Fact]
    public void The_learning_rate_of_the_step_counts()
    {
        float[] parameters = [1];
        new Sgd(100).Step(parameters, [2], [], new OptimizerStep(1, 0.25));
        Assert.Equal(0.5f, parameters[0]);
    }

    [Fact]
    public void There_is_a_state_only_with_momentum()
    {
        Assert.Equal(0, new Sgd(1) { WeightDecay = 1 }.GetStateLength(5));
        Assert.Equal(5, new Sgd(1) { Momentum = 0.1 }.GetStateLength(5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e-60)]
    [InlineData(1e39)]
    public void A_learning_rate_must_be_finite_and_above_zero(double learningRate)
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(learningRate)).Message;
        Assert.Contains($"learning rate is {learningRate.ToString(CultureInfo.InvariantCulture)}; expected a finite float above 0", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e39)]
    public void Momentum_and_weight_decay_must_be_finite_and_not_negative(double value)
    {
        Assert.Contains("Momentum is", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1) { Momentum = value }).Message, StringComparison.Ordinal);
        Assert.Contains("WeightDecay is", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1) { WeightDecay = value }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesterov_momentum_needs_momentum()
    {
        Sgd sgd = new(1) { Nesterov = true };
        Assert.Throws<InvalidOperationException>(sgd.Validate);
        float[] parameters = [1];
        Assert.Throws<InvalidOperationException>(() => sgd.Step(parameters, [1], [], new OptimizerStep(1, 1)));
        Assert.Equal(1, parameters[0]);
    }

    [Theory]
    [InlineData(0.9, 2, 3)]
    [InlineData(0.9, 4, 3)]
    [InlineData(0.9, 3, 2)]
    [InlineData(0.9, 3, 0)]
    [InlineData(0, 3, 3)]
    [InlineData(0, 2, 0)]
    public void Spans_of_the_wrong_length_are_refused_before_anything_changes(double momentum, int gradientLength, int stateLength)
    {
        float[] parameters = [1, 2, 3];
        float[] gradient = [.. Enumerable.Repeat(1f, gradientLength)];
        Assert.Throws<ArgumentException>(
            () => new Sgd(1) { Momentum = momentum }.Step(parameters, gradient, new float[stateLength], new OptimizerStep(1, 1)));
        Assert.Equal([1, 2, 3], parameters);
    }
}
