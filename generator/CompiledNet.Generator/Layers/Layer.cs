using System.Collections.Generic;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>
/// What the generator knows of one kind of layer, all in one place: how its attribute is read, the shape and parameters it has, and the code of
/// its forward and backward pass. Adding a kind means an attribute, a file beside this one, a line in <see cref="LayerCatalog"/> and a test.
/// </summary>
internal abstract class Layer
{
    /// <summary>The name of the kind: its attribute is <c>CompiledNet.{Kind}Attribute</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>
    /// True where the layer moves no data: its output is its input, only called otherwise. Then nothing is emitted for it, unless images in lanes
    /// become flat rows there.
    /// </summary>
    public virtual bool PassesThrough => false;

    /// <summary>True where the layer changes what goes through it in training alone: one example on its own passes through.</summary>
    public virtual bool OnlyTrains => false;

    /// <summary>
    /// In how many runs the threads of a team can share the layer's sums between them, where it reads the network's inputs; 0 where they take
    /// some of the examples each instead.
    /// </summary>
    public virtual int RunsToShare(LayerModel layer) => 0;

    /// <summary>
    /// Whether the layer computes with images: then the images of a batch lie in the lanes of the vectors, 16 examples side by side, up to the layer that
    /// makes them flat, and a layer between finds <c>layer.Source</c> and <c>layer.Activation</c> as <c>[features][16]</c>. A layer with parameters there
    /// computes its gradient in <see cref="EmitBackward"/>, a group of examples at a time, and adds the groups up in <see cref="EmitGradient"/>.
    /// </summary>
    public virtual bool NeedsLanes(LayerModel layer) => false;

    /// <summary>The floats of the weights as the backward pass reads them, which <see cref="EmitPrepareBackward"/> writes; 0 where it needs none.</summary>
    public virtual int TransposedFloats(LayerModel layer) => 0;

    /// <summary>
    /// How many multiply-add statements at 512 bits <c>Unroll.Full</c> makes of the layer: forward, for the gradient and for the delta. 0 for a
    /// layer that keeps its loops.
    /// </summary>
    public virtual long UnrolledStatements(LayerModel layer) => 0;

    /// <summary>Whether the forward pass of one example reads whole vectors, also beyond the end of what comes in.</summary>
    public virtual bool ReadsBeyondInput => false;

    /// <summary>Whether the layer's way back applies the derivative of a rectifier in the layer before, as <c>layer.AppliesSourceRectifier</c> tells it to.</summary>
    public virtual bool AppliesRectifier => false;

    /// <summary>Reads what the layer's attribute, or a node of an ONNX file, says, given what comes in; reports what is wrong and returns null if the layer cannot be.</summary>
    public abstract LayerModel? Parse(LayerArguments attribute, LayerPlace place);

    /// <summary>
    /// The layer's <c>CompiledNet.LayerSettings</c> in the generated topology: the type with its arguments, <c>DropoutSettings(0.5f)</c>; null where it has none.
    /// </summary>
    public virtual string? TopologySettings(LayerModel layer) => null;

    /// <summary>The formula of the forward pass, for the comment above its code.</summary>
    public abstract string Formula(LayerEmission layer);

    /// <summary>Sets the first values of the parameters, in the constructor.</summary>
    public virtual void EmitInitialize(SourceWriter writer, LayerModel layer, InitializerKind initializer)
    {
    }

    /// <summary>The forward pass of one example, from <c>layer.Source</c> to <c>layer.Activation</c>.</summary>
    public virtual void EmitForward(SourceWriter writer, LayerEmission layer)
    {
    }

    /// <summary>The forward pass of <c>rows</c> examples.</summary>
    public virtual void EmitForwardBatch(SourceWriter writer, LayerEmission layer)
    {
    }

    /// <summary>What has to be prepared once before the backward passes of a call, such as transposed weights.</summary>
    public virtual void EmitPrepareBackward(SourceWriter writer, LayerEmission layer)
    {
    }

    /// <summary>
    /// The backward pass of <c>rows</c> examples: from <c>layer.Delta</c>, the gradient with respect to the layer's output (to its weighted sums,
    /// where <c>layer.DeltaIsOfLogits</c>), to that with respect to its weighted sums, and to <c>layer.SourceDelta</c>.
    /// </summary>
    public virtual void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
    }

    /// <summary>The gradient of the layer's parameters over the <c>rows</c> examples of a block, from its input and <c>layer.Delta</c>: the share of the team's member that is called <paramref name="member"/>.</summary>
    public virtual void EmitGradient(SourceWriter writer, LayerEmission layer, string member)
    {
    }

    /// <summary>The kernels the passes call, at one vector width.</summary>
    public virtual IEnumerable<Kernel> Kernels(LayerEmission layer) => [];
}
