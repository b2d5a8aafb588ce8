using System.Collections.Generic;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Layers;

/// <summary>What the emitted code has to know of an activation.</summary>
/// <param name="Name">As it is written in formulas.</param>
/// <param name="Derivative">Its derivative in terms of what the forward pass keeps, for the comments.</param>
/// <param name="KeepsPreActivation">Whether the derivative needs the weighted sums z; otherwise it is expressed through the activation a.</param>
/// <param name="InitialisesLikeReLU">Whether first weights are He's rather than Glorot's: for activations that are near zero on half of their domain.</param>
internal sealed record ActivationCode(string Name, string Derivative, bool KeepsPreActivation = false, bool InitialisesLikeReLU = false)
{
    private static readonly Dictionary<ActivationKind, ActivationCode> All = new()
    {
        [ActivationKind.Identity] = new("identity", "1"),
        [ActivationKind.Sigmoid] = new("sigmoid", "a (1 - a)"),
        [ActivationKind.Tanh] = new("tanh", "1 - a^2"),
        [ActivationKind.ReLU] = new("relu", "1 where a > 0, else 0", InitialisesLikeReLU: true),
        [ActivationKind.LeakyReLU] = new("leakyRelu", "1 where a > 0, else 0.01", InitialisesLikeReLU: true),
        [ActivationKind.ELU] = new("elu", "1 where a > 0, else a + 1", InitialisesLikeReLU: true),
        [ActivationKind.GELU] = new("gelu", "Phi(z) + z phi(z), with the normal distribution's Phi and phi", KeepsPreActivation: true, InitialisesLikeReLU: true),
        [ActivationKind.SiLU] = new("silu", "s (1 + z (1 - s)) with s = sigmoid(z)", KeepsPreActivation: true, InitialisesLikeReLU: true),
        [ActivationKind.Softplus] = new("softplus", "sigmoid(z)", KeepsPreActivation: true, InitialisesLikeReLU: true),
        [ActivationKind.Softmax] = new("softmax", "a (1 - a) for the same output, -a a' for another: a (dLoss/da - sum(a dLoss/da)) in all"),
    };

    public static ActivationCode Of(ActivationKind kind) => All[kind];

    /// <summary>The statement that turns weighted sums into activations; null where they are the same.</summary>
    public static string? Forward(ActivationKind kind, string z, string a, string rows, int size, int stride) => kind switch
    {
        ActivationKind.Identity => z == a ? null : $"{z}.CopyTo({a});",
        ActivationKind.Softmax => Emit.SourceWriter.Text($"SoftmaxActivation.Forward({z}, {a}, {rows}, {size}, {stride});"),
        _ => $"{kind}Activation.Forward({z}, {a});",
    };

    /// <summary>The statement that turns dLoss/da into dLoss/dz, in place; null where they are the same.</summary>
    public static string? Backward(ActivationKind kind, string delta, string saved, int size, int stride) => kind switch
    {
        ActivationKind.Identity => null,
        ActivationKind.Softmax => Emit.SourceWriter.Text($"SoftmaxActivation.Backward({delta}, {saved}, rows, {size}, {stride});"),
        _ => $"{kind}Activation.Backward({delta}, {saved});",
    };
}
