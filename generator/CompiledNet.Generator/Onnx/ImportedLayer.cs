using System.Collections.Generic;
using CompiledNet.Generator.Model;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>A layer as it grows while the graph is read: what comes behind its node may still go into its weights, and become its activation.</summary>
/// <param name="kind">The kind of layer, as in <see cref="Layers.LayerCatalog"/>.</param>
/// <param name="node">The node it is made of, for errors.</param>
internal sealed class ImportedLayer(string kind, NodeProto node)
{
    public string Kind { get; } = kind;

    public NodeProto Node { get; } = node;

    /// <summary>What its attribute is given by position: neurons, filters, a window.</summary>
    public int[] Sizes { get; init; } = [];

    /// <summary>The strides and paddings.</summary>
    public IReadOnlyDictionary<string, int> Moves { get; init; } = new Dictionary<string, int>();

    /// <summary>Momentum and epsilon.</summary>
    public IReadOnlyDictionary<string, double> Fractions { get; init; } = new Dictionary<string, double>();

    public ActivationKind Activation { get; set; }

    /// <summary>The weights in this library's layout, <c>[in][out]</c> or <c>[ky][kx][in][out]</c>, or gamma; null where the layer has none.</summary>
    public float[]? Weights { get; init; }

    /// <summary>The bias, or beta.</summary>
    public float[]? Bias { get; init; }

    public float[]? Mean { get; init; }

    public float[]? Variance { get; init; }

    /// <summary>The image, or the vector, it gives.</summary>
    public Shape Output { get; set; } = null!;

    /// <summary>Whether windows reach over the border, where zeros stand.</summary>
    public bool IsPadded => Moves.TryGetValue("PaddingHeight", out int height) && Moves.TryGetValue("PaddingWidth", out int width) && (height > 0 || width > 0);
}
