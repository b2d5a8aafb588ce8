using System.Globalization;
using CompiledNet.Tests.Numerics;
using Xunit.Abstractions;

namespace CompiledNet.Tests.Training.Optimizers;

/// <summary>What the optimizers compute: PyTorch's formulas, the same bits however a step is divided, and finite numbers at the limits.</summary>
[Trait("Category", "Numerics")]
public class OptimizerTests(ITestOutputHelper output)
{
    private const int Length = 515;

    public static TheoryData<string> Names => OptimizerCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_follow_PyTorchs_formulas(string name)
    {
        const int Steps = 60;
        const double Tolerance = 1e-5;
        Optimizer optimizer = OptimizerCases.Get(name);
        float[] parameters = NumericInputs.Uniform(Length, -1, 1, 1);
        float[] state = new float[optimizer.GetStateLength(Length)];
        double[] expected = [.. parameters.Select(p => (double)p)];
        ReferenceOptimizer[] references = [.. expected.Select(_ => ReferenceOptimizer.Of(optimizer))];
        double largest = 0;
        for (int step = 1; step <= Steps; step++)
        {
            // The learning rate of the step counts, not the optimizer's own.
            double rate = optimizer.LearningRate * (1 + (step % 3));
            float[] gradient = NumericInputs.Uniform(Length, -1, 1, step + 1);
            optimizer.Step(parameters, gradient, state, new OptimizerStep(step, rate));
            for (int i = 0; i < Length; i++)
            {
                expected[i] = references[i].Step(expected[i], gradient[i], rate);
                largest = Math.Max(largest, Math.Abs(expected[i] - parameters[i]));
            }
        }

        double error = largest / expected.Max(Math.Abs);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: largest relative error after {Steps} steps {error:E2}"));
        Assert.InRange(error, 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_gets_the_same_bits_wherever_it_lies(string name)
    {
        // All at once, in two shares of an odd length, and each alone, where nothing is a vector.
        Optimizer optimizer = OptimizerCases.Get(name);
        int numbers = optimizer.GetStateLength(1);
        float[][] parameters = [.. Enumerable.Range(0, 3).Select(_ => NumericInputs.Uniform(Length, -1, 1, 1))];
        float[][] state = [.. parameters.Select(_ => new float[optimizer.GetStateLength(Length)])];
        for (int step = 1; step <= 6; step++)
        {
            OptimizerStep current = new(step, optimizer.LearningRate);
            float[] gradient = NumericInputs.Uniform(Length, -1, 1, step + 1);
            optimizer.Step(parameters[0], gradient, state[0], current);
            Assert.True(optimizer.CanShare);
            optimizer.StepShare(parameters[1], gradient, state[1], current, 0, 101);
            optimizer.StepShare(parameters[1], gradient, state[1], current, 101, 101);
            optimizer.StepShare(parameters[1], gradient, state[1], current, 101, Length);
            for (int i = 0; i < Length; i++)
            {
                float[] own = [.. Enumerable.Range(0, numbers).Select(n => state[2][(n * Length) + i])];
                optimizer.Step(parameters[2].AsSpan(i, 1), gradient.AsSpan(i, 1), own, current);
                for (int n = 0; n < numbers; n++)
                {
                    state[2][(n * Length) + i] = own[n];
                }
            }
        }

        Assert.Equal(NumericInputs.Bits(parameters[0]), NumericInputs.Bits(parameters[1]));
        Assert.Equal(NumericInputs.Bits(parameters[0]), NumericInputs.Bits(parameters[2]));
        Assert.Equal(NumericInputs.Bits(state[0]), NumericInputs.Bits(state[1]));
        Assert.Equal(NumericInputs.Bits(state[0]), NumericInputs.Bits(state[2]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_learning_rate_of_0_changes_the_state_alone(string name)
    {
        Optimizer optimizer = OptimizerCases.Get(name);
        float[] before = NumericInputs.Uniform(Length, -1, 1, 1);
        float[] parameters = [.. before];
        float[] state = new float[optimizer.GetStateLength(Length)];
        optimizer.Step(parameters, NumericInputs.Uniform(Length, -1, 1, 2), state, new OptimizerStep(1, 0));
        Assert.Equal(NumericInputs.Bits(before), NumericInputs.Bits(parameters));
        Assert.True(state.Count(value => value != 0) >= state.Length - 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Without_a_gradient_nothing_is_NaN_and_what_is_remembered_comes_to_rest(string name)
    {
        Optimizer optimizer = OptimizerCases.Get(name);
        foreach (int length in (int[])[1, 67])
        {
            float[] parameters = new float[length];
            float[] state = new float[optimizer.GetStateLength(length)];
            optimizer.Step(parameters, new float[length], state, new OptimizerStep(1, optimizer.LearningRate));
            Assert.All(state.Concat(parameters), value => Assert.Equal(0, value));

            // Numbers that shrink: as small as makes the way short. Parameters at 0, for weight decay not to be a gradient.
            Array.Fill(state, 1e-35f);
            for (int step = 2; step <= 8000; step++)
            {
                Assert.True(Array.TrueForAll(parameters, float.IsFinite));
                Array.Clear(parameters);
                optimizer.Step(parameters, new float[length], state, new OptimizerStep(step, optimizer.LearningRate));
                Assert.False(state.Any(float.IsSubnormal), FormattableString.Invariant($"The state is subnormal after step {step}."));
            }

            Assert.True(optimizer is Adagrad or Adam { AmsGrad: true } || state.All(value => value == 0));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_any_size_give_finite_parameters(string name)
    {
        // Both signs of everything from the smallest subnormal to the largest number, all followed by all.
        float[] sizes = [0, float.Epsilon, 1e-40f, 1.2e-38f, 1e-30f, 1e-21f, 1.4e-17f, 1e-9f, 1, 1e9f, 1.8e19f, 1e20f, 1e30f, float.MaxValue];
        float[] values = [.. sizes, .. sizes.Select(size => -size)];
        int length = values.Length * values.Length;
        Optimizer optimizer = OptimizerCases.Get(name);
        float[] parameters = NumericInputs.Uniform(length, -1, 1, 1);
        float[] state = new float[optimizer.GetStateLength(length)];
        for (int step = 1; step <= 40; step++)
        {
            float[] gradient = [.. Enumerable.Range(0, length).Select(i => step % 2 == 1 ? values[i / values.Length] : values[i % values.Length])];
            optimizer.Step(parameters, gradient, state, new OptimizerStep(step, optimizer.LearningRate));
            Assert.InRange(parameters.Max(Math.Abs), 0, 1e6f);
            Assert.False(Array.Exists(parameters, float.IsNaN));
            Assert.False(Array.Exists(state, float.IsNaN));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_gradient_too_large_to_square_changes_nothing(string name)
    {
        Optimizer optimizer = OptimizerCases.Get(name);
        float[] before = [.. Enumerable.Repeat(0f, 37)];
        float[] parameters = [.. before];
        float[] state = new float[optimizer.GetStateLength(37)];
        for (int step = 1; step <= 3; step++)
        {
            optimizer.Step(parameters, [.. Enumerable.Repeat(1e30f, 37)], state, new OptimizerStep(step, optimizer.LearningRate));
            Assert.Equal(before, parameters);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_nothing(string name)
    {
        Optimizer optimizer = OptimizerCases.Get(name);
        float[] parameters = NumericInputs.Uniform(Length, -1, 1, 1);
        float[] gradient = NumericInputs.Uniform(Length, -1, 1, 2);
        float[] state = new float[optimizer.GetStateLength(Length)];
        optimizer.Step(parameters, gradient, state, new OptimizerStep(1, 0.1));
        Assert.Equal(0, Allocations.Least(() => optimizer.Step(parameters, gradient, state, new OptimizerStep(2, 0.1))));
    }
}
