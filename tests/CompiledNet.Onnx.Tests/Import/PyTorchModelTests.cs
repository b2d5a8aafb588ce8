using System.Reflection;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit.Abstractions;

namespace CompiledNet.Onnx.Tests.Import;

/// <summary>
/// Every kind of layer in files that PyTorch wrote: the class that the generator makes of a file gives PyTorch's outputs, and those of ONNX Runtime on the
/// same file.
/// </summary>
public class PyTorchModelTests(ITestOutputHelper log)
{
    private const double Tolerance = 1e-5;

    private static readonly string Folder = Path.Combine(
        typeof(PyTorchModelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "ProjectDirectory").Value!, "Import", "Models");

    private static readonly Dictionary<string, Imported> Networks = new()
    {
        ["MlpIdentity"] = Of<MlpIdentityNet>(),
        ["MlpReLU"] = Of<MlpReLUNet>(),
        ["MlpSigmoid"] = Of<MlpSigmoidNet>(),
        ["MlpTanh"] = Of<MlpTanhNet>(),
        ["MlpLeakyReLU"] = Of<MlpLeakyReLUNet>(),
        ["MlpELU"] = Of<MlpELUNet>(),
        ["MlpGELU"] = Of<MlpGELUNet>(),
        ["MlpSiLU"] = Of<MlpSiLUNet>(),
        ["MlpSoftplus"] = Of<MlpSoftplusNet>(),
        ["MlpSoftmax"] = Of<MlpSoftmaxNet>(),
        ["MatMulAdd"] = Of<MatMulAddNet>(),
        ["LeNetView"] = Of<LeNetViewNet>(),
        ["LeNetFlatten"] = Of<LeNetFlattenNet>(),
        ["LeNetViewTo"] = Of<LeNetViewToNet>(),
        ["BatchNormNet"] = Of<BatchNormNetNet>(),
        ["BatchNormUnfused"] = Of<BatchNormUnfusedNet>(),
        ["StridedConv"] = Of<StridedConvNet>(),
        ["AveragePooling"] = Of<AveragePoolingNet>(),
        ["MaxPooling"] = Of<MaxPoolingNet>(),
        ["AdaptivePooling"] = Of<AdaptivePoolingNet>(),
        ["AdaptiveMaxPooling"] = Of<AdaptiveMaxPoolingNet>(),
        ["MeanOfPixels"] = Of<MeanOfPixelsNet>(),
        ["Conv1D"] = Of<Conv1DNet>(),
        ["Normalised"] = Of<NormalisedNet>(),
        ["ChannelsLast"] = Of<ChannelsLastNet>(),
        ["FlatImage"] = Of<FlatImageNet>(),
        ["Dropouts"] = Of<DropoutsNet>(),
        ["FullyConvolutional"] = Of<FullyConvolutionalNet>(),
    };

    private delegate float[] Predict(float[] input);

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_made_of_a_file_of_PyTorch_gives_the_outputs_of_PyTorch(string name)
    {
        Fixture fixture = Fixture.Read(Path.Combine(Folder, name + ".txt"));
        double worst = RelativeError(fixture, fixture.Outputs, Networks[name].Run, Networks[name].Topology);
        log.WriteLine(FormattableString.Invariant($"{name}: {worst:E2}"));
        Assert.InRange(worst, 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_made_of_a_file_of_PyTorch_gives_the_outputs_of_ONNX_Runtime(string name)
    {
        Fixture fixture = Fixture.Read(Path.Combine(Folder, name + ".txt"));
        using InferenceSession session = new(Path.Combine(Folder, name + ".onnx"));
        double[][] outputs = [.. fixture.Inputs.Select(input => Run(session, input, fixture.Shape))];
        double worst = RelativeError(fixture, outputs, Networks[name].Run, Networks[name].Topology);
        log.WriteLine(FormattableString.Invariant($"{name}: {worst:E2}"));
        Assert.InRange(worst, 0, Tolerance);
    }

    [Fact]
    public void Every_file_has_a_class() =>
        Assert.Equal(Directory.GetFiles(Folder, "*.onnx").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), Networks.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Weights_can_be_kept_as_16_bit_floats()
    {
        Fixture fixture = Fixture.Read(Path.Combine(Folder, "LeNetFlatten.txt"));
        LeNetFlattenNet exact = new();
        HalfLeNet half = new();
        Assert.Equal(exact.Parameters.Length, half.Parameters.Length);
        for (int n = 0; n < exact.Parameters.Length; n++)
        {
            Assert.Equal((float)(Half)exact.Parameters[n], half.Parameters[n]);
        }

        Assert.InRange(RelativeError(fixture, fixture.Outputs, input => half.Predict(input), HalfLeNet.Topology), 0, 1e-2);
    }

    [Fact]
    public void The_loss_goes_with_the_last_activation_unless_it_is_given()
    {
        Assert.Equal(Loss.CrossEntropy, LeNetFlattenNet.Topology.Loss);
        Assert.Equal(Loss.BinaryCrossEntropy, MatMulAddNet.Topology.Loss);
        Assert.Equal(Loss.SquaredError, MlpReLUNet.Topology.Loss);
        Assert.Equal(Loss.SquaredError, HalfLeNet.Topology.Loss);
    }

    [Fact]
    public void A_seed_gives_random_weights_and_training_goes_on_from_those_of_the_file()
    {
        Assert.NotEqual(new MlpReLUNet().Parameters.ToArray(), new MlpReLUNet(1).Parameters.ToArray());
        Assert.Equal(new MlpReLUNet(1).Parameters.ToArray(), new MlpReLUNet(1).Parameters.ToArray());

        BatchNormUnfusedNet network = new();
        float[] before = network.Parameters.ToArray();
        float[] inputs = [.. Enumerable.Range(0, 64 * BatchNormUnfusedNet.InputSize).Select(n => (float)Math.Sin(n))];
        Dataset data = new(inputs, new float[64 * BatchNormUnfusedNet.OutputSize], BatchNormUnfusedNet.InputSize, BatchNormUnfusedNet.OutputSize);
        network.Train(data, new TrainingOptions { Epochs = 1, BatchSize = 16 });
        Assert.NotEqual(before, network.Parameters.ToArray());
    }

    private static Imported Of<TNetwork>()
        where TNetwork : class, ICompiledNetwork<TNetwork>, new() =>
        new(
            input =>
            {
                float[] output = new float[TNetwork.Topology.OutputSize];
                new TNetwork().Predict(input, output);
                return output;
            },
            TNetwork.Topology);

    // Of the largest output, over all examples. Images are channels first in the file and last in the class, on both sides.
    private static double RelativeError(Fixture fixture, double[][] expected, Predict predict, NetworkTopology topology)
    {
        double largest = expected.Max(output => output.Max(Math.Abs));
        double worst = 0;
        foreach ((float[] input, double[] output) in fixture.Inputs.Zip(expected))
        {
            float[] ours = predict(fixture.ChannelsLast(input, topology.Input));
            double[] theirs = Fixture.ChannelsLastOutput(output, topology);
            Assert.Equal(theirs.Length, ours.Length);
            worst = Math.Max(worst, ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max() / largest);
        }

        return worst;
    }

    private static double[] Run(InferenceSession session, float[] input, int[] shape)
    {
        DenseTensor<float> tensor = new(input, [1, .. shape]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("input", tensor)]);
        return [.. results.Single().AsEnumerable<float>().Select(value => (double)value)];
    }

    private sealed record Imported(Predict Run, NetworkTopology Topology);
}
