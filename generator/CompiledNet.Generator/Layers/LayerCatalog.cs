using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Layers;

/// <summary>Every kind of layer, a line each.</summary>
internal static class LayerCatalog
{
    /// <summary>The kinds that have an attribute of their own.</summary>
    public static IReadOnlyList<Layer> All { get; } =
    [
        new DenseLayer(),
        new Conv2DLayer(),
        new MaxPool2DLayer(),
        new AvgPool2DLayer(),
        new GlobalAvgPool2DLayer(),
        new BatchNormLayer(),
        new DropoutLayer(),
        new FlattenLayer(),
    ];

    public static Layer? Find(string kind) => All.FirstOrDefault(layer => layer.Kind == kind);

    public static Layer Get(string kind) => All.First(layer => layer.Kind == kind);
}
