namespace CompiledNet;

/// <summary>
/// The function a layer applies to its weighted sums <c>z</c>. All formulas are PyTorch's (<c>torch.nn</c>, "Non-linear Activations").
/// </summary>
public enum Activation
{
    /// <summary><c>a = z</c>: a linear layer, the usual output of a regression.</summary>
    Identity,

    /// <summary><c>a = 1 / (1 + exp(-z))</c>, between 0 and 1.</summary>
    Sigmoid,

    /// <summary><c>a = tanh(z)</c>, between -1 and 1.</summary>
    Tanh,

    /// <summary><c>a = max(0, z)</c>; its derivative at 0 is taken as 0.</summary>
    ReLU,

    /// <summary><c>a = z</c> where <c>z &gt; 0</c>, else <c>0.01 z</c>.</summary>
    LeakyReLU,

    /// <summary><c>a = z</c> where <c>z &gt; 0</c>, else <c>exp(z) - 1</c> (Clevert et al. 2015, with alpha = 1).</summary>
    ELU,

    /// <summary><c>a = z (1 + erf(z / sqrt(2))) / 2</c>, the exact form (Hendrycks and Gimpel 2016).</summary>
    GELU,

    /// <summary><c>a = z / (1 + exp(-z))</c>, also called swish.</summary>
    SiLU,

    /// <summary><c>a = ln(1 + exp(z))</c>, computed so that it neither overflows nor loses the small values.</summary>
    Softplus,

    /// <summary>
    /// <c>a[j] = exp(z[j]) / sum(exp(z))</c>: the outputs are positive and sum to 1. Only the last layer can have it.
    /// </summary>
    Softmax,
}
