using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Storage;

/// <summary>Running statistics in files: under PyTorch's names, as strictly as parameters, and with PyTorch's counter passed over.</summary>
public class RunningStatisticsFileTests
{
    private static readonly float[] Parameters = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly float[] Statistics = [0.5f, -0.25f, 3, 1, 0, 0.125f];

    [Fact]
    public void They_come_out_of_a_file_as_they_went_in()
    {
        byte[] file = TestFile.Save(Network());
        NormalizingNetwork loaded = ModelFile.Load<NormalizingNetwork>(new MemoryStream(file));
        Assert.Equal(Parameters, loaded.Parameters.ToArray());
        Assert.Equal(Statistics, loaded.RunningStatistics.ToArray());
        Assert.Equal(
            ["1.running_mean F32 [3]", "1.running_var F32 [3]", "2.bias F32 [2]", "2.weight F32 [2, 3]"],
            TestFile.Open(file).Header.Tensors.Select(tensor => $"{tensor.Name} {tensor.Type} {SafeTensorInfo.Text(tensor.Shape)}"));
    }

    [Fact]
    public void The_topology_and_its_hash_know_them()
    {
        NetworkTopology topology = NormalizingNetwork.Topology;
        Assert.Equal(6, topology.StatisticCount);
        Assert.Equal(["1.running_mean", "1.running_var"], topology.Statistics.Select(tensor => tensor.Name));
        Assert.Contains("1 Standardize 3 -> 3 Identity 1.running_mean:3 1.running_var:3\n", topology.Description, StringComparison.Ordinal);
        NetworkTopology without = new(topology.Name, topology.Input, topology.Loss, [topology.Layers[0] with { Statistics = [] }, topology.Layers[1]]);
        Assert.NotEqual(topology.Hash, without.Hash);
        Assert.Contains(
            "Tensor 1.running_var starts at 3, expected 0",
            Assert.Throws<ArgumentException>(() => new NetworkTopology(
                "Net", topology.Input, topology.Loss, [topology.Layers[0] with { Statistics = [topology.Statistics[1]] }, topology.Layers[1]])).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.running_var", null, "it lacks '1.running_var'. Expected '2.weight', '2.bias', '1.running_mean', '1.running_var'")]
    [InlineData("1.running_mean", "1.running_average", "it lacks '1.running_mean'; it has '1.running_average', which the network has not")]
    public void Missing_and_unknown_ones_are_refused(string name, string? instead, string expected)
    {
        List<TensorContent> tensors = FromPython();
        TensorContent old = tensors.Single(tensor => tensor.Name == name);
        tensors.Remove(old);
        if (instead is not null)
        {
            tensors.Add(old with { Name = instead });
        }

        Refuse(tensors, expected);
    }

    [Fact]
    public void Another_shape_is_refused() => Refuse(
        [.. FromPython().Where(tensor => tensor.Name != "1.running_var"), TensorContent.Of<float>("1.running_var", new float[4])],
        "tensor '1.running_var' has the shape [4], expected [3]");

    [Theory]
    [InlineData("1.running_mean", float.NaN, "element [1] of tensor '1.running_mean' is NaN, expected a finite number")]
    [InlineData("1.running_var", float.PositiveInfinity, "element [1] of tensor '1.running_var' is Infinity, expected a finite number")]
    [InlineData("1.running_var", -1e-20f, "element [1] of tensor '1.running_var' is -1E-20, expected no negative number, as it is a variance")]
    public void Numbers_that_cannot_be_are_refused(string name, float value, string expected)
    {
        Refuse([.. FromPython().Where(tensor => tensor.Name != name), TensorContent.Of<float>(name, new float[] { 1, value, 1 })], expected);
        NormalizingNetwork network = Network();
        network.RunningStatistics[name == "1.running_mean" ? 1 : 4] = value;
        string message = Assert.Throws<InvalidOperationException>(() => TestFile.Save(network)).Message;
        Assert.Contains($"Element 1 of {name} is {FormattableString.Invariant($"{value}")}; expected ", message, StringComparison.Ordinal);
        Assert.EndsWith("could not be loaded again.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variance_of_zero_of_either_sign_is_one()
    {
        NormalizingNetwork network = Network();
        network.RunningStatistics[3] = -0f;
        Assert.Equal(0, ModelFile.Load<NormalizingNetwork>(new MemoryStream(TestFile.Save(network))).RunningStatistics[3]);
    }

    [Fact]
    public void PyTorchs_counter_is_passed_over()
    {
        byte[] file = Write([.. FromPython(), Counter("1.num_batches_tracked")]);
        NormalizingNetwork loaded = ModelFile.Load<NormalizingNetwork>(new MemoryStream(file));
        Assert.Equal(Parameters, loaded.Parameters.ToArray());
        Assert.Equal(Statistics, loaded.RunningStatistics.ToArray());
        Assert.True(InfoOf(file).IsOf<NormalizingNetwork>());
    }

    [Fact]
    public void No_other_counter_is_passed_over()
    {
        Refuse([.. FromPython(), Counter("2.num_batches_tracked")], "it has '2.num_batches_tracked', which the network has not");
        Refuse([.. FromPython(), Counter("01.num_batches_tracked")], "it has '01.num_batches_tracked', which the network has not");
        Refuse([.. FromPython(), Counter("1.num_batches_tracked") with { Shape = [1] }], "tensor '1.num_batches_tracked' is I64 [1], expected I64 []");
        Refuse(
            [.. FromPython(), TensorContent.Of<float>("1.num_batches_tracked", new float[1]) with { Shape = [] }],
            "tensor '1.num_batches_tracked' is F32 [], expected I64 []");
        Assert.False(InfoOf(Write([.. FromPython(), Counter("2.num_batches_tracked")])).IsOf<NormalizingNetwork>());
        Assert.False(InfoOf(Write([.. FromPython(), TensorContent.Of<float>("1.num_batches_tracked", new float[1])])).IsOf<NormalizingNetwork>());
    }

    [Fact]
    public void What_a_file_says_tells_whether_it_has_them()
    {
        Assert.True(InfoOf(TestFile.Save(Network())).IsOf<NormalizingNetwork>());
        Assert.False(InfoOf(Write([.. FromPython().Where(tensor => tensor.Name != "1.running_mean")])).IsOf<NormalizingNetwork>());
        Assert.False(InfoOf(TestFile.Save(LinearNetwork.Create(1))).IsOf<NormalizingNetwork>());
    }

    private static NormalizingNetwork Network()
    {
        NormalizingNetwork network = new();
        Parameters.CopyTo(network.Parameters);
        Statistics.CopyTo(network.RunningStatistics);
        return network;
    }

    private static List<TensorContent> FromPython() =>
    [
        TensorContent.Of<float>("1.running_mean", Statistics.AsMemory(0, 3)),
        TensorContent.Of<float>("1.running_var", Statistics.AsMemory(3)),
        TensorContent.Of<float>("2.bias", Parameters.AsMemory(6)),
        TensorContent.Of<float>("2.weight", new float[] { 1, 3, 5, 2, 4, 6 }) with { Shape = [2, 3] },
    ];

    private static TensorContent Counter(string name) => TensorContent.Of<long>(name, new long[] { 1234 }) with { Shape = [] };

    private static byte[] Write(IEnumerable<TensorContent> tensors)
    {
        List<TensorContent> ordered = SafeTensorsWriter.InFileOrder(tensors);
        using MemoryStream stream = new();
        stream.Write(SafeTensorsWriter.Header([], ordered));
        SafeTensorsWriter.WriteData(stream, ordered);
        return stream.ToArray();
    }

    private static void Refuse(IEnumerable<TensorContent> tensors, string expected)
    {
        NormalizingNetwork network = NormalizingNetwork.Create(4);
        float[] before = [.. network.Parameters, .. network.RunningStatistics];
        string message = Assert.Throws<InvalidDataException>(() => ModelFile.LoadInto(network, new MemoryStream(Write(tensors)))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        float[] after = [.. network.Parameters, .. network.RunningStatistics];
        Assert.Equal(before, after);
    }

    private static ModelFileInfo InfoOf(byte[] file)
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net.safetensors");
        File.WriteAllBytes(path, file);
        return ModelFile.ReadInfo(path);
    }
}
