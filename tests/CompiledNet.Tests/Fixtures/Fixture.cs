using System.Collections.Concurrent;
using System.Text.Json;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Fixtures;

/// <summary>A parameter tensor of a fixture: where it lies in the flat parameters.</summary>
internal sealed record FixtureTensor(string Name, int Offset, int Length);

/// <summary>What an optimizer of PyTorch made of the parameters.</summary>
internal sealed record FixtureTrajectory(string Optimizer, int Steps, JsonElement Settings, double[] ParametersAfter)
{
    public double Setting(string name) => Settings.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;

    public bool Flag(string name) => Settings.TryGetProperty(name, out JsonElement value) && value.GetBoolean();
}

/// <summary>
/// A network computed by PyTorch in float64: parameters, inputs, targets and what comes of them. PyTorch stores dense weights <c>[out][in]</c>
/// and convolution weights <c>[filter][channel][row][column]</c>; here they are turned and laid flat as a generated network has them.
/// </summary>
internal sealed record Fixture(
    string Name,
    NetworkDescription Network,
    IReadOnlyList<FixtureTensor> Tensors,
    double[] Parameters,
    double[] Inputs,
    double[] Targets,
    double[] Outputs,
    double Loss,
    double[] Gradient,
    double[] InputGradient,
    IReadOnlyList<FixtureTrajectory> Trajectories)
{
    private const string Extension = ".json";

    private static readonly ConcurrentDictionary<string, Fixture> Loaded = new();

    /// <summary>The names of all fixtures.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Fixture).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    public static Fixture Load(string name) => Loaded.GetOrAdd(name, Read);

    public override string ToString() => Name;

    private static Fixture Read(string name)
    {
        using Stream stream = typeof(Fixture).Assembly.GetManifestResourceStream(name + Extension)!;
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement.Clone();

        List<LayerDescription> layers = [.. root.GetProperty("layers").EnumerateArray().Select(Layer)];
        NetworkDescription network = new(
            Shape(root.GetProperty("layers")[0].GetProperty("in")), layers, Enum.Parse<Loss>(root.GetProperty("loss").GetString()!, ignoreCase: true));
        List<FixtureTensor> tensors = [];
        int offset = 0;
        foreach ((ReferenceLayer layer, int index) in network.CreateReference().Layers.Select((layer, index) => (layer, index)))
        {
            if (layer.ParameterCount > 0)
            {
                int biases = layer.Channels;
                tensors.Add(new FixtureTensor($"{index + 1}.weight", offset, layer.ParameterCount - biases));
                tensors.Add(new FixtureTensor($"{index + 1}.bias", offset + layer.ParameterCount - biases, biases));
                offset += layer.ParameterCount;
            }
        }

        return new Fixture(
            name,
            network,
            tensors,
            Flat(root.GetProperty("parameters"), tensors),
            Numbers(root.GetProperty("inputs")),
            Numbers(root.GetProperty("targets")),
            Numbers(root.GetProperty("outputs")),
            root.GetProperty("lossValue").GetDouble(),
            Flat(root.GetProperty("gradient"), tensors),
            Numbers(root.GetProperty("inputGradient")),
            [
                .. root.GetProperty("optimizers").EnumerateObject().Select(entry => new FixtureTrajectory(
                    entry.Name, entry.Value.GetProperty("steps").GetInt32(), entry.Value, Flat(entry.Value.GetProperty("parametersAfter"), tensors))),
            ]);
    }

    private static LayerDescription Layer(JsonElement layer)
    {
        string kind = layer.GetProperty("kind").GetString()!;
        return kind switch
        {
            "dense" => new DenseLayer(layer.GetProperty("out").GetInt32(), ActivationOf(layer)),
            "conv2d" => new ConvolutionLayer(layer.GetProperty("filters").GetInt32(), WindowOf(layer, "kernel"), ActivationOf(layer)),
            "maxpool2d" or "avgpool2d" => new PoolingLayer(kind == "maxpool2d", WindowOf(layer, "size")),
            "flatten" => new FlattenLayer(),
            _ => throw new NotSupportedException($"No layer is of the kind {kind}."),
        };
    }

    private static Activation ActivationOf(JsonElement layer) => Enum.Parse<Activation>(layer.GetProperty("activation").GetString()!, ignoreCase: true);

    private static ReferenceWindow WindowOf(JsonElement layer, string size) => new(
        layer.GetProperty(size).GetInt32(), layer.GetProperty("stride").GetInt32(), layer.TryGetProperty("padding", out JsonElement padding) ? padding.GetInt32() : 0);

    private static TensorShape Shape(JsonElement shape) =>
        shape.ValueKind == JsonValueKind.Number ? new(shape.GetInt32()) : new([.. shape.EnumerateArray().Select(extent => extent.GetInt32())]);

    private static double[] Flat(JsonElement named, IReadOnlyList<FixtureTensor> tensors) =>
        [.. tensors.SelectMany(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal) ? Turned(named.GetProperty(tensor.Name)) : Numbers(named.GetProperty(tensor.Name)))];

    // From [out][in] to [in][out], from [filter][channel][row][column] to [row][column][channel][filter].
    private static double[] Turned(JsonElement weights)
    {
        double[] numbers = Numbers(weights);
        int outputs = weights.GetArrayLength();
        int inputs = weights[0].GetArrayLength();
        int taps = numbers.Length / (outputs * inputs);
        double[] turned = new double[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            (int output, int input, int tap) = (i / (inputs * taps), i / taps % inputs, i % taps);
            turned[(((tap * inputs) + input) * outputs) + output] = numbers[i];
        }

        return turned;
    }

    private static double[] Numbers(JsonElement array) => array[0].ValueKind == JsonValueKind.Number
        ? [.. array.EnumerateArray().Select(value => value.GetDouble())]
        : [.. array.EnumerateArray().SelectMany(Numbers)];
}
