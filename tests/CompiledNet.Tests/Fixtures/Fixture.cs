using System.Collections.Concurrent;
using System.Text.Json;
using CompiledNet.Tests.Networks;

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
/// A network computed by PyTorch in float64: parameters, inputs, targets and what comes of them. PyTorch stores dense weights <c>[out][in]</c>;
/// here they are turned to <c>[in][out]</c> and laid flat as a generated network has them.
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

        List<DenseLayer> layers = [];
        List<FixtureTensor> tensors = [];
        int offset = 0;
        foreach (JsonElement layer in root.GetProperty("layers").EnumerateArray())
        {
            Assert.Equal("dense", layer.GetProperty("kind").GetString());
            int inputs = layer.GetProperty("in").GetInt32();
            int units = layer.GetProperty("out").GetInt32();
            layers.Add(new DenseLayer(units, Enum.Parse<Activation>(layer.GetProperty("activation").GetString()!, ignoreCase: true)));
            tensors.Add(new FixtureTensor($"{layers.Count}.weight", offset, inputs * units));
            tensors.Add(new FixtureTensor($"{layers.Count}.bias", offset + (inputs * units), units));
            offset += (inputs + 1) * units;
        }

        NetworkDescription network = new(
            root.GetProperty("layers")[0].GetProperty("in").GetInt32(), layers, Enum.Parse<Loss>(root.GetProperty("loss").GetString()!, ignoreCase: true));
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

    private static double[] Flat(JsonElement named, IReadOnlyList<FixtureTensor> tensors) =>
        [.. tensors.SelectMany(tensor => Numbers(named.GetProperty(tensor.Name), transpose: tensor.Name.EndsWith(".weight", StringComparison.Ordinal)))];

    private static double[] Numbers(JsonElement array, bool transpose = false)
    {
        if (array[0].ValueKind == JsonValueKind.Number)
        {
            return [.. array.EnumerateArray().Select(value => value.GetDouble())];
        }

        double[][] rows = [.. array.EnumerateArray().Select(row => Numbers(row))];
        return transpose
            ? [.. Enumerable.Range(0, rows[0].Length).SelectMany(column => rows.Select(row => row[column]))]
            : [.. rows.SelectMany(row => row)];
    }
}
