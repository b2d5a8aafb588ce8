namespace CompiledNet.Tests.Training;

/// <summary>
/// A network by hand, in plain loops: three inputs, two outputs, <c>a = x W + b</c>, squared error. Says which batches it was given.
/// </summary>
internal sealed class LinearNetwork : ICompiledNetwork<LinearNetwork>
{
    public const int In = 3;
    public const int Out = 2;
    private const int BiasStart = In * Out;

    private readonly float[] _parameters = new float[BiasStart + Out];

    public static NetworkTopology Topology { get; } = new(
        "LinearNetwork",
        new TensorShape(In),
        Loss.SquaredError,
        new LayerTopology(
            1,
            "Dense",
            new TensorShape(In),
            new TensorShape(Out),
            Activation.Identity,
            new ParameterTensor("1.weight", new TensorShape(In, Out), 0),
            new ParameterTensor("1.bias", new TensorShape(Out), BiasStart)));

    /// <summary>Is given the inputs of each batch before its gradient is taken.</summary>
    public Action<float[]>? Batch { get; init; }

    public Span<float> Parameters => _parameters;

    public static LinearNetwork Create(int seed)
    {
        LinearNetwork network = new();
        new Random(seed).NextSingles(network._parameters);
        return network;
    }

    public void Predict(ReadOnlySpan<float> input, Span<float> output) => PredictBatch(input, output);

    public void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        for (int row = 0; row < inputs.Length / In; row++)
        {
            for (int o = 0; o < Out; o++)
            {
                float sum = _parameters[BiasStart + o];
                for (int i = 0; i < In; i++)
                {
                    sum += inputs[(row * In) + i] * _parameters[(i * Out) + o];
                }

                outputs[(row * Out) + o] = sum;
            }
        }
    }

    public float ComputeLoss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs)
    {
        PredictBatch(inputs, outputs);
        float loss = 0;
        for (int k = 0; k < outputs.Length; k++)
        {
            loss += (outputs[k] - targets[k]) * (outputs[k] - targets[k]);
        }

        return loss / (inputs.Length / In);
    }

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient)
    {
        if (Batch is not null)
        {
            Batch(inputs.ToArray());
        }

        int count = inputs.Length / In;
        Span<float> outputs = count <= 64 ? stackalloc float[count * Out] : new float[count * Out];
        float loss = ComputeLoss(inputs, targets, outputs);
        gradient.Clear();
        for (int row = 0; row < count; row++)
        {
            for (int o = 0; o < Out; o++)
            {
                float delta = 2 * (outputs[(row * Out) + o] - targets[(row * Out) + o]) / count;
                gradient[BiasStart + o] += delta;
                for (int i = 0; i < In; i++)
                {
                    gradient[(i * Out) + o] += delta * inputs[(row * In) + i];
                }
            }
        }

        return loss;
    }

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient, Span<float> inputGradient) =>
        throw new NotSupportedException();
}
