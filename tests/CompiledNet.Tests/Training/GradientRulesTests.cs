using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Oracle;
using CompiledNet.Tests.Training.Optimizers;

namespace CompiledNet.Tests.Training;

/// <summary>Penalties, then clipping by value, then by norm, then the optimizer: against plain loops in double, on any team.</summary>
[Trait("Category", "Numerics")]
public partial class GradientRulesTests
{
    private const int Batch = 16;
    private const int Steps = 5;
    private const double Tolerance = 1e-5;

    public static TheoryData<double, double, double?, double?> Rules => new()
    {
        { 0.01, 0, null, null },
        { 0, 0.02, null, null },
        { 0, 0, 0.003, null },
        { 0, 0, null, 0.05 },
        { 0.01, 0.02, null, null },
        { 0.01, 0.02, 0.01, 0.05 },
        { 0, 0, 1e6, 1e6 },
        { 10, 10, 0.5, null },
        { 0, 10, null, 0.5 },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_optimizer_gets_what_plain_loops_make_of_the_gradient(double l1, double l2, double? clipValue, double? clipNorm)
    {
        TrainingOptions options = Options(l1, l2, clipValue, clipNorm);
        foreach (string name in OptimizerCases.Sorted.Append("sgd").Append("momentum"))
        {
            Optimizer optimizer = name == "sgd" ? new Sgd(0.1) : name == "momentum" ? new Sgd(0.1) { Momentum = 0.9, Nesterov = true, WeightDecay = 0.01 } : OptimizerCases.Get(name);
            Dataset data = Data<StaticNetworks.Regression>(Batch * Steps);

            // By hand: the rules in double, the optimizer as it is, which has tests of its own.
            StaticNetworks.Regression byHand = Spread<StaticNetworks.Regression>();
            float[] gradient = new float[StaticNetworks.Regression.ParameterCount];
            float[] state = new float[optimizer.GetStateLength(gradient.Length)];
            for (int step = 0; step < Steps; step++)
            {
                Dataset part = data.Slice(step * Batch, Batch);
                byHand.Backpropagate(part.Inputs.Span, part.Targets.Span, gradient);
                double[] expected = Apply(options, gradient, byHand.Parameters);
                optimizer.Step(byHand.Parameters, Array.ConvertAll(expected, value => (float)value), state, new OptimizerStep(step + 1, optimizer.LearningRate));
            }

            StaticNetworks.Regression trained = Spread<StaticNetworks.Regression>();
            trained.Train(data, options with { Optimizer = optimizer });
            double error = Agreement.LargestError(Agreement.ToDoubles(byHand.Parameters), Agreement.ToDoubles(trained.Parameters));
            Assert.True(error <= 10 * Tolerance, FormattableString.Invariant($"{name}: the largest relative error is {error:E2}."));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Each_gradient_is_right_and_the_same_on_any_team(double l1, double l2, double? clipValue, double? clipNorm)
    {
        AssertGradients<StaticNetworks.Regression>(Options(l1, l2, clipValue, clipNorm));
        AssertGradients<StaticNetworks.Wide>(Options(l1, l2, clipValue, clipNorm));
        AssertGradients<StaticNetworks.Dropped>(Options(l1, l2, clipValue, clipNorm));

        // The norm is summed in chunks of 4096 numbers.
        AssertGradients<Less>(Options(l1, l2, clipValue, clipNorm));
        AssertGradients<Exact>(Options(l1, l2, clipValue, clipNorm));
        AssertGradients<More>(Options(l1, l2, clipValue, clipNorm));
        AssertGradients<TwoChunksAndOne>(Options(l1, l2, clipValue, clipNorm));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    [InlineData(1.0)]
    [InlineData(1.001)]
    [InlineData(2)]
    public void A_gradient_longer_than_the_norm_is_scaled_to_it(double share)
    {
        float[] plain = Gradient<StaticNetworks.Regression>(new TrainingOptions());
        double norm = Math.Sqrt(plain.Sum(value => (double)value * value));
        float[] clipped = Gradient<StaticNetworks.Regression>(new TrainingOptions { ClipNorm = share * norm });
        if (share > 1)
        {
            Assert.Equal(plain, clipped);
            return;
        }

        Assert.InRange(Math.Sqrt(clipped.Sum(value => (double)value * value)) / norm, share * (1 - Tolerance), share * (1 + 1e-7));
        double factor = share * norm / (norm + 1e-6);
        Assert.InRange(Agreement.LargestError([.. plain.Select(value => value * factor)], Agreement.ToDoubles(clipped)), 0, 1e-6);
    }

    [Fact]
    public void A_gradient_of_zeros_stays_one()
    {
        // No input, no target: an identity network of zeros has nothing to learn.
        LinearNetwork network = new();
        ProbingOptimizer probe = new(new Sgd(0.1));
        new Trainer<LinearNetwork>(network, new TrainingOptions { L1 = 1, L2 = 1, ClipValue = 1, ClipNorm = 1e-30, Optimizer = probe, Epochs = 2 })
            .Train(new Dataset(new float[12], new float[8], 3, 2));
        Assert.All(probe.Gradients, gradient => Assert.All(gradient, value => Assert.Equal(0, value)));
        Assert.All(network.Parameters.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Biases_are_free_and_the_loss_leaves_penalties_out()
    {
        StaticNetworks.Regression network = Spread<StaticNetworks.Regression>();
        float[] plain = Gradient<StaticNetworks.Regression>(new TrainingOptions(), out double loss);
        float[] penalized = Gradient<StaticNetworks.Regression>(new TrainingOptions { L1 = 0.5, L2 = 0.5 }, out double same);
        Assert.Equal(loss, same);
        foreach (ParameterTensor tensor in StaticNetworks.Regression.Topology.Tensors)
        {
            bool isBias = tensor.Name.EndsWith(".bias", StringComparison.Ordinal);
            for (int i = tensor.Offset; i < tensor.Offset + tensor.Length; i++)
            {
                Assert.True(network.Parameters[i] != 0 && (plain[i] == penalized[i]) == isBias);
            }
        }
    }

    private static TrainingOptions Options(double l1, double l2, double? clipValue, double? clipNorm) => new()
    {
        Epochs = 1, BatchSize = Batch, Shuffle = false, L1 = l1, L2 = l2, ClipValue = clipValue, ClipNorm = clipNorm,
    };

    // The documented order in plain loops.
    private static double[] Apply(TrainingOptions options, ReadOnlySpan<float> gradient, ReadOnlySpan<float> parameters)
    {
        double[] result = Agreement.ToDoubles(gradient);
        foreach (ParameterTensor tensor in StaticNetworks.Regression.Topology.Tensors.Where(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal)))
        {
            Penalize(options, result, parameters, tensor);
        }

        Clip(options, result);
        return result;
    }

    private static void Penalize(TrainingOptions options, double[] gradient, ReadOnlySpan<float> parameters, ParameterTensor tensor)
    {
        for (int i = tensor.Offset; i < tensor.Offset + tensor.Length; i++)
        {
            gradient[i] += (options.L1 * Math.Sign(parameters[i])) + (2 * options.L2 * parameters[i]);
        }
    }

    private static void Clip(TrainingOptions options, double[] gradient)
    {
        if (options.ClipValue is { } most)
        {
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] = Math.Clamp(gradient[i], -most, most);
            }
        }

        double norm = Math.Sqrt(gradient.Sum(value => value * value));
        if (options.ClipNorm is { } length && norm > length)
        {
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] *= length / norm;
            }
        }
    }

    private static void AssertGradients<T>(TrainingOptions options)
        where T : class, ICompiledNetwork<T>
    {
        const int Rows = 2 * Batch;
        Dataset data = Data<T>(Rows);
        T before = Spread<T>();
        ProbingOptimizer unruled = new();
        new Trainer<T>(Spread<T>(), options with { L1 = 0, L2 = 0, ClipValue = null, ClipNorm = null, Optimizer = unruled }).Train(data);
        List<float[]>? alone = null;
        float[]? learned = null;
        foreach (int size in new[] { 1, 2, 3, 4 })
        {
            ProbingOptimizer probe = new();
            new Trainer<T>(Spread<T>(), options with { Optimizer = probe, TeamSize = size }).Train(data);
            for (int step = 0; step < 2; step++)
            {
                double[] expected = Agreement.ToDoubles(unruled.Gradients[step]);
                foreach (ParameterTensor tensor in T.Topology.Tensors.Where(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal)))
                {
                    Penalize(options, expected, before.Parameters, tensor);
                }

                Clip(options, expected);
                Assert.InRange(Agreement.LargestError(expected, Agreement.ToDoubles(probe.Gradients[step])), 0, Tolerance);
            }

            alone ??= probe.Gradients;
            Assert.Equal(alone, probe.Gradients);

            T network = Spread<T>();
            new Trainer<T>(network, options with { Optimizer = new Adam(0.01), TeamSize = size }).Train(data);
            Assert.Equal(learned ??= network.Parameters.ToArray(), network.Parameters.ToArray());
        }
    }

