using CompiledNet;

namespace TourSample;

/// <summary>Backpropagation, the first way to lower the cost: the bias.</summary>
internal sealed class BiasStep : TourStep<BiasStep.Result>
{
    public override string Id => "backpropagation-bias";

    public override string Title => "Backpropagation, first way: change the bias";

    public override Result Compute(TourWorld world)
    {
        // <code>
        DigitNet net = world.Young;
        float[] image = world.Test.Input(world.Seven).ToArray();
        float[] target = world.Test.Target(world.Seven).ToArray();
        float[] gradient = new float[DigitNet.ParameterCount];
        float before = net.Backpropagate(image, target, gradient);

        // The last ten parameters are the outputs' biases.
        float[] nudges = [.. gradient.TakeLast(10).Select(slope => -slope)];
        float[] outputs = net.Predict(image);
        for (int k = 0; k < 10; k++)
        {
            net.Bias3[k] += nudges[k];
        }

        float[] afterwards = new float[10];
        float after = net.ComputeLoss(image, target, afterwards);
        return new Result(outputs, target, nudges, before, after, afterwards);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        *Backpropagation* computes the gradient, and it starts at the end. The network has seen few images, and of this seven makes
        {result.Outputs[7]:F2} for the 7. That output should go up, the nine others down: each in
        proportion to how far it is off, and to the slope of its sigmoid, since a saturated neuron hardly moves.

        An output's activation is the sigmoid of a weighted sum and a bias. So there are three ways to move it, and the simplest is its
        *bias*, which adds to the
        sum whatever the image. The arrows are the nudges the gradient asks for: {result.Nudges[7]:+0.000;-0.000} for the 7. Taking them as
        they are, and changing nothing else, lowers the cost of this
        image from {result.Before:F4} to {result.After:F4}.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"The ten outputs with their targets, and for each an arrow: how its bias should change. Up for the 7, by {result.Nudges[7]:F3}; down for the others. Following them lowers the cost from {result.Before:F4} to {result.After:F4}."),
        640,
        344,
        sketch =>
        {
            float largest = result.Nudges.Max(MathF.Abs);
            sketch.Text("digit", 88, 24, 13, Align.End);
            sketch.Text("target", 88, 54, 13, Align.End);
            sketch.Text("output", 88, 93, 13, Align.End);
            sketch.Text("nudge to bias", 88, 182, 13, Align.End);
            sketch.Text("output then", 88, 285, 13, Align.End);
            for (int k = 0; k < 10; k++)
            {
                float x = 122 + (k * 53);
                sketch.Text($"{k}", x, 24, 14, Align.Middle, bold: result.Target[k] > 0.5f);
                sketch.Text($"{Sketch.Number(result.Target[k], 0)}", x, 54, 13, Align.Middle, bold: result.Target[k] > 0.5f);
                sketch.Neuron(x, 88, 19, result.Outputs[k], Palette.Grey, 2, 12);
                sketch.Line(x - 18, 196, x + 18, 196, Palette.Ink, 1, 0.3f);
                float length = 60 * result.Nudges[k] / largest;
                if (MathF.Abs(length) > 1)
                {
                    sketch.Arrow(x, 196, x, 196 - length, length > 0 ? Palette.Blue : Palette.Red, 4);
                }

                sketch.Text(Signed(result.Nudges[k]), x, length > 0 ? 212 : 186, 11, Align.Middle);
                sketch.Neuron(x, 280, 19, result.Afterwards[k], Palette.Grey, 2, 12);
            }

            sketch.Text($"cost of this image: {Sketch.Number(result.Before, 4)} before, {Sketch.Number(result.After, 4)} then", 104, 330, 13, bold: true);
        });

    internal sealed record Result(float[] Outputs, float[] Target, float[] Nudges, float Before, float After, float[] Afterwards);

    private static string Signed(float value) => (value > 0 ? "+" : "") + Sketch.Number(value, 3);
}
