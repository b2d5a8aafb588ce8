using System.Collections.Generic;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>One layer and its surroundings, by the names its code uses.</summary>
internal sealed class LayerEmission(NetworkModel network, LayerModel model, BufferLayout buffers)
{
    public LayerModel Model => model;

    public Layer Kind => LayerCatalog.Get(model.Kind);

    public BufferLayout Buffers => buffers;

    public bool Straight => network.Unroll == UnrollKind.Full;

    /// <summary>In how many runs a team can share the layer's sums; 0 where it cannot.</summary>
    public int RunsToShare => buffers.LayerInRuns == model.Number ? buffers.Runs : 0;

    private int SourceOwner => buffers.Owner(model.Number - 1);

    /// <summary>Whether what comes in is the network's own input.</summary>
    public bool ReadsInput => SourceOwner == 0;

    /// <summary>What comes in: <c>x</c>, or the activations of the layer before.</summary>
    public string Source => ReadsInput ? "x" : SourceWriter.Text($"a{SourceOwner}");

    public int SourceStride => ReadsInput ? network.Input.Length : TilePlan.Padded(network.Layers[SourceOwner - 1].Output.Length);

    /// <summary>The layer's activations.</summary>
    public string Activation => SourceWriter.Text($"a{model.Number}");

    public int Stride => TilePlan.Padded(model.Output.Length);

    /// <summary>The layer's weighted sums: where the backward pass does not need them, the activations take their place.</summary>
    public string PreActivation => KeepsPreActivation ? SourceWriter.Text($"z{model.Number}") : Activation;

    /// <summary>The weighted sums of the layer before, where they are kept.</summary>
    public string SourcePreActivation => SourceWriter.Text($"z{SourceOwner}");

    public bool KeepsPreActivation => buffers.KeepsPreActivation(model);

    public string Delta => SourceWriter.Text($"delta{model.Number}");

    /// <summary>Whether the layer's output lies in lanes, 16 examples side by side.</summary>
    public bool IsLanes => buffers.IsLanes(model.Number);

    /// <summary>Whether what comes in lies in lanes.</summary>
    public bool SourceIsLanes => buffers.IsLanes(model.Number - 1);

    /// <summary>Whether this layer multiplies what it hands back by the derivative of the layer before, a rectifier.</summary>
    public bool AppliesSourceRectifier => Kind.AppliesRectifier && model.Number > 1 && !buffers.PassesThrough(model.Number - 1)
        && network.Layers[model.Number - 2] is { Activation: ActivationKind.ReLU } source && buffers.IsLanes(source.Number);

    /// <summary>Whether the layer behind has done so for this one.</summary>
    public bool DerivativeIsApplied => model.Number < network.Layers.Count && new LayerEmission(network, network.Layers[model.Number], buffers).AppliesSourceRectifier;

    /// <summary>
    /// The batch normalisation that a prediction folds into this layer: the one right behind, where this is a convolution whose sums nothing else is done to.
    /// </summary>
    public LayerEmission? Folded =>
        Kind is Conv2DLayer && model.Activation == ActivationKind.Identity && model.Number < network.Layers.Count && network.Layers[model.Number].Statistics.Count > 0
            ? new LayerEmission(network, network.Layers[model.Number], buffers)
            : null;

    /// <summary>Whether a prediction has folded this layer into the one before.</summary>
    public bool IsFolded => model.Number > 1 && new LayerEmission(network, network.Layers[model.Number - 2], buffers).Folded is not null;

    /// <summary>Where the delta of what came in goes.</summary>
    public string SourceDelta => !ReadsInput ? SourceWriter.Text($"delta{SourceOwner}") : SourceIsLanes ? "dx" : "inputGradient";

    /// <summary>Whether the loss gives the gradient with respect to this layer's weighted sums rather than to its activations.</summary>
    public bool DeltaIsOfLogits => model.Number == buffers.LogitsLayer && network.LossIsOfLogits;

    /// <summary>Whether training has to go below this layer.</summary>
    public bool HasParametersBelow => model.Number > network.FirstParameterLayer;

    /// <summary>The buffer of what comes in, where it is one of the workspace.</summary>
    public IEnumerable<string> SourceBuffers => ReadsInput && !SourceIsLanes ? [] : [Source];

    /// <summary>The buffers the layer's backward pass reads and writes, besides those of its own output.</summary>
    public IEnumerable<string> BackwardBuffers
    {
        get
        {
            if (ReadsInput && SourceIsLanes)
            {
                yield return "x";
                yield return "dx";
            }
            else if (!ReadsInput)
            {
                LayerEmission source = new(network, network.Layers[SourceOwner - 1], buffers);
                foreach (string buffer in source.OwnBackwardBuffers)
                {
                    yield return buffer;
                }
            }

            if (Kind.TransposedFloats(model) > 0)
            {
                yield return SourceWriter.Text($"transposed{model.Number}");
            }
        }
    }

    /// <summary>The buffers of the layer's own output the backward pass uses.</summary>
    public IEnumerable<string> OwnBackwardBuffers =>
        ActivationCode.Of(model.Activation).KeepsPreActivation ? [Activation, PreActivation, Delta] : [Activation, Delta];
}
