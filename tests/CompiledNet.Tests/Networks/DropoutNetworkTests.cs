using System.Globalization;
using System.Reflection;
using System.Text;
using CompiledNet.Numerics;
using CompiledNet.Tests.Numerics;
using CompiledNet.Tests.Oracle;
using CompiledNet.Tests.Training;
using CsCheck;

namespace CompiledNet.Tests.Networks;

/// <summary>Networks with dropout in random places: a step's gradient against the oracle with the same values left out, and everything else as if it were not there.</summary>
[Trait("Category", "Numerics")]
public class DropoutNetworkTests
{
    private const string Seed = "0000Compiled1";
    private const int Networks = 16;
    private const double Tolerance = 2e-5;

    private static readonly Gen<int> Size = Gen.Frequency((4, Gen.Int[1, 20]), (1, Gen.Int[21, 40]), (1, Any(15, 16, 17, 31, 32, 33)));

    private static readonly Gen<float> Rate = Gen.Frequency((1, Gen.Const(0f)), (1, Gen.Const(0.5f)), (4, Gen.Float[0.01f, 0.9f]));

    private static readonly Gen<Activation> Hidden = Gen.Enum<Activation>().Where(activation => activation != Activation.Softmax);

    private static readonly Gen<(Loss Loss, Activation Output)> LossAndOutput = Gen.OneOf(
        Gen.Select(Any(Loss.SquaredError, Loss.MeanSquaredError), Gen.Enum<Activation>()),
        Any((Loss.CrossEntropy, Activation.Softmax), (Loss.BinaryCrossEntropy, Activation.Sigmoid)));

    private static readonly Gen<Description> Descriptions = Gen.Select(
        Size,
        Gen.Int[0, 2],
        Gen.Select(Size, Hidden, (units, activation) => new DenseLayer(units, activation)).List[0, 3],
        Size,
        LossAndOutput,
        Rate.List[0, 2].Array[4],
        Gen.Frequency((4, Gen.Const(Unroll.Auto)), (1, Gen.Const(Unroll.Full))),
        (inputs, image, hidden, outputs, pair, rates, unroll) => new Description(
            inputs, image, [.. hidden, new DenseLayer(outputs, pair.Output)], pair.Loss, rates, hidden.Count <= 1 ? unroll : Unroll.Auto));

    private static readonly Gen<int> Batches = Gen.Frequency((4, Gen.Int[1, 40]), (2, Gen.Int[120, 300]));

    [Fact]
    public void A_step_is_backpropagation_with_values_left_out() => ForRandomNetworks((description, network, _, batch, random) =>
    {
        (float[] inputs, float[] targets) = description.Examples(batch, random);
        ITrainableNetwork trainable = (ITrainableNetwork)network.Instance;
        float[] gradient = new float[network.Parameters.Length];
        float[] workspace = new float[trainable.WorkspaceLength];
        float[] before = network.Parameters.ToArray();
        foreach (ulong key in new[] { StepKeys.Dropout(batch, 1), StepKeys.Dropout(batch, 2) })
        {
            // Rooms that hold something of an earlier step must not matter.
            TestData.Uniform(workspace.Length, random, -9, 9).CopyTo(workspace, 0);
            float loss = trainable.TakeStep(inputs, targets, [], gradient, 0, workspace, key, default);
            (double expectedLoss, double[] expected) = description.Reference(before, inputs, targets, key);
            Assert.Equal(before, network.Parameters.ToArray());
            double error = Agreement.LargestError([expectedLoss], [loss]);
            foreach (LayerTopology layer in network.Topology.Layers.Where(layer => layer.ParameterCount > 0))
            {
                int offset = layer.Tensors[0].Offset;
                double[] actual = Agreement.ToDoubles(gradient.AsSpan(offset, layer.ParameterCount));
                double[] exact = expected[offset..(offset + layer.ParameterCount)];
                error = Math.Max(error, exact.All(value => value == 0) ? actual.Max(Math.Abs) : Agreement.LargestError(exact, actual));
            }

            Assert.True(error <= Tolerance, FormattableString.Invariant($"{description}, batch {batch}: the largest relative error is {error:E2}."));

            // The same again, and then with the step.
            float[] again = new float[gradient.Length];
            Assert.Equal(loss, trainable.TakeStep(inputs, targets, [], again, 0, workspace, key, default));
            Assert.Equal(gradient, again);
            Assert.Equal(0, Allocations.Least(() => trainable.TakeStep(inputs, targets, [], again, 0, workspace, key, default)));
            Assert.Equal(loss, trainable.TakeStep(inputs, targets, [], again, -0.5f, workspace, key, default));
            new Sgd(0.5).Step(before.AsSpan(), gradient, [], new OptimizerStep(1, 0.5));
            Assert.Equal(before, network.Parameters.ToArray());
        }
    });

