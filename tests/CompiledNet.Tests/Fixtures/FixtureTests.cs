using System.Globalization;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Oracle;
using Xunit.Abstractions;

namespace CompiledNet.Tests.Fixtures;

/// <summary>Generated networks agree with PyTorch in float64: outputs, loss, gradients, and the parameters after steps of every optimizer.</summary>
public class FixtureTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    private static readonly Lazy<IReadOnlyList<Type>> Types =
        new(() => NetworkCompiler.Compile([.. Fixture.Names.Select(name => Fixture.Load(name).Network)]));

    public static TheoryData<string> Names => [.. Fixture.Names];

    public static TheoryData<string, string> Trajectories
    {
        get
        {
            TheoryData<string, string> trajectories = [];
            foreach (Fixture fixture in Fixture.Names.Select(Fixture.Load))
            {
                foreach (FixtureTrajectory trajectory in fixture.Trajectories)
                {
                    trajectories.Add(fixture.Name, trajectory.Optimizer);
                }
            }

            return trajectories;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_agrees_with_PyTorch(string name)
    {
        Fixture fixture = Fixture.Load(name);
        NetworkUnderTest network = Create(fixture);
        float[] inputs = Agreement.ToFloats(fixture.Inputs);
        float[] targets = Agreement.ToFloats(fixture.Targets);
        float[] outputs = new float[fixture.Outputs.Length];
        float[] gradient = new float[network.Parameters.Length];
        float[] inputGradient = new float[inputs.Length];

        network.PredictBatch(inputs, outputs);
        float loss = network.Backpropagate(inputs, targets, gradient, inputGradient);

        double largest = 0;
        Check("outputs", fixture.Outputs, outputs);
        Check("loss", [fixture.Loss], [loss]);
        foreach (FixtureTensor tensor in fixture.Tensors)
        {
            Check($"gradient of {tensor.Name}", fixture.Gradient.AsSpan(tensor.Offset, tensor.Length), gradient.AsSpan(tensor.Offset, tensor.Length));
        }

        Check("input gradient", fixture.InputGradient, inputGradient);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: largest relative error {largest:E2}"));

        void Check(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual) => largest = Math.Max(largest, AssertClose(what, expected, actual));
    }

    [Theory]
    [MemberData(nameof(Trajectories))]
    public void Steps_of_optimizers_agree_with_PyTorch(string name, string optimizerName)
    {
        Fixture fixture = Fixture.Load(name);
        FixtureTrajectory trajectory = fixture.Trajectories.Single(entry => entry.Optimizer == optimizerName);
        NetworkUnderTest network = Create(fixture);
        Optimizer optimizer = FixtureOptimizer.Create(trajectory);
        float[] inputs = Agreement.ToFloats(fixture.Inputs);
        float[] targets = Agreement.ToFloats(fixture.Targets);
        float[] gradient = new float[network.Parameters.Length];
        float[] state = new float[optimizer.GetStateLength(gradient.Length)];
        for (int step = 1; step <= trajectory.Steps; step++)
        {
            network.Backpropagate(inputs, targets, gradient);
            optimizer.Step(network.Parameters, gradient, state, new OptimizerStep(step, optimizer.LearningRate));
        }

        double largest = 0;
        foreach (FixtureTensor tensor in fixture.Tensors)
        {
            // Relative to where the tensor was and is: one that passes by zero keeps the rounding of the values it had on the way.
            ReadOnlySpan<double> before = fixture.Parameters.AsSpan(tensor.Offset, tensor.Length);
            largest = Math.Max(largest, AssertClose(
                $"{tensor.Name} after {trajectory.Steps} steps",
                [.. trajectory.ParametersAfter.AsSpan(tensor.Offset, tensor.Length), .. before],
                [.. network.Parameters.Slice(tensor.Offset, tensor.Length), .. Agreement.ToFloats(before)]));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {optimizerName}: largest relative error {largest:E2}"));
    }

    private static NetworkUnderTest Create(Fixture fixture)
    {
        NetworkUnderTest network = NetworkUnderTest.Create(Types.Value[Fixture.Names.ToList().IndexOf(fixture.Name)], seed: 0);
        Agreement.ToFloats(fixture.Parameters).CopyTo(network.Parameters);
        return network;
    }

    private static double AssertClose(string what, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual)
    {
        double error = Agreement.LargestError(expected, Agreement.ToDoubles(actual));
        Assert.True(error <= Tolerance, FormattableString.Invariant($"The {what} has a relative error of {error:E2}."));
        return error;
    }
}
