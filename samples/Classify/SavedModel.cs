using CompiledNet;

namespace Classify;

/// <summary>
/// A network in a file, with all it takes to use it: the scaling of its inputs, the names of inputs and classes, and the schema, how the columns of
/// a CSV file become inputs.
/// </summary>
internal sealed class SavedModel
{
    private const string SchemaKey = "csv_schema";

    private readonly string _path;
    private readonly ModelFileInfo _file;

    private SavedModel(string path, ModelFileInfo file, CsvSchema schema)
    {
        _path = path;
        _file = file;
        Schema = schema;
    }

    /// <summary>How the columns of a CSV file become the network's inputs.</summary>
    public CsvSchema Schema { get; }

    /// <summary>Saves a network.</summary>
    public static void Save<TNetwork>(TNetwork net, string path, FeatureScaler scaler, CsvSchema schema)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ModelFile.Save(net, path, new ModelInfo
        {
            InputScaler = scaler,
            InputNames = Room.Pad(schema.InputNames, TNetwork.Topology.InputSize),
            ClassNames = Room.Pad(schema.ClassNames, TNetwork.Topology.OutputSize),
            Properties = new Dictionary<string, string> { [SchemaKey] = schema.ToJson() },
        });
        Console.WriteLine($"Saved: {path}. To classify with it: --load {path} --file ROWS.csv");
    }

    /// <summary>Opens a file and reads what it says of the network, but not the network: its class is not known yet.</summary>
    /// <exception cref="InvalidDataException">It is not a file that <see cref="Save"/> wrote, or is damaged.</exception>
    public static SavedModel Open(string path)
    {
        ModelFileInfo file = ModelFile.ReadInfo(path);
        if (file.Info.InputScaler is null || !file.Info.Properties.TryGetValue(SchemaKey, out string? json))
        {
            throw new InvalidDataException($"{path}: the file does not say how its inputs are made of the columns of a CSV file; expected one that --save wrote.");
        }

        return new SavedModel(path, file, CsvSchema.FromJson(json, path));
    }

    /// <summary>Whether the network is of a class.</summary>
    public bool IsOf<TNetwork>()
        where TNetwork : class, ICompiledNetwork<TNetwork> => _file.IsOf<TNetwork>();

    /// <summary>Loads the network and its scaling.</summary>
    /// <exception cref="InvalidDataException">It is of another class, or does not belong to the schema.</exception>
    public (TNetwork Net, FeatureScaler Scaler) Load<TNetwork>()
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork net = ModelFile.Load<TNetwork>(_path, out ModelInfo info);
        Room.Check<TNetwork>(Schema, _path);
        bool fits = Room.Pad(Schema.InputNames, TNetwork.Topology.InputSize).SequenceEqual(info.InputNames ?? [])
            && Room.Pad(Schema.ClassNames, TNetwork.Topology.OutputSize).SequenceEqual(info.ClassNames ?? []);
        return fits
            ? (net, info.InputScaler!)
            : throw new InvalidDataException($"{_path}: the schema in it is of another network: its inputs or classes differ; expected both from the same --save.");
    }
}