    [Fact]
    public void Without_a_step_it_is_as_if_it_were_not_there() => ForRandomNetworks((description, network, plain, batch, random) =>
    {
        Assert.Equal(plain.Parameters.ToArray(), network.Parameters.ToArray());
        (float[] inputs, float[] targets) = description.Examples(batch, random);
        float[][] all = [.. new[] { plain, network }.Select(one => Everything(one, inputs, targets))];
        Assert.Equal(TestData.Bits(all[0]), TestData.Bits(all[1]));
    });

    [Fact]
    public void A_rate_of_0_learns_the_same_bits_as_none() => ForRandomNetworks(
        (description, network, plain, batch, random) =>
        {
            (float[] inputs, float[] targets) = description.Examples(batch, random);
            foreach (NetworkUnderTest one in new[] { network, plain })
            {
                ITrainableNetwork trainable = (ITrainableNetwork)one.Instance;
                float[] workspace = new float[trainable.WorkspaceLength];
                for (int step = 1; step <= 3; step++)
                {
                    trainable.TakeStep(inputs, targets, [], new float[one.Parameters.Length], -0.1f, workspace, StepKeys.Dropout(1, step), default);
                }
            }

            Assert.Equal(TestData.Bits(plain.Parameters), TestData.Bits(network.Parameters));
        },
        kind: "Zero");

    // The same networks for all tests here; the compiler takes most of the time.
    private static (string Source, Assembly Assembly)? Compiled { get; set; }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static void ForRandomNetworks(Action<Description, NetworkUnderTest, NetworkUnderTest, int, SeededRandom> check, string kind = "Net") =>
        Gen.Select(Descriptions.List[Networks], Batches.List[Networks]).Sample(
            (descriptions, batches) =>
            {
                Assert.Contains(descriptions, description => description.Rates.Take(description.Layers.Count).Any(rates => rates.Count == 2));
                string source = string.Join('\n', descriptions.Select((description, n) =>
                    description.ToSource($"Net{n}", rate => rate) + description.ToSource($"Zero{n}", _ => 0f) + description.ToSource($"Plain{n}", rate => null)));
                if (Compiled?.Source != source)
                {
                    Compiled = (source, NetworkCompiler.Compile(source));
                }

                for (int n = 0; n < descriptions.Count; n++)
                {
                    NetworkUnderTest network = NetworkUnderTest.Create(Compiled.Value.Assembly.GetType($"{kind}{n}", throwOnError: true)!, n);
                    NetworkUnderTest plain = NetworkUnderTest.Create(Compiled.Value.Assembly.GetType($"Plain{n}", throwOnError: true)!, n);
                    TestData.FillBiases(network, new SeededRandom(n));
                    TestData.FillBiases(plain, new SeededRandom(n));
                    check(descriptions[n], network, plain, batches[n], new SeededRandom(n));
                }
            },
            seed: Seed,
            iter: 1,
            threads: 1);

    private static float[] Everything(NetworkUnderTest network, float[] inputs, float[] targets)
    {
        int inputSize = network.Topology.InputSize;
        float[] outputs = new float[targets.Length];
        float[] again = new float[targets.Length];
        float[] gradient = new float[network.Parameters.Length];
        float[] inputGradient = new float[inputs.Length];
        float[] activations = new float[network.ActivationCount];
        float[] single = new float[network.Topology.OutputSize];
        network.PredictBatch(inputs, outputs);
        network.Predict(inputs.AsSpan(0, inputSize), single);
        network.Trace(inputs.AsSpan(0, inputSize), activations);
        float loss = network.ComputeLoss(inputs, targets, again);
        float trained = network.Backpropagate(inputs, targets, gradient, inputGradient);
        return
        [
            .. outputs, .. again, .. single, .. network.Predict(inputs.AsSpan(0, inputSize)), network.Classify(inputs.AsSpan(0, inputSize)),
            loss, trained, .. gradient, .. inputGradient, .. WithoutDropout(network.Topology, activations),
        ];
    }

