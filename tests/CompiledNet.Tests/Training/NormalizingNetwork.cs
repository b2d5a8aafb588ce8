using CompiledNet.Numerics;

namespace CompiledNet.Tests.Training;

/// <summary>
/// A network by hand that keeps running statistics: three inputs, normalised by them (so not as a batch normalization trains, but enough to see that
/// they go wherever the parameters go), then two outputs, <c>a = xhat W + b</c>, squared error. Each batch moves the statistics.
/// </summary>
internal sealed class NormalizingNetwork : ICompiledNetwork<NormalizingNetwork>
{
    public const int In = 3;
    public const int Out = 2;
    private const int BiasStart = In * Out;

    private readonly float[] _parameters = new float[BiasStart + Out];
    private readonly float[] _statistics = new float[2 * In];

    public static NetworkTopology Topology { get; } = new(
        nameof(NormalizingNetwork),
        new TensorShape(In),
        Loss.SquaredError,
        new LayerTopology(1, "Standardize", new TensorShape(In), new TensorShape(In), Activation.Identity)
        {
            Statistics = [new ParameterTensor("1.running_mean", new TensorShape(In), 0), new ParameterTensor("1.running_var", new TensorShape(In), In)],
        },
        new LayerTopology(
            2,
            "Dense",
            new TensorShape(In),
            new TensorShape(Out),
            Activation.Identity,
            new ParameterTensor("2.weight", new TensorShape(In, Out), 0),
            new ParameterTensor("2.bias", new TensorShape(Out), BiasStart)));

    /// <summary>Is called before each batch.</summary>
    public Action? Batch { get; set; }

    public Span<float> Parameters => _parameters;

    public Span<float> RunningStatistics => _statistics;

    public static NormalizingNetwork Create(int seed)
    {
        NormalizingNetwork network = new();
        new Random(seed).NextSingles(network._parameters);
        network._statistics.AsSpan(In).Fill(1);
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
                    sum += Normalized(inputs[(row * In) + i], i) * _parameters[(i * Out) + o];
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
        Batch?.Invoke();
        int count = inputs.Length / In;
        float[] outputs = new float[count * Out];
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
                    gradient[(i * Out) + o] += delta * Normalized(inputs[(row * In) + i], i);
                }
            }
        }

        float[] moments = new float[2 * In];
        int first = Math.Min(16, count);
        BatchNormalization.MeasureRows(inputs, In, first, In, moments);
        for (int i = In; i < 2 * In; i++)
        {
            moments[i] /= first;
        }

        BatchNormalization.UpdateRunning(moments.AsSpan(0, In), moments.AsSpan(In), first, 0.1f, _statistics.AsSpan(0, In), _statistics.AsSpan(In));
        return loss;
    }

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient, Span<float> inputGradient) =>
        throw new NotSupportedException();

    private float Normalized(float x, int i) => (x - _statistics[i]) / MathF.Sqrt(_statistics[In + i] + 1e-5f);
}
