using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Frames;

namespace CompiledNet.Playground.Sessions;

/// <summary>A session, as the page sees it.</summary>
internal sealed record SessionView(
    string Id,
    Spec Spec,
    NetworkView Network,
    CodeView Code,
    CompileTimes Compile,
    SettingsView Settings,
    bool Running,
    Frame Frame,
    PointsView? Points,
    int TrainCount,
    int TestCount);

/// <summary>What the network is made of.</summary>
internal sealed record NetworkView(string Name, IReadOnlyList<LayerView> Layers, int Inputs, int Outputs, int ParameterCount, string Hash)
{
    public static NetworkView Of(NetworkTopology topology) => new(
        topology.Name,
        [.. topology.Layers.Select(layer => new LayerView(layer.Number, layer.Kind, layer.Input.Length, layer.Output.Length, layer.Activation))],
        topology.InputSize,
        topology.OutputSize,
        topology.ParameterCount,
        topology.Hash);
}

internal sealed record LayerView(int Number, string Kind, int Inputs, int Outputs, Activation Activation);

/// <summary>The class the visitor asked for, and what the generator made of it.</summary>
internal sealed record CodeView(string Attribute, IReadOnlyList<FileView> Files)
{
    public static CodeView Of(CompiledType type) =>
        new(type.Attribute, [.. type.Files.Select(file => new FileView(file.Name, file.Lines, file.Bytes))]);
}

internal sealed record FileView(string Name, int Lines, int Bytes);

/// <summary>How it learns now. The speed is steps a second, or "full".</summary>
internal sealed record SettingsView(string Optimizer, double LearningRate, int BatchSize, object Speed);

/// <summary>The points of a plane: x, y and the class.</summary>
internal sealed record PointsView(IReadOnlyList<float[]> Train, IReadOnlyList<float[]> Test);
