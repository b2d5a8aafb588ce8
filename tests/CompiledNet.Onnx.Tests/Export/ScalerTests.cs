namespace CompiledNet.Onnx.Tests.Export;

/// <summary>A model that scales its inputs and outputs itself gives what the scalers and the network give.</summary>
public class ScalerTests
{
    [Fact]
    public void Inputs_and_outputs_are_in_their_own_units() => Check<SmallNet>(
        new FeatureScaler([0.5, -2, 1e-3], [2, 0.25, 7]), new FeatureScaler([100, -3], [30, 0.5]), OnnxImageLayout.ChannelsFirst, (-2, 2));

    [Theory]
    [InlineData(OnnxImageLayout.ChannelsFirst)]
    [InlineData(OnnxImageLayout.ChannelsLast)]
    public void The_columns_of_an_image_are_in_the_order_of_the_input(OnnxImageLayout layout)
    {
        double[] columns = [.. Enumerable.Range(1, SmallImageNet.InputSize).Select(n => n / 10.0)];
        Check<SmallImageNet>(new FeatureScaler(columns, [.. columns.Reverse()]), null, layout, (-2, 2));
    }

    [Fact]
    public void Large_numbers_close_to_each_other_lose_nothing() =>
        Check<SmallNet>(new FeatureScaler([16_777_217.4, 16_777_216.3, 16_777_218.2], [1.5, 2, 3]), null, OnnxImageLayout.ChannelsFirst, (16_777_212, 16_777_222));

    private static void Check<TNetwork>(FeatureScaler inputScaler, FeatureScaler? targetScaler, OnnxImageLayout layout, (float Low, float High) range)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        const int Batch = 7;
        TNetwork network = TestNetwork.Create<TNetwork>();
        NetworkTopology topology = TNetwork.Topology;
        float[] inputs = TestNetwork.Examples(topology, Batch, range.Low, range.High);
        float[] expected = new float[Batch * topology.OutputSize];
        network.PredictBatch(inputScaler.Apply(inputs), expected);
        OnnxExportOptions options = new()
        {
            Info = new ModelInfo { InputScaler = inputScaler, TargetScaler = targetScaler }, ScaleInputs = true, UnscaleOutputs = targetScaler is not null, InputLayout = layout,
        };
        byte[] model = OnnxExport.ToBytes(network, options);
        ModelStructure.Check(model, topology, options);
        using OnnxModelRun run = new(model);
        double error = OutputComparison.Error(
            targetScaler?.Invert(expected) ?? expected,
            run.Run(layout == OnnxImageLayout.ChannelsFirst ? TestNetwork.ChannelsFirst(topology, inputs) : inputs, Batch));
        Assert.True(error <= OutputComparison.Tolerance, FormattableString.Invariant($"{error:E2}"));
    }
}
