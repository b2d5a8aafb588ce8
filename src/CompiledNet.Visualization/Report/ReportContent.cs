using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CompiledNet.Reports;

/// <summary>All that a report is written from, once the network has been asked.</summary>
internal sealed class ReportContent
{
    /// <summary>The network's topology.</summary>
    public required NetworkTopology Topology { get; init; }

    /// <summary>The run; null for a network that was loaded.</summary>
    public required TrainingResult? Result { get; init; }

    /// <summary>What the network was measured on.</summary>
    public required Dataset Test { get; init; }

    /// <summary>What else to show.</summary>
    public required TrainingReportOptions Options { get; init; }

    /// <summary>How well it does.</summary>
    public required Evaluation Evaluation { get; init; }

    /// <summary>What it answers to each example.</summary>
    public required TestAnswers Answers { get; init; }

    /// <summary>The SHA-256 of the parameters, little-endian.</summary>
    public required string ParameterHash { get; init; }

    /// <summary>The SHA-256 of the running statistics; null where there are none.</summary>
    public required string? StatisticHash { get; init; }

    /// <summary>The network's diagram.</summary>
    public required Figure Diagram { get; init; }

    /// <summary>The diagram with the first test example; null for a network that does not show its layers.</summary>
    public required Figure? ExampleDiagram { get; init; }

    /// <summary>How many parameters are no finite numbers, as in a network that has diverged: such weights cannot be drawn.</summary>
    public required int BrokenParameters { get; init; }

    /// <summary>The histograms of the weights; null for a network without any, or with some that are not finite.</summary>
    public required Figure? Histograms { get; init; }

    /// <summary>The weights as images; null where there is nothing that could be an image.</summary>
    public required Figure? WeightImages { get; init; }

    /// <summary>The shape of the images that the inputs are; null where they are none.</summary>
    public required TensorShape? ImageShape { get; init; }

    /// <summary>Asks the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="result">Its run, or null.</param>
    /// <param name="test">The test data.</param>
    /// <param name="options">The options, which have been checked.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    public static ReportContent Of<TNetwork>(TNetwork network, TrainingResult? result, Dataset test, TrainingReportOptions options)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        NetworkTopology topology = TNetwork.Topology;
        Evaluation evaluation = network.Evaluate(test); // refuses data of other sizes
        IReadOnlyList<string>? names = options.ClassNames?.Count == Math.Max(2, topology.OutputSize) ? options.ClassNames : null;
        int broken = CountBroken(network.Parameters);
        bool hasWeights = broken == 0 && topology.Tensors.Any(tensor => tensor.Shape.Count > 1);
        return new ReportContent
        {
            Topology = topology,
            Result = result,
            Test = test,
            Options = options,
            Evaluation = evaluation,
            Answers = TestAnswers.Of(network, test, evaluation.IsClassification),
            ParameterHash = Hash(network.Parameters),
            StatisticHash = topology.StatisticCount == 0 ? null : Hash(network.RunningStatistics),
            Diagram = Plots.Network(network, names),
            ExampleDiagram = ExampleOf(network, test, names),
            BrokenParameters = broken,
            Histograms = hasWeights ? Plots.WeightHistograms(network) : null,
            WeightImages = hasWeights && HasWeightImages(topology, options.ImageShape) ? Plots.NeuronWeights(network) : null,
            ImageShape = options.ImageShape ?? ImageShapeOf(topology),
        };
    }

    /// <summary>What a class is called; of a regression, an output.</summary>
    /// <param name="index">The class, from 0.</param>
    public string NameOf(int index) => Options.ClassNames is { } names && index < names.Count ? names[index] : Words.Plain(index);

    // Of a network without a tensor of two or more extents there are no neurons whose weights could be seen. What pooling leaves of an image is in one row
    // before a dense layer, and of another shape than the input.
    private static bool HasWeightImages(NetworkTopology topology, TensorShape? given)
    {
        LayerTopology? first = topology.Layers.FirstOrDefault(layer => layer.Tensors.Any(tensor => tensor.Shape.Count > 1));
        return first is not null && (first.Kind == "Conv2D"
            || (first.Input.Length == topology.InputSize && ImageShapeOf(topology) is { } shape && (given is not { } wanted || IsSame(shape, wanted))));
    }

    // One channel or none is the same image.
    private static bool IsSame(TensorShape shape, TensorShape other) =>
        (shape[0], shape[1]) == (other[0], other[1]) && shape.Length == other.Length;

    private static int CountBroken(ReadOnlySpan<float> parameters)
    {
        int broken = 0;
        foreach (float parameter in parameters)
        {
            broken += float.IsFinite(parameter) ? 0 : 1;
        }

        return broken;
    }

    // Of flat inputs, a few square numbers of features come up in tables, too: 4, 9, 64.
    private static TensorShape? ImageShapeOf(NetworkTopology topology)
    {
        const int LeastSide = 16;
        if (topology.Input.Count == 3)
        {
            return topology.Input[0] > 1 && topology.Input[1] > 1 ? topology.Input : null;
        }

        int side = (int)Math.Sqrt(topology.InputSize);
        return side >= LeastSide && side * side == topology.InputSize ? new TensorShape(side, side) : null;
    }

    private static Figure? ExampleOf<TNetwork>(TNetwork network, Dataset test, IReadOnlyList<string>? names)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        try
        {
            return Plots.Network(network, test.Input(0), names);
        }
        catch (NotSupportedException)
        {
            return null; // written by hand
        }
    }

    private static string Hash(ReadOnlySpan<float> values)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
        }
        else
        {
            Span<byte> number = stackalloc byte[sizeof(float)];
            foreach (float value in values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                hash.AppendData(number);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
