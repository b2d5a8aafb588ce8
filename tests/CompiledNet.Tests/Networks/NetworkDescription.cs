using System.Globalization;
using System.Text;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>A dense network as data: what the source text of its class and its reference are made from.</summary>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Loss">What training makes small.</param>
/// <param name="Unroll">How far the code is unrolled.</param>
internal sealed record NetworkDescription(int Inputs, IReadOnlyList<DenseLayer> Layers, Loss Loss = Loss.SquaredError, Unroll Unroll = Unroll.Auto)
{
    public int Outputs => Layers[^1].Units;

    public ReferenceNetwork CreateReference() => new(Inputs, Layers, Loss);

    /// <summary>The class in the layer-by-layer form.</summary>
    public string ToSource(string name)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.CompiledNetwork(Loss = CompiledNet.Loss.{Loss}, Unroll = CompiledNet.Unroll.{Unroll})]\n");
        text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.Input({Inputs})]\n");
        foreach (DenseLayer layer in Layers)
        {
            text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.Dense({layer.Units}, CompiledNet.Activation.{layer.Activation})]\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {name};\n").ToString();
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Inputs}-{string.Join('-', Layers.Select(layer => $"{layer.Units}:{layer.Activation}"))} {Loss} {Unroll}");
}

internal sealed record DenseLayer(int Units, Activation Activation);
