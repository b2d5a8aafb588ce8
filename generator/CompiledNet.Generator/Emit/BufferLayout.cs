using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>What has a part of the workspace of its own.</summary>
internal enum BufferOwner
{
    /// <summary>Nothing: there is one for all.</summary>
    Workspace,

    /// <summary>The same, where every group of a batch has a workspace of its own: what they share.</summary>
    Shared,

    /// <summary>Each example: a row.</summary>
    Example,

    /// <summary>Each group of 16 examples of a block.</summary>
    Group,

    /// <summary>Each group that is on its way at a time: 16 examples in lanes. A member of a team uses one such place for all of its groups.</summary>
    Slot,
}

/// <summary>A part of the workspace: where it starts, and how many floats it has, for one owner.</summary>
/// <param name="Name">Its name in the code.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="Stride">Its floats for one owner.</param>
/// <param name="Owner">What has one of its own.</param>
/// <param name="WithoutDropout">The buffer that takes its place where dropout is off; null where it always has its own.</param>
internal sealed record BufferPart(string Name, int Offset, int Stride, BufferOwner Owner, string? WithoutDropout);

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
        HasLanes = model.Layers.Any(layer => LayerCatalog.Get(layer.Kind).NeedsLanes(layer));
        IsGrouped = HasLanes || model.StatisticCount > 0;
        BlockRows = model.StatisticCount > 0 ? TilePlan.Group : IsGrouped ? TilePlan.GroupedBlockRows(FloatsPerExample()) : TilePlan.BlockRows(FloatsPerExample());
        if (IsLanes(0))
        {
            Add("x", null, model.Input.Length * TilePlan.Group, BufferOwner.Slot);
            Add("dx", null, model.Input.Length * TilePlan.Group, BufferOwner.Slot);
        }

        foreach (LayerModel layer in model.Layers)
        {
            AddLayer(layer);
        }

        CopiesInput = model.Layers.Any(layer => LayerCatalog.Get(layer.Kind).ReadsBeyondInput && SingleOwner(layer.Number - 1) == 0);
        InputOffset = SingleLength;
        SingleLength += CopiesInput ? TilePlan.Padded(model.Input.Length) : 0;
        if (model.Layers.Where(layer => IsLanes(layer.Number)).Select(layer => layer.ParameterCount).DefaultIfEmpty().Max() is > 0 and int most)
        {
            Add("laneSums", null, most * TilePlan.Group, BufferOwner.Slot);
        }

        Add("losses", null, 1, BufferOwner.Example);
        LayerModel first = model.Layers[model.FirstParameterLayer - 1];
        int runs = LayerCatalog.Get(first.Kind).RunsToShare(first);
        if (runs > 0 && model.Unroll != UnrollKind.Full && !IsGrouped && Owner(first.Number - 1) == 0)
        {
            LayerInRuns = first.Number;
            Runs = runs;

            // A tile may write rows beyond the last.
            RunStride = (BlockRows + TilePlan.RowPadding) * TilePlan.Padded(first.Output.Length);
            Add("runs", null, runs * RunStride, BufferOwner.Workspace);
        }
    }

    private int FloatsPerExample()
    {
        int floats = _model.Input.Length;
        foreach (LayerModel layer in _model.Layers)
        {
            floats += 3 * TilePlan.Padded(layer.Output.Length);
        }

        return floats;
    }

    private void AddLayer(LayerModel layer)
    {
        Layer kind = LayerCatalog.Get(layer.Kind);
        int padded = TilePlan.Padded(layer.Output.Length);
        if (!kind.PassesThrough && !kind.OnlyTrains)
        {
            SingleOffsets[layer.Number] = SingleLength;
            SingleLength += padded;
        }

        if (PassesThrough(layer.Number))
        {
            return;
        }

        (BufferOwner owner, int stride) = IsLanes(layer.Number) ? (BufferOwner.Slot, layer.Output.Length * TilePlan.Group) : (BufferOwner.Example, padded);
        if (kind.OnlyTrains)
        {
            HasDropout = true;
            Add("a", layer.Number, stride, owner, Unchanged(layer, "a", "x"));
            Add("mask", layer.Number, stride, owner);
            Add("delta", layer.Number, stride, owner, Unchanged(layer, "delta", "dx"));
            return;
        }

        Add("a", layer.Number, stride, owner);
        if (KeepsPreActivation(layer))
        {
            Add("z", layer.Number, stride, owner);
        }

        Add("delta", layer.Number, stride, owner);
        if (kind.TransposedFloats(layer) is > 0 and int transposed)
        {
            Add("transposed", layer.Number, transposed, BufferOwner.Workspace);
        }

        if ((IsLanes(layer.Number) && layer.Tensors.Count > 0) || kind is WholeBatchLayer)
        {
            Add("groups", layer.Number, TilePlan.Padded(layer.ParameterCount), BufferOwner.Group);
        }

        if (kind is WholeBatchLayer)
        {
            AddWholeBatch(layer);
        }
    }

    private void AddWholeBatch(LayerModel layer)
    {
        int channels = layer.StatisticCount / 2;
        Add("moments", layer.Number, TilePlan.Padded(layer.StatisticCount), BufferOwner.Group);
        foreach (string role in new[] { "mean", "variance", "scale", "shift" })
        {
            Add(role, layer.Number, channels, BufferOwner.Workspace);
        }

        Add("totals", layer.Number, layer.ParameterCount, BufferOwner.Workspace);
        SingleScales[layer.Number] = SingleLength;
        SingleLength += 2 * TilePlan.Padded(channels);
    }

    /// <summary>Where one example finds what such a layer multiplies by and adds.</summary>
    public Dictionary<int, int> SingleScales { get; } = [];

    /// <summary>The floats that the groups of a batch share, where each has a workspace of its own; else 0.</summary>
    public int SharedLength { get; private set; }

    /// <summary>Whether images go through the network: 16 examples side by side in the lanes of the vectors.</summary>
    public bool HasLanes { get; }

    /// <summary>Whether the forward pass of one example copies it to a place behind whose end it can read.</summary>
    public bool CopiesInput { get; }

    /// <summary>Where that place is.</summary>
    public int InputOffset { get; }

    /// <summary>Whether the examples of a batch go through the network in groups of 16.</summary>
    public bool IsGrouped { get; }

    /// <summary>Whether a layer's output (0: the network's input) lies in lanes: images do, until they are flattened.</summary>
    public bool IsLanes(int layer) => HasLanes && !(layer == 0 ? _model.Input : _model.Layers[layer - 1].Output).IsFlat;

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
    public int SingleLength { get; private set; }

    /// <summary>Where each layer's activations start among one example's.</summary>
    public Dictionary<int, int> SingleOffsets { get; } = [];

    /// <summary>Weighted sums are kept where the activation's derivative, or the loss, is computed from them; elsewhere activations replace them.</summary>
    public bool KeepsPreActivation(LayerModel layer) =>
        ActivationCode.Of(layer.Activation).KeepsPreActivation || (_model.LossIsOfLogits && (layer.Number == LogitsLayer || layer.Number == LastOwner));

    /// <summary>The layer whose weighted sums are the logits: the last that computes anything.</summary>
    public int LogitsLayer
    {
        get
        {
            int layer = _model.Layers.Count;
            while (LayerCatalog.Get(_model.Layers[layer - 1].Kind).PassesThrough)
            {
                layer--;
            }

            return layer;
        }
    }

    /// <summary>All buffers of the workspace, in its order.</summary>
    public IEnumerable<BufferPart> Parts => _parts.Values.OrderBy(part => part.Offset);

    /// <summary>A buffer by its name, such as <c>a1</c>.</summary>
    public BufferPart Part(string name) => _parts[name];

    /// <summary>Whether a layer of a batch moves nothing. Out of lanes into rows, an image has to move to be flat.</summary>
    public bool PassesThrough(int layer) => LayerCatalog.Get(_model.Layers[layer - 1].Kind).PassesThrough && !IsLanes(layer - 1);

    /// <summary>The layer whose buffer a layer's output is in: its own, or that of the layer it passes through; 0 for the network's input.</summary>
    public int Owner(int layer)
    {
        while (layer > 0 && PassesThrough(layer))
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

    // Where nothing is left out, the values stay where they are. The network's own input has a buffer here only in lanes.
    private string? Unchanged(LayerModel layer, string role, string input)
    {
        int owner = layer.Number;
        while (owner > 0 && (PassesThrough(owner) || LayerCatalog.Get(_model.Layers[owner - 1].Kind).OnlyTrains))
        {
            owner--;
        }

        return owner > 0 ? SourceWriter.Text($"{role}{owner}") : IsLanes(0) ? input : null;
    }

    private void Add(string role, int? number, int stride, BufferOwner owner, string? withoutDropout = null)
    {
        string name = SourceWriter.Text($"{role}{number}");
        if (owner == BufferOwner.Workspace && _model.StatisticCount > 0)
        {
            _parts[name] = new BufferPart(name, SharedLength, stride, BufferOwner.Shared, withoutDropout);
            SharedLength += TilePlan.Padded(stride);
            return;
        }

        _parts[name] = new BufferPart(name, Length, stride, owner, withoutDropout);
        Length += stride * owner switch
        {
            BufferOwner.Workspace => 1,
            BufferOwner.Example => BlockRows,
            _ => BlockRows / TilePlan.Group,
        };
    }
}