    // What the layers with dropout show is what came in.
    private static float[] WithoutDropout(NetworkTopology topology, float[] activations)
    {
        List<float> kept = [];
        int offset = 0;
        foreach (LayerTopology layer in topology.Layers)
        {
            Span<float> ofLayer = activations.AsSpan(offset, layer.Output.Length);
            offset += layer.Output.Length;
            if (layer.Kind != "Dropout")
            {
                kept.AddRange(ofLayer);
            }
            else if (layer.Number > 1)
            {
                Assert.Equal(activations[(offset - (2 * ofLayer.Length))..(offset - ofLayer.Length)], ofLayer.ToArray());
            }
        }

        Assert.Equal(activations.Length, offset);
        return [.. kept];
    }

    /// <summary>A network with dropout: before layer n, and so after the one before or the input, as many as it has rates.</summary>
    private sealed record Description(int Inputs, int Image, List<DenseLayer> Layers, Loss Loss, List<float>[] Rates, Unroll Unroll)
    {
        private int InputSize => Image == 0 ? Inputs : 2 * Inputs;

        public (float[] Inputs, float[] Targets) Examples(int batch, SeededRandom random) =>
            (TestData.Uniform(batch * InputSize, random, -1, 1), TestData.Uniform(batch * Layers[^1].Units, random, 0, 1));

        public string ToSource(string name, Func<float, float?> rateOf)
        {
            StringBuilder text = new();
            text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.CompiledNetwork(Loss = CompiledNet.Loss.{Loss}, Unroll = CompiledNet.Unroll.{Unroll})]\n");
            text.Append(Image == 0 ? FormattableString.Invariant($"[CompiledNet.Input({Inputs})]") : FormattableString.Invariant($"[CompiledNet.Input({Inputs}, 1, 2)]"));
            text.Append(Image == 1 ? "[CompiledNet.Flatten]" : "");
            for (int n = 0; n < Layers.Count; n++)
            {
                foreach (float rate in Rates[n].Select(rateOf).OfType<float>())
                {
                    text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.Dropout({rate:R}f)]");
                }

                text.Append(n == 0 && Image == 2 ? "[CompiledNet.Flatten]" : "");
                text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.Dense({Layers[n].Units}, CompiledNet.Activation.{Layers[n].Activation})]\n");
            }

            return text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {name};\n").ToString();
        }

        /// <summary>
        /// Loss and gradient in double, one example at a time: to leave out an input of a layer is to leave out its row of the weights.
        /// </summary>
        public (double Loss, double[] Gradient) Reference(float[] parameters, float[] inputs, float[] targets, ulong key)
        {
            ReferenceNetwork reference = new(InputSize, Layers, Loss);
            int outputs = Layers[^1].Units;
            int batch = targets.Length / outputs;
            double loss = 0;
            double[] gradient = new double[parameters.Length];
            for (int row = 0; row < batch; row++)
            {
                double[] factors = Factors(row, key);
                for (int i = 0; i < factors.Length; i++)
                {
                    reference.Parameters[i] = parameters[i] * factors[i];
                }

                (double one, double[] slopes, _) = reference.Backpropagate(
                    Agreement.ToDoubles(inputs.AsSpan(row * InputSize, InputSize)), Agreement.ToDoubles(targets.AsSpan(row * outputs, outputs)));
                loss += one / batch;
                for (int i = 0; i < factors.Length; i++)
                {
                    gradient[i] += factors[i] * slopes[i] / batch;
                }
            }

            return (loss, gradient);
        }

        public override string ToString() => ToSource("Net", rate => rate);

        // What each parameter is multiplied by in one example; biases by 1.
        private double[] Factors(int row, ulong key)
        {
            List<double> factors = [];
            int fan = InputSize;
            int number = Image == 1 ? 1 : 0;
            for (int n = 0; n < Layers.Count; n++)
            {
                double[] ofInputs = new double[fan];
                Array.Fill(ofInputs, 1);
                foreach (float rate in Rates[n])
                {
                    number++;
                    for (int i = 0; i < fan; i++)
                    {
                        ofInputs[i] *= DropoutTests.IsLeftOut(key, number, row, fan, i, rate) ? 0 : 1 / (1 - rate);
                    }
                }

                number += n == 0 && Image == 2 ? 2 : 1;
                factors.AddRange(ofInputs.SelectMany(factor => Enumerable.Repeat(factor, Layers[n].Units)));
                factors.AddRange(Enumerable.Repeat(1.0, Layers[n].Units));
                fan = Layers[n].Units;
            }

            return [.. factors];
        }
    }
}
