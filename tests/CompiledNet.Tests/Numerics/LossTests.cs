using CompiledNet.Numerics;
using CompiledNet.Numerics.Activations;
using CompiledNet.Numerics.Losses;

namespace CompiledNet.Tests.Numerics;

internal delegate double LossFunction(
    ReadOnlySpan<float> outputs,
    ReadOnlySpan<float> logits,
    ReadOnlySpan<float> targets,
    Span<float> delta,
    Span<float> losses,
    int rows,
    int size,
    int stride,
    float scale);

[Trait("Category", "Numerics")]
public class LossTests
{
    private const int RowCount = 7;
    private const float Scale = 1f / RowCount;

    private static readonly Dictionary<string, LossFunction> Losses = new()
    {
        ["SquaredError"] = SquaredErrorLoss.Compute,
        ["MeanSquaredError"] = MeanSquaredErrorLoss.Compute,
        ["CrossEntropy"] = CrossEntropyLoss.Compute,
        ["BinaryCrossEntropy"] = BinaryCrossEntropyLoss.Compute,
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    public static TheoryData<string, int, int> Shapes
    {
        get
        {
            TheoryData<string, int, int> shapes = [];
            foreach (string name in Losses.Keys)
            {
                foreach (int size in new[] { 1, 2, 3, 15, 16, 17, 31, 33, 100 })
                {
                    shapes.Add(name, size, NumericInputs.Stride(size));
                    shapes.Add(name, size, NumericInputs.Stride(size) + 32);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Loss_and_gradient_agree_with_float64(string name, int size, int stride)
    {
        (float[] outputs, float[] logits) = Forward(name, NumericInputs.Uniform(RowCount * size, -6f, 6f, size), RowCount, size, stride);
        float[] targets = NumericInputs.Uniform(RowCount * size, 0f, 1f, size + 1);
        float[] delta = new float[outputs.Length];
        Array.Fill(delta, float.NaN);
        float[] losses = new float[RowCount];

        double loss = Losses[name](outputs, name.EndsWith("Error", StringComparison.Ordinal) ? [] : logits, targets, delta, losses, RowCount, size, stride, Scale);

        (double exactLoss, double[] exactDelta) = Exact(name, outputs, logits, targets, size, stride);
        Assert.Equal(exactLoss, loss, 2e-6 * exactLoss);
        double largest = exactDelta.Max(Math.Abs);
        for (int i = 0; i < delta.Length; i++)
        {
            Assert.Equal(exactDelta[i], delta[i], i % stride < size ? 1e-6 * Math.Max(largest, Scale / size) : 0);
        }

        Assert.Equal(loss, Losses[name](outputs, logits, targets, [], [], RowCount, size, stride, Scale));

        // What a team adds up is to the last bit what one thread does.
        bool isMean = name is "MeanSquaredError" or "BinaryCrossEntropy";
        Assert.Equal(loss, RunSums.Sum(losses) / (isMean ? size : 1));
    }

    [Theory]
    [InlineData("CrossEntropy")]
    [InlineData("BinaryCrossEntropy")]
    public void Saturated_logits_give_a_finite_loss(string name)
    {
        float[] dense = [1e4f, -1e4f, 100f, -100f, 1e4f, 0f];
        float[] targets = [0f, 1f, 0f, 1f, 0f, 0f];
        (float[] outputs, float[] logits) = Forward(name, dense, 2, 3, 16);
        float[] delta = new float[32];
        double loss = Losses[name](outputs, logits, targets, delta, [], 2, 3, 16, 0.5f);
        double expected = name == "CrossEntropy" ? 20_000 + 10_100 : (10_000 + 10_000 + 100 + 100 + 10_000 + Math.Log(2)) / 3;
        Assert.Equal(expected, loss, expected * 1e-6);
        Assert.All(delta, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_in_an_output_or_a_target_shows_in_the_loss(string name)
    {
        for (int position = 0; position < 19; position++)
        {
            float[] dense = new float[19];
            float[] targets = new float[19];
            targets[position] = float.NaN;
            (float[] outputs, float[] logits) = Forward(name, dense, 1, 19, 32);
            Assert.True(double.IsNaN(Losses[name](outputs, logits, targets, [], [], 1, 19, 32, 1f)));

            dense[position] = float.NaN;
            targets[position] = 0f;
            (outputs, logits) = Forward(name, dense, 1, 19, 32);
            Assert.True(double.IsNaN(Losses[name](outputs, logits, targets, [], [], 1, 19, 32, 1f)));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_row_has_the_same_bits_among_any_number_of_rows(string name, int size, int stride)
    {
        const int Most = 21;
        LossFunction loss = Losses[name];
        (float[] outputs, float[] logits) = Forward(name, NumericInputs.Uniform(Most * size, -6f, 6f, size), Most, size, stride);
        float[] targets = NumericInputs.Uniform(Most * size, 0f, 1f, size + 1);
        float[] delta = new float[outputs.Length];
        double[] losses = new double[Most];
        for (int r = 0; r < Most; r++)
        {
            int start = r * stride;
            losses[r] = loss(
                outputs.AsSpan(start, stride), logits.AsSpan(start, stride), targets.AsSpan(r * size, size), delta.AsSpan(start, stride), [], 1, size, stride, Scale);
        }

        for (int rows = 1; rows <= Most; rows++)
        {
            float[] together = new float[rows * stride];
            double sum = loss(
                outputs.AsSpan(0, rows * stride), logits.AsSpan(0, rows * stride), targets.AsSpan(0, rows * size), together, [], rows, size, stride, Scale);
            Assert.Equal(NumericInputs.Bits(delta.AsSpan(0, rows * stride)), NumericInputs.Bits(together));
            Assert.Equal(losses[..rows].Sum(), sum, 1e-14 * sum);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rows_are_added_in_order(string name)
    {
        const int Size = 10;
        (float[] outputs, float[] logits) = Forward(name, NumericInputs.Uniform(RowCount * Size, -3f, 3f, 1), RowCount, Size, 16);
        float[] targets = NumericInputs.Uniform(RowCount * Size, 0f, 1f, 2);
        double sum = 0;
        for (int r = 0; r < RowCount; r++)
        {
            sum += Losses[name](
                outputs.AsSpan(r * 16, 16), logits.AsSpan(r * 16, 16), targets.AsSpan(r * Size, Size), [], [], 1, Size, 16, Scale);
        }

        Assert.Equal(sum, Losses[name](outputs, logits, targets, [], [], RowCount, Size, 16, Scale), 1e-14 * sum);
        Assert.Equal(0, Losses[name]([], [], [], [], [], 0, Size, 16, Scale));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Spans_that_are_too_short_are_refused(string name)
    {
        LossFunction loss = Losses[name];
        Assert.Throws<ArgumentException>(() => loss(new float[31], new float[32], new float[6], new float[32], [], 2, 3, 16, 1f));
        Assert.Throws<ArgumentException>(() => loss(new float[32], new float[32], new float[5], new float[32], [], 2, 3, 16, 1f));
        Assert.Throws<ArgumentException>(() => loss(new float[32], new float[32], new float[6], new float[31], [], 2, 3, 16, 1f));
        Assert.Throws<ArgumentException>(() => loss(new float[32], new float[32], new float[6], new float[32], [], 2, 3, 17, 1f));
    }

    // The outputs as the network would have them, with garbage in the padding of outputs and logits.
    private static (float[] Outputs, float[] Logits) Forward(string name, float[] dense, int rows, int size, int stride)
    {
        float[] logits = NumericInputs.Padded(dense, rows, size, stride);
        float[] outputs = new float[logits.Length];
        if (name == "CrossEntropy")
        {
            SoftmaxActivation.Forward(logits, outputs, rows, size, stride);
        }
        else
        {
            SigmoidActivation.Forward(logits, outputs);
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = i % stride < size ? outputs[i] : NumericInputs.Garbage(i);
        }

        return (outputs, logits);
    }

    private static (double Loss, double[] Delta) Exact(
        string name, float[] outputs, float[] logits, float[] targets, int size, int stride)
    {
        double loss = 0;
        double[] delta = new double[outputs.Length];
        for (int r = 0; r < RowCount; r++)
        {
            ReadOnlySpan<float> y = targets.AsSpan(r * size, size);
            double max = double.NegativeInfinity;
            double weight = 0;
            for (int j = 0; j < size; j++)
            {
                max = Math.Max(max, logits[(r * stride) + j]);
                weight += y[j];
            }

            double sumOfExp = 0;
            for (int j = 0; j < size; j++)
            {
                sumOfExp += Math.Exp(logits[(r * stride) + j] - max);
            }

            for (int j = 0; j < size; j++)
            {
                double a = outputs[(r * stride) + j];
                double z = logits[(r * stride) + j];
                (double term, double slope) = name switch
                {
                    "SquaredError" => ((a - y[j]) * (a - y[j]), 2 * (a - y[j])),
                    "MeanSquaredError" => ((a - y[j]) * (a - y[j]) / size, 2 * (a - y[j]) / size),
                    "CrossEntropy" => (y[j] * (max + Math.Log(sumOfExp) - z), (a * weight) - y[j]),
                    _ => ((DoubleMath.Softplus(z) - (z * y[j])) / size, (a - y[j]) / size),
                };
                loss += term;
                delta[(r * stride) + j] = slope * Scale;
            }
        }

        return (loss, delta);
    }
}