    private static float[] Gradient<T>(TrainingOptions options)
        where T : class, ICompiledNetwork<T> => Gradient<T>(options, out _);

    private static float[] Gradient<T>(TrainingOptions options, out double loss)
        where T : class, ICompiledNetwork<T>
    {
        ProbingOptimizer probe = new();
        loss = new Trainer<T>(Spread<T>(), options with { Epochs = 1, Optimizer = probe }).Train(Data<T>(Batch)).FinalLoss;
        return Assert.Single(probe.Gradients);
    }

    // No parameter is 0, biases either.
    private static T Spread<T>()
        where T : class, ICompiledNetwork<T>
    {
        T network = T.Create(1);
        SeededRandom random = new(8);
        foreach (ref float parameter in network.Parameters)
        {
            parameter = random.NextSingle(0.05f, 0.5f) * (random.NextSingle(-1, 1) < 0 ? -1 : 1);
        }

        return network;
    }

    private static Dataset Data<T>(int count)
        where T : class, ICompiledNetwork<T>
    {
        SeededRandom random = new(5);
        return new Dataset(
            Networks.TestData.Uniform(count * T.Topology.InputSize, random, -1, 1),
            Networks.TestData.Uniform(count * T.Topology.OutputSize, random, 0, 1),
            T.Topology.InputSize,
            T.Topology.OutputSize);
    }

    [CompiledNetwork(64, 63)]
    internal sealed partial class Less;

    [CompiledNetwork(63, 64)]
    internal sealed partial class Exact;

    [CompiledNetwork(16, 241)]
    internal sealed partial class More;

    [CompiledNetwork(2, 2731)]
    internal sealed partial class TwoChunksAndOne;
}
