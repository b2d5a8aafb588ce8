namespace CompiledNet.Tests.Oracle;

/// <summary>
/// One kind of layer in the oracle, up to its weighted sums: the network applies the activation. It works on a whole batch, an array of numbers
/// for each example, because some layers look at all of it. This one gives what comes in: a flattened image, dropout outside of training.
/// </summary>
internal class ReferenceLayer(TensorShape input, TensorShape output, Activation activation = Activation.Identity, int parameterCount = 0)
{
    public TensorShape Input => input;

    public TensorShape Output => output;

    public Activation Activation => activation;

    public int ParameterCount => parameterCount;

    /// <summary>The channels of the image, or the numbers of the flat vector, that go out.</summary>
    public int Channels => output[output.Count - 1];

    /// <summary>True where the numbers only change their shape.</summary>
    public bool PassesThrough => GetType() == typeof(ReferenceLayer);

    /// <summary>The weighted sums.</summary>
    public virtual double[][] Forward(double[][] inputs, ReadOnlySpan<double> parameters) => inputs;

    /// <summary>
    /// Adds the parameters' gradient to <paramref name="gradient"/> and gives the one with respect to <paramref name="inputs"/>, from
    /// <paramref name="deltas"/>, the one with respect to the weighted sums.
    /// </summary>
    public virtual double[][] Backward(double[][] inputs, double[][] deltas, ReadOnlySpan<double> parameters, Span<double> gradient) => deltas;

    protected static double[][] Zeros(int batch, int length) => [.. Enumerable.Range(0, batch).Select(_ => new double[length])];
}
