using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>A part of the workspace: where it starts, and how many floats it has, for one example or in all.</summary>
/// <param name="Name">Its name in the code.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Stride">Its floats, of one example or in all.</param>
/// <param name="PerExample">Whether each example has its own.</param>
/// <param name="WithoutDropout">The buffer that takes its place where dropout is off; null where it always has its own.</param>
internal sealed record BufferPart(string Name, int Offset, int Stride, bool PerExample, string? WithoutDropout);

/// <summary>
/// Where everything lies while a network computes: for one example the activations, layer after layer, each padded to whole vectors; for a batch
/// the same for a block of examples, with weighted sums where the backward pass needs them, the deltas and the transposed weights.
/// </summary>
internal sealed class BufferLayout
{
    private readonly NetworkModel _model;
    private readonly Dictionary<string, BufferPart> _parts = [];

    public BufferLayout(NetworkModel model)
    {
        _model = model;
        int floats = model.Input.Length;
        foreach (LayerModel layer in model.Layers)
        {
            floats += 3 * TilePlan.Padded(layer.Output.Length);
        }

        BlockRows = TilePlan.BlockRows(floats);
        int single = 0;
        foreach (LayerModel layer in model.Layers)
        {
            if (LayerCatalog.Get(layer.Kind).PassesThrough)
            {
                continue;
            }

            int stride = TilePlan.Padded(layer.Output.Length);
            if (LayerCatalog.Get(layer.Kind).OnlyTrains)
            {
                HasDropout = true;
                Add("a", layer.Number, stride, perExample: true, Unchanged("a", layer));
                Add("mask", layer.Number, stride, perExample: true);
                Add("delta", layer.Number, stride, perExample: true, Unchanged("delta", layer));
                continue;
            }

            SingleOffsets[layer.Number] = single;
            single += stride;
            Add("a", layer.Number, stride, perExample: true);
            if (KeepsPreActivation(layer))
            {
                Add("z", layer.Number, stride, perExample: true);
            }

            Add("delta", layer.Number, stride, perExample: true);
            if (layer.Tensors.Count > 0)
            {
                Add("transposed", layer.Number, layer.Output.Length * TilePlan.Padded(layer.Input.Length), perExample: false);
            }
        }

        Add("losses", null, 1, perExample: true);
        LayerModel first = model.Layers[model.FirstParameterLayer - 1];
        int runs = LayerCatalog.Get(first.Kind).RunsToShare(first);
        if (runs > 0 && model.Unroll != UnrollKind.Full && Owner(first.Number - 1) == 0)
        {
            LayerInRuns = first.Number;
            Runs = runs;

            // A tile may write rows beyond the last.
            RunStride = (BlockRows + TilePlan.RowPadding) * TilePlan.Padded(first.Output.Length);
            Add("runs", null, runs * RunStride, perExample: false);
        }

        SingleLength = single;
    }

    /// <summary>The layer whose sums a team shares by their runs: the first, where it has many inputs; else 0.</summary>
    public int LayerInRuns { get; }

    /// <summary>In how many runs its sums are taken.</summary>
    public int Runs { get; }

    /// <summary>The floats that hold one run of a block's sums.</summary>
    public int RunStride { get; }

    /// <summary>How many examples a block of a batch has.</summary>
    public int BlockRows { get; }

    /// <summary>The floats of the workspace.</summary>
    public int Length { get; private set; }

    /// <summary>The floats that hold one example's activations.</summary>
    public int SingleLength { get; }

    /// <summary>Where each layer's activations start among one example's.</summary>
    public Dictionary<int, int> SingleOffsets { get; } = [];

    /// <summary>Weighted sums are kept where the activation's derivative, or the loss, is computed from them; elsewhere activations replace them.</summary>
    public bool KeepsPreActivation(LayerModel layer) =>
        ActivationCode.Of(layer.Activation).KeepsPreActivation || (layer.Number == LastOwner && _model.LossIsOfLogits);

    /// <summary>All buffers of the workspace, in its order.</summary>
    public IEnumerable<BufferPart> Parts => _parts.Values.OrderBy(part => part.Offset);

    /// <summary>A buffer by its name, such as <c>a1</c>.</summary>
    public BufferPart Part(string name) => _parts[name];

    /// <summary>The layer whose buffer a layer's output is in: its own, or that of the layer it passes through; 0 for the network's input.</summary>
    public int Owner(int layer)
    {
        while (layer > 0 && LayerCatalog.Get(_model.Layers[layer - 1].Kind).PassesThrough)
        {
            layer--;
        }

        return layer;
    }

    /// <summary>The same for one example on its own, which goes through layers that only train.</summary>
    public int SingleOwner(int layer)
    {
        while (layer > 0 && LayerCatalog.Get(_model.Layers[layer - 1].Kind) is { PassesThrough: true } or { OnlyTrains: true })
        {
            layer--;
        }

        return layer;
    }

    /// <summary>Whether a layer leaves values out while training.</summary>
    public bool HasDropout { get; private set; }

    /// <summary>The layer that owns the outputs.</summary>
    public int LastOwner => Owner(_model.Layers.Count);

    // The network's own input has no buffer here.
    private string? Unchanged(string role, LayerModel layer) =>
        SingleOwner(layer.Number) is > 0 and int owner ? SourceWriter.Text($"{role}{owner}") : null;

    private void Add(string role, int? number, int stride, bool perExample, string? withoutDropout = null)
    {
        string name = SourceWriter.Text($"{role}{number}");
        _parts[name] = new BufferPart(name, Length, stride, perExample, withoutDropout);
        Length += perExample ? stride * BlockRows : stride;
    }
}
