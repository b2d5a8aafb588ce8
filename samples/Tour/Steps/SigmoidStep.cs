using CompiledNet;

namespace TourSample;

/// <summary>The sigmoid, its slope, and other activation functions.</summary>
internal sealed class SigmoidStep : TourStep<SigmoidStep.Result>
{
    private const float Low = -6;
    private const float Step = 0.1f;
    private const int Count = 121;

    public override string Id => "sigmoid";

    public override string Title => "The sigmoid, its slope, and others";

    public override string? TryIt => """{"problem":"circle","hidden":[{"neurons":4,"activation":"Tanh"},{"neurons":2,"activation":"ReLU"}]}""";

    public override Result Compute(TourWorld world)
    {
        return new Result(Measure(new OneNeuron()), Measure(new TanhNeuron()), Measure(new ReluNeuron()));
    }

    // <code>
    private static (float Value, float Slope)[] Measure<TNetwork>(TNetwork neuron)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        (float, float)[] curve = new (float, float)[Count];
        float[] output = new float[1], gradient = new float[2], slope = new float[1];
        // With weight 1 and bias 0, what is left is the function.
        (neuron.Parameters[0], neuron.Parameters[1]) = (1, 0);
        for (int i = 0; i < Count; i++)
        {
            float[] z = [Low + (Step * i)];
            neuron.Predict(z, output);
            // The cost is (a - y)^2, its slope 2 (a - y) times the function's.
            // With y = a - 1/2, that is the function's own.
            neuron.Backpropagate(z, [output[0] - 0.5f], gradient, slope);
            curve[i] = (output[0], slope[0]);
        }

        return curve;
    }
    // </code>

    public override string Describe(Result result) => FormattableString.Invariant($"""
        The *sigmoid* turns any sum into a number between 0 and 1: very negative sums into almost 0, very positive ones into almost 1, and 0
        into {result.Sigmoid[60].Value:F1}. Without some such
        *activation function* layers would be pointless: weighted sums of weighted sums are only weighted sums.

        For learning, its slope matters as much: it says how much a small change of the sum still changes the activation. At 0 the sigmoid's
        is {result.Sigmoid[60].Slope:F2}; at 5 only
        {result.Sigmoid[110].Slope:F4}. A neuron far out is *saturated*, hardly moves, and hardly learns. That is why many networks have
        others: *tanh* goes from -1 to 1 and has slope {result.Tanh[60].Slope:F0} at
        0, *ReLU* lets through what is positive, slope {result.Relu[110].Slope:F0} however large, and holds back the rest.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"Three plots against the sum from -6 to 6. Sigmoid: from 0 to 1, its slope highest at 0, {result.Sigmoid[60].Slope:F2}. Tanh: from -1 to 1, slope {result.Tanh[60].Slope:F2} at 0. ReLU: 0 for negative sums, then a straight line."),
        640,
        330,
        sketch =>
        {
            Plot(sketch, new Plane(44, 50, 330, 230, Low, -Low, 0, 1), result.Sigmoid, "sigmoid", [0, 0.25, 0.5, 0.75, 1]);
            Plot(sketch, new Plane(440, 50, 180, 90, Low, -Low, -1, 1), result.Tanh, "tanh", [-1, 0, 1]);
            Plot(sketch, new Plane(440, 194, 180, 86, Low, -Low, 0, 6), result.Relu, "ReLU", [0, 3, 6]);
            sketch.Legend(44, 322, (Palette.Blue, "activation"), (Palette.Orange, "its slope"));
        });

    private static void Plot(Sketch sketch, Plane plane, (float Value, float Slope)[] curve, string name, double[] ticks)
    {
        sketch.Text(name, (float)plane.X, (float)plane.Y - 14, 14, bold: true);
        sketch.Axes(plane, [-6, -3, 0, 3, 6], ticks, "");
        sketch.Curve(plane, [.. curve.Select((point, i) => (Low + (Step * (double)i), (double)point.Slope))], Palette.Orange, 2);
        sketch.Curve(plane, [.. curve.Select((point, i) => (Low + (Step * (double)i), (double)point.Value))], Palette.Blue, 2.5f);
    }

    internal sealed record Result((float Value, float Slope)[] Sigmoid, (float Value, float Slope)[] Tanh, (float Value, float Slope)[] Relu);
}
