using CompiledNet.Numerics;
using CompiledNet.Numerics.Activations;
using CompiledNet.Numerics.Losses;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Numerics;

/// <summary>The numeric routines go around bounds checks, so here every span ends where the memory does: a vector too far ends the process.</summary>
[Trait("Category", "Numerics")]
public class SpanEndTests
{
    private static readonly Dictionary<string, (SpanFunction Forward, SpanUpdate Backward)> Activations = new()
    {
        ["Sigmoid"] = (SigmoidActivation.Forward, SigmoidActivation.Backward),
        ["Tanh"] = (TanhActivation.Forward, TanhActivation.Backward),
        ["ReLU"] = (ReLUActivation.Forward, ReLUActivation.Backward),
        ["GELU"] = (GELUActivation.Forward, GELUActivation.Backward),
    };

    private static readonly LossFunction[] Losses =
    [
        SquaredErrorLoss.Compute, MeanSquaredErrorLoss.Compute, CrossEntropyLoss.Compute, BinaryCrossEntropyLoss.Compute,
    ];

    public static TheoryData<string> ActivationNames => [.. Activations.Keys];

    public static TheoryData<int> Sizes => [1, 4, 10, 15, 16, 17, 33];

    [Theory]
    [MemberData(nameof(ActivationNames))]
    public void Activations_stay_inside_their_spans(string name)
    {
        (SpanFunction forward, SpanUpdate backward) = Activations[name];
        for (int length = 1; length <= 67; length++)
        {
            using PageEnd z = PageEnd.Of(NumericInputs.Spread(length));
            using PageEnd a = new(length);
            forward(z.Span, a.Span);
            backward(z.Span, a.Span);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Softmax_and_losses_stay_inside_their_spans(int size)
    {
        int stride = NumericInputs.Stride(size);
        foreach (int rows in new[] { 1, 2, 3, 4, 5, 7, 16, 18 })
        {
            using PageEnd z = PageEnd.Of(NumericInputs.Uniform(rows * stride, -4f, 4f, rows));
            using PageEnd a = new(rows * stride);
            using PageEnd delta = new(rows * stride);
            using PageEnd targets = PageEnd.Of(NumericInputs.Uniform(rows * size, 0f, 1f, size));
            SoftmaxActivation.Forward(z.Span, a.Span, rows, size, stride);
            foreach (LossFunction loss in Losses)
            {
                loss(a.Span, z.Span, targets.Span, delta.Span, [], rows, size, stride, 0.5f);
            }

            SoftmaxActivation.Backward(delta.Span, a.Span, rows, size, stride);
        }
    }

    [Fact]
    public void Transposes_stay_inside_their_spans()
    {
        for (int rows = 1; rows <= 18; rows++)
        {
            for (int columns = 1; columns <= 18; columns++)
            {
                using PageEnd source = PageEnd.Of(NumericInputs.Uniform(rows * columns, -1f, 1f, rows));
                using PageEnd destination = new(columns * rows);
                MatrixTranspose.Transpose(source.Span, rows, columns, destination.Span, rows);
                Assert.Equal(source.Span[^1], destination.Span[^1]);
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 0.01)]
    [InlineData(0.9, 0.01)]
    public void Optimizer_steps_stay_inside_their_spans(double momentum, double weightDecay)
    {
        Sgd sgd = new(0.1) { Momentum = momentum, WeightDecay = weightDecay };
        for (int length = 1; length <= 150; length++)
        {
            using PageEnd parameters = PageEnd.Of(NumericInputs.Uniform(length, -1f, 1f, length));
            using PageEnd gradient = PageEnd.Of(NumericInputs.Uniform(length, -1f, 1f, length + 1));
            using PageEnd state = new(sgd.GetStateLength(length));
            sgd.Step(parameters.Span, gradient.Span, state.Span, new OptimizerStep(1, 0.1));
        }
    }
}
