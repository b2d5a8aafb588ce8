using CompiledNet;

namespace Classify;

/// <summary>
/// A network in a file, with all it takes to use it: the scaling of its inputs and the names of inputs and classes in the file itself, and beside it
/// the schema, how the columns of a CSV file become inputs.
/// </summary>
internal static class SavedModel
{
    /// <summary>Where the schema of a network's file is.</summary>
    public static string SchemaPath(string path) => Path.ChangeExtension(path, ".schema.json");

    /// <summary>Saves both.</summary>
    public static void Save<TNetwork>(TNetwork net, string path, FeatureScaler scaler, CsvSchema schema)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ModelFile.Save(net, path, new ModelInfo
        {
            InputScaler = scaler,
            InputNames = Room.Pad(schema.InputNames, TNetwork.Topology.InputSize),
            ClassNames = Room.Pad(schema.ClassNames, TNetwork.Topology.OutputSize),
        });
        schema.Save(SchemaPath(path));
        Console.WriteLine($"Saved: {path} and {SchemaPath(path)}. To classify with it: --load {path} --file ROWS.csv");
    }

    /// <summary>Loads the schema, which also tells which network it is of.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public static CsvSchema LoadSchema(string path) => File.Exists(path) && !File.Exists(SchemaPath(path))
        ? throw new InvalidDataException($"There is no {SchemaPath(path)} beside {path}; --save writes both.")
        : CsvSchema.Load(File.Exists(path) ? SchemaPath(path) : throw new FileNotFoundException($"There is no file '{path}'."));

    /// <summary>Loads the network and its scaling.</summary>
    /// <exception cref="InvalidDataException">They do not belong together.</exception>
    public static (TNetwork Net, FeatureScaler Scaler) Load<TNetwork>(string path, CsvSchema schema)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork net = ModelFile.Load<TNetwork>(path, out ModelInfo info);
        bool fits = info.InputScaler is not null
            && Room.Pad(schema.InputNames, TNetwork.Topology.InputSize).SequenceEqual(info.InputNames ?? [])
            && Room.Pad(schema.ClassNames, TNetwork.Topology.OutputSize).SequenceEqual(info.ClassNames ?? []);
        return fits
            ? (net, info.InputScaler!)
            : throw new InvalidDataException($"{path} and {SchemaPath(path)} do not belong together: their inputs or classes differ; expected both from the same --save.");
    }
}
