using CompiledNet;

namespace TourSample;

/// <summary>Backpropagation, the second way to lower the cost: the weights.</summary>
internal sealed class PreviousWeightsStep : TourStep<PreviousWeightsStep.Result>
{
    public override string Id => "backpropagation-weights";

    public override string Title => "Second way: change the weights, in proportion to the activations";

    public override Result Compute(TourWorld world)
    {
        // <code>
        DigitNet net = world.Young;
        float[] image = world.Test.Input(world.Seven).ToArray();
        float[] target = world.Test.Target(world.Seven).ToArray();
        float[] gradient = new float[DigitNet.ParameterCount];
        float before = net.Backpropagate(image, target, gradient);
        float[] activations = new float[DigitNet.ActivationCount];
        net.Trace(image, activations);

        // The last layer's 16 x 10 weights and 10 biases.
        const int start = DigitNet.ParameterCount - 170;
        // Nudges to the weights into the output for the 7.
        float[] nudges = new float[16];
        for (int j = 0; j < 16; j++)
        {
            nudges[j] = -gradient[start + (j * 10) + 7];
            net.Weights3[(j * 10) + 7] += nudges[j];
        }

        float after = net.ComputeLoss(image, target, new float[10]);
        return new Result(activations[16..32], nudges, -gradient[^3], before, after);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        The second way is the *weights*. A weight is multiplied by the activation of the neuron it comes from. If that neuron is bright, the
        weight moves the sum a lot; if it is dark, the
        weight could be anything and nothing would change. So the weights that come from active neurons matter most, and their nudges are in
        proportion to those activations.

        The picture shows it for the sixteen weights into the output for the 7. Each nudge divided by its neuron's activation is the same
        number, {result.Nudges[0] / result.Activations[0]:F4}: just the nudge to the
        bias, which acts like a weight from a neuron that is always 1. Changing these sixteen alone takes the cost from {result.Before:F4}
        to {result.After:F4}. It ties the 7 closer to the neurons that fire when a 7 is seen.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"The sixteen neurons of the second hidden layer, and from each a line to the output for the 7, as thick as the nudge to its weight. Beside it, the nudges over the activations lie on a straight line with slope {result.BiasNudge:F4}. Cost {result.Before:F4} before, {result.After:F4} after."),
        640,
        400,
        sketch =>
        {
            float largest = result.Nudges.Max(MathF.Abs);
            for (int j = 0; j < 16; j++)
            {
                float y = 40 + (j * 21.5f);
                float share = MathF.Abs(result.Nudges[j]) / largest;
                sketch.Line(52, y, 212, 201, result.Nudges[j] > 0 ? Palette.Blue : Palette.Red, 0.4f + (5 * share), 0.35f + (0.65f * share));
            }

            for (int j = 0; j < 16; j++)
            {
                float y = 40 + (j * 21.5f);
                sketch.Neuron(44, y, 9.5f, result.Activations[j], Palette.Orange, -1, 0);
            }

            sketch.Neuron(226, 201, 16, 0, Palette.Grey, -1, 0);
            sketch.Text("7", 226, 206, 14, Align.Middle, bold: true);
            sketch.Text("lines: nudges to the weights", 20, 22, 14, bold: true);
            Plane plane = new(330, 50, 280, 270, 0, 1, 0, Math.Max(largest, result.BiasNudge) * 1.1);
            sketch.Text("nudge to the weight", 330, 22, 14, bold: true);
            sketch.Axes(plane, [0, 0.25, 0.5, 0.75, 1], Ticks(plane.MaxY), "activation it comes from");
            sketch.Curve(plane, [(0, 0), (1, result.BiasNudge)], Palette.Grey, 1.5f);
            for (int j = 0; j < 16; j++)
            {
                sketch.Dot(plane, result.Activations[j], result.Nudges[j], Palette.Orange, 5);
            }

            sketch.Dot(plane, 1, result.BiasNudge, Palette.Blue, 5);
            sketch.Text($"nudge to the bias {Sketch.Number(result.BiasNudge, 4)}", plane.Left(1) - 12, plane.Top(result.BiasNudge) + 4, 12, Align.End);
            sketch.Text($"cost: {Sketch.Number(result.Before, 4)} before, {Sketch.Number(result.After, 4)} afterwards", 330, 390, 13, bold: true);
        });

    // Up to five round numbers from 0.
    private static double[] Ticks(double highest)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(highest / 4)));
        double step = power * ((highest / 4 / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 });
        return [.. Enumerable.Range(0, (int)(highest / step) + 1).Select(tick => Math.Round(tick * step, 6))];
    }

    internal sealed record Result(float[] Activations, float[] Nudges, float BiasNudge, float Before, float After);
}
