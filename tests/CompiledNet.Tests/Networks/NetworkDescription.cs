using System.Globalization;
using System.Text;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>A network as data: what the source text of its class and its reference are made from.</summary>
/// <param name="Input">The shape of one example.</param>
/// <param name="Layers">The layers.</param>
/// <param name="Loss">What training makes small.</param>
/// <param name="Unroll">How far the code is unrolled.</param>
internal sealed record NetworkDescription(
    TensorShape Input, IReadOnlyList<LayerDescription> Layers, Loss Loss = Loss.SquaredError, Unroll Unroll = Unroll.Auto)
{
    /// <summary>A network of dense layers.</summary>
    public NetworkDescription(int inputs, IReadOnlyList<DenseLayer> layers, Loss loss = Loss.SquaredError, Unroll unroll = Unroll.Auto)
        : this(new TensorShape(inputs), layers, loss, unroll)
    {
    }

    /// <summary>The length of one example.</summary>
    public int Inputs => Input.Length;

    /// <summary>The length of one example's outputs.</summary>
    public int Outputs => Layers is [.., DenseLayer last] ? last.Units : CreateReference().Outputs;

    public ReferenceNetwork CreateReference() => new(Input, Layers, Loss);

    /// <summary>The class in the layer-by-layer form.</summary>
    public string ToSource(string name)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.CompiledNetwork(Loss = CompiledNet.Loss.{Loss}, Unroll = CompiledNet.Unroll.{Unroll})]\n");
        text.Append(CultureInfo.InvariantCulture, $"[CompiledNet.Input({string.Join(", ", Input)})]\n");
        foreach (LayerDescription layer in Layers)
        {
            text.Append(layer.Attribute).Append('\n');
        }

        return text.Append(CultureInfo.InvariantCulture, $"public sealed partial class {name};\n").ToString();
    }

    public override string ToString() => FormattableString.Invariant($"{Input}-{string.Join('-', Layers)} {Loss} {Unroll}");
}
