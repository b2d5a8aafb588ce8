namespace CompiledNet;

/// <summary>What activations are called in figures and reports.</summary>
internal static class ActivationName
{
    /// <summary>The name of an activation, as it stands within a sentence.</summary>
    /// <param name="activation">The activation.</param>
    public static string Of(Activation activation) => activation switch
    {
        Activation.Identity => "no activation",
        Activation.Sigmoid => "sigmoid",
        Activation.Tanh => "tanh",
        Activation.LeakyReLU => "leaky ReLU",
        Activation.Softplus => "softplus",
        Activation.Softmax => "softmax",
        _ => activation.ToString(),
    };
}
