using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Parsing;

/// <summary>Softmax makes probabilities of the numbers of a flat vector; what it should do to an image is anyone's guess.</summary>
internal static class SoftmaxRules
{
    public static void ReportImage(LayerArguments attribute, LayerPlace place, Shape output) => attribute.Error(
        Descriptors.LayersDoNotFit,
        SourceWriter.Text($"Layer {place.Number}"),
        attribute.TypeName,
        $"{attribute.Name} has the activation Softmax, which takes a flat vector, but its output is an image of {output}; choose another activation, such as ReLU, and Softmax for the last dense layer");
}
