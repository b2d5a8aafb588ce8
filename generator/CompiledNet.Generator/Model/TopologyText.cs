using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace CompiledNet.Generator.Model;

/// <summary>
/// The generator's view of <c>CompiledNet.NetworkTopology</c>'s <c>Description</c> and <c>Hash</c>: the layers in words, and what files know a network by (a test
/// compares them).
/// </summary>
internal static class TopologyText
{
    public static string Description(NetworkModel model)
    {
        StringBuilder text = new();
        text.Append("input ").Append(model.Input).Append('\n');
        foreach (LayerModel layer in model.Layers)
        {
            text.Append(layer.Number.ToString(CultureInfo.InvariantCulture)).Append(' ').Append(layer.Kind).Append(' ')
                .Append(layer.Input).Append(" -> ").Append(layer.Output).Append(' ').Append(layer.Activation);
            foreach (TensorModel tensor in layer.Tensors.Concat(layer.Statistics))
            {
                text.Append(' ').Append(tensor.FileName).Append(':').Append(tensor.Shape);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The SHA-256 of the description, in lower-case hexadecimal.</summary>
    public static string Hash(string description)
    {
        using SHA256 sha = SHA256.Create();
        return string.Concat(sha.ComputeHash(Encoding.UTF8.GetBytes(description)).Select(part => part.ToString("x2", CultureInfo.InvariantCulture)));
    }
}
