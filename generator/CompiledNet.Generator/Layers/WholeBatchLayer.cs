using CompiledNet.Generator.Emit;

namespace CompiledNet.Generator.Layers;

/// <summary>
/// A layer that in training needs all examples of the batch before it can compute any: the examples go in groups of 16 up to it, then on from it, and back
/// in the same way. What it finds out of a group it leaves in <c>moments{n}</c> (forward) and <c>groups{n}</c> (backward: the gradient of its parameters), what
/// it makes of all groups in buffers that are shared.
/// </summary>
internal abstract class WholeBatchLayer : Layer
{
    /// <summary>What the layer has to know of a group, from <c>layer.Source</c>.</summary>
    public abstract void EmitMeasure(SourceWriter writer, LayerEmission layer);

    /// <summary>From what it knows of all <c>groups</c> to what it does with each example, in training.</summary>
    public abstract void EmitCombine(SourceWriter writer, LayerEmission layer);

    /// <summary>The same from what was kept of training, for predictions.</summary>
    public abstract void EmitUseStatistics(SourceWriter writer, LayerEmission layer);

    /// <summary>What is kept of a step, once its loss is known to be finite.</summary>
    public abstract void EmitUpdateStatistics(SourceWriter writer, LayerEmission layer);

    /// <summary>The first half of the backward pass of a group: what has to be known of all groups' deltas.</summary>
    public abstract void EmitBackwardSums(SourceWriter writer, LayerEmission layer);

    /// <summary>From that of all <c>groups</c> to what the second half, <see cref="Layer.EmitBackward"/>, needs.</summary>
    public abstract void EmitCombineBackward(SourceWriter writer, LayerEmission layer);
}
