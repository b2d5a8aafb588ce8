using CompiledNet.Numerics;
using CompiledNet.Tests.Fixtures;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Oracle;

/// <summary>The oracle has to earn its trust: it is compared with PyTorch, and its gradients with finite differences.</summary>
public class ReferenceNetworkTests
{
    // The fixtures are printed with twelve digits.
    private const double PrintedDigits = 1e-10;
    private const double FiniteDifference = 1e-7;

    public static TheoryData<string> Fixtures => [.. Fixture.Names];

    public static TheoryData<Activation, Loss> Pairs
    {
        get
        {
            TheoryData<Activation, Loss> pairs = [];
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                pairs.Add(activation, Loss.SquaredError);
                pairs.Add(activation, Loss.MeanSquaredError);
            }

            pairs.Add(Activation.Softmax, Loss.CrossEntropy);
            pairs.Add(Activation.Sigmoid, Loss.BinaryCrossEntropy);
            return pairs;
        }
    }

    [Fact]
    public void There_are_fixtures() => Assert.Equal(16, Fixture.Names.Count);

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void It_agrees_with_PyTorch(string name)
    {
        Fixture fixture = Fixture.Load(name);
        ReferenceNetwork reference = fixture.Network.CreateReference();
        fixture.Parameters.CopyTo(reference.Parameters, 0);
        (double loss, double[] gradient, double[] inputGradient) = reference.Backpropagate(fixture.Inputs, fixture.Targets);

        Assert.InRange(Agreement.LargestError(fixture.Outputs, reference.Predict(fixture.Inputs)), 0, PrintedDigits);
        Assert.InRange(Agreement.LargestError([fixture.Loss], [loss]), 0, PrintedDigits);
        Assert.InRange(Agreement.LargestError([fixture.Loss], [reference.ComputeLoss(fixture.Inputs, fixture.Targets)]), 0, PrintedDigits);
        Assert.InRange(Agreement.LargestError(fixture.Gradient, gradient), 0, PrintedDigits);
        Assert.InRange(Agreement.LargestError(fixture.InputGradient, inputGradient), 0, PrintedDigits);
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Its_steps_of_stochastic_gradient_descent_agree_with_PyTorch(string name)
    {
        Fixture fixture = Fixture.Load(name);
        foreach (FixtureTrajectory trajectory in fixture.Trajectories.Where(trajectory => trajectory.Optimizer == "sgd"))
        {
            ReferenceNetwork reference = fixture.Network.CreateReference();
            fixture.Parameters.CopyTo(reference.Parameters, 0);
            for (int step = 0; step < trajectory.Steps; step++)
            {
                double[] gradient = reference.Backpropagate(fixture.Inputs, fixture.Targets).Gradient;
                for (int i = 0; i < gradient.Length; i++)
                {
                    reference.Parameters[i] -= trajectory.Setting("learningRate") * gradient[i];
                }
            }

            Assert.InRange(Agreement.LargestError(trajectory.ParametersAfter, reference.Parameters), 0, PrintedDigits);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Its_gradient_is_the_slope_of_its_loss(Activation activation, Loss loss)
    {
        Activation hidden = activation == Activation.Softmax ? Activation.Tanh : activation;
        ReferenceNetwork reference = new NetworkDescription(3, [new(4, hidden), new(5, hidden), new(3, activation)], loss).CreateReference();
        SeededRandom random = new(7);
        Fill(reference.Parameters, random, -1, 1);
        double[] inputs = new double[4 * 3];
        double[] targets = new double[4 * 3];
        Fill(inputs, random, -2, 2);
        Fill(targets, random, 0, 1);

        (double _, double[] gradient, double[] inputGradient) = reference.Backpropagate(inputs, targets);
        Assert.InRange(Agreement.LargestError(Slopes(reference.Parameters), gradient), 0, FiniteDifference);
        Assert.InRange(Agreement.LargestError(Slopes(inputs), inputGradient), 0, FiniteDifference);

        double[] Slopes(double[] variables)
        {
            const double Step = 1e-5;
            double[] slopes = new double[variables.Length];
            for (int i = 0; i < variables.Length; i++)
            {
                double value = variables[i];
                variables[i] = value + Step;
                double above = reference.ComputeLoss(inputs, targets);
                variables[i] = value - Step;
                double below = reference.ComputeLoss(inputs, targets);
                variables[i] = value;
                slopes[i] = (above - below) / (2 * Step);
            }

            return slopes;
        }
    }

    [Theory]
    [InlineData(0.5, 0.34573123063700656)]
    [InlineData(-0.5, -0.15426876936299344)]
    [InlineData(2.5, 2.4844758366855597)]
    [InlineData(-2.5, -0.015524163314440348)]
    [InlineData(-8, -4.9767684594174555e-15)]
    public void The_exact_GELU_has_its_digits_in_the_middle_and_in_the_tail(double z, double expected) =>
        Assert.InRange(Agreement.LargestError([expected], [ReferenceActivations.Apply(Activation.GELU, z)]), 0, 1e-12);

    private static void Fill(double[] values, SeededRandom random, float low, float high)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle(low, high);
        }
    }
}
