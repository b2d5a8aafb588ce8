using System.Collections.Generic;
using CompiledNet.Generator.Model;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>Puts what stands behind a layer into it: factors and summands into its weights and bias, an activation in its place.</summary>
internal static class Folding
{
    /// <summary>Multiplies and shifts the sums of the last layer that has some; false where that cannot be.</summary>
    public static bool IntoLayersBefore(IReadOnlyList<ImportedLayer> layers, ScaleAndShift change)
    {
        int n = layers.Count - 1;
        while (n >= 0 && PassesChange(layers[n], change))
        {
            n--;
        }

        if (n < 0 || layers[n] is not { Weights: { } weights, Bias: { } bias, Activation: ActivationKind.Identity } || change.Length > bias.Length)
        {
            return false;
        }

        for (int w = 0; w < weights.Length; w++)
        {
            weights[w] = (float)(weights[w] * change.Scale(w % bias.Length));
        }

        for (int b = 0; b < bias.Length; b++)
        {
            bias[b] = (float)((bias[b] * change.Scale(b)) + change.Shift(b));
        }

        return true;
    }

    /// <summary>Makes an activation that of the last layer that can have one.</summary>
    public static void SetActivation(IReadOnlyList<ImportedLayer> layers, ActivationKind activation, NodeProto node)
    {
        int n = layers.Count - 1;
        while (n >= 0 && layers[n].Kind == "MaxPool2D" && NeverFalls(activation))
        {
            n--;
        }

        if (n < 0)
        {
            throw OnnxErrors.Node(node, "it is applied to the input; an activation follows Gemm, MatMul, Conv or BatchNormalization");
        }

        ImportedLayer layer = layers[n];
        if (layer.Weights is null)
        {
            throw OnnxErrors.Node(node, $"it follows {OnnxErrors.Describe(layer.Node)}, and a layer {layer.Kind} has no activation: only Gemm, MatMul, Conv and BatchNormalization have one");
        }

        if (layer.Activation != ActivationKind.Identity)
        {
            if (layer.Activation == ActivationKind.ReLU && activation == ActivationKind.ReLU)
            {
                return;
            }

            throw OnnxErrors.Node(node, $"the layer of {OnnxErrors.Describe(layer.Node)} has the activation {layer.Activation} already; a layer has one");
        }

        if (activation == ActivationKind.Softmax && !layer.Output.IsFlat)
        {
            throw OnnxErrors.Node(node, $"Softmax takes the flat vector of a Gemm or MatMul, but an image of {layer.Output} (height, width, channels) comes in");
        }

        layer.Activation = activation;
    }

    // The maximum of activations is the activation of the maximum.
    private static bool NeverFalls(ActivationKind activation) => activation is not (ActivationKind.GELU or ActivationKind.SiLU or ActivationKind.Softmax);

    // Whether the layer's output for scaled and shifted numbers is its output, scaled and shifted.
    private static bool PassesChange(ImportedLayer layer, ScaleAndShift change) =>
        change.Length <= layer.Output.Extents[layer.Output.Extents.Count - 1]
        && layer.Kind switch
        {
            "MaxPool2D" => change.ScalesUpwards,
            "AvgPool2D" => !layer.IsPadded,
            "GlobalAvgPool2D" => true,
            _ => false,
        };
}
