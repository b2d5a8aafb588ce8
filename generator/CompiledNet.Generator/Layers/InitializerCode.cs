using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Layers;

/// <summary>The statements that give a layer's parameters their first values, for every kind of layer with weights and biases.</summary>
internal static class InitializerCode
{
    /// <summary>Writes them.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="initializer">What the network asks for.</param>
    /// <param name="fanIn">The number of inputs of a neuron.</param>
    /// <param name="fanOut">The number of neurons an input goes to.</param>
    public static void Emit(SourceWriter writer, LayerModel layer, InitializerKind initializer, int fanIn, int fanOut)
    {
        if (initializer == InitializerKind.Auto)
        {
            initializer = ActivationCode.Of(layer.Activation).InitialisesLikeReLU ? InitializerKind.HeUniform : InitializerKind.GlorotUniform;
        }

        if (initializer == InitializerKind.PlainRandom)
        {
            writer.Line(SourceWriter.Text($"global::CompiledNet.Numerics.Initializer.PlainRandom(Weights{layer.Number}, random);"));
            writer.Line(SourceWriter.Text($"global::CompiledNet.Numerics.Initializer.PlainRandom(Bias{layer.Number}, random);"));
            return;
        }

        writer.Line(initializer is InitializerKind.HeUniform or InitializerKind.HeNormal
            ? SourceWriter.Text($"global::CompiledNet.Numerics.Initializer.{initializer}(Weights{layer.Number}, {fanIn}, random);")
            : SourceWriter.Text($"global::CompiledNet.Numerics.Initializer.{initializer}(Weights{layer.Number}, {fanIn}, {fanOut}, random);"));
    }
}
