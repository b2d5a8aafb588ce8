using CompiledNet;

namespace TourSample;

/// <summary>Which weights matter: the sizes of the gradient's numbers.</summary>
internal sealed class GradientStep : TourStep<GradientStep.Result>
{
    public override string Id => "which-weights-matter";

    public override string Title => "The gradient says which weights matter";

    public override Result Compute(TourWorld world)
    {
        // <code>
        DigitNet net = world.Young;
        Dataset batch = world.Training.Take(1_000);
        ReadOnlyMemory<float> inputs = batch.Inputs, targets = batch.Targets;
        float[] gradient = new float[DigitNet.ParameterCount];
        float before = net.Backpropagate(inputs.Span, targets.Span, gradient);
        int[] order = [.. Enumerable.Range(0, gradient.Length)
            .OrderByDescending(i => MathF.Abs(gradient[i]))];

        double[] shares = [0.001, 0.01, 0.03, 0.1, 0.3, 1];
        (double Share, double Fall)[] falls = new (double, double)[shares.Length];
        for (int s = 0; s < shares.Length; s++)
        {
            DigitNet nudged = world.Young;
            // Only the weights with the steepest slope.
            foreach (int i in order.Take((int)(shares[s] * order.Length)))
            {
                nudged.Parameters[i] -= 0.5f * gradient[i];
            }

            float after = nudged.ComputeLoss(inputs.Span, targets.Span, new float[10 * batch.Count]);
            falls[s] = (shares[s], before - after);
        }

        // For the picture, the sixteen weights from each pixel.
        float[] pixels = [.. Enumerable.Range(0, 784).Select(i => Mean(gradient.AsSpan(i * 16, 16)))];
        return new Result(before, falls, pixels, [.. order.Select(i => MathF.Abs(gradient[i]))]);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        A gradient of {result.Sizes.Length:N0} numbers is no direction one can picture. Read it as a list instead: the sign says whether a
        weight should go up or down, the size says how much
        it matters. Here the steepest number is {result.Sizes[0] / result.Sizes[result.Sizes.Length / 2]:N0} times as large as the middle
        one, so that the same small nudge moves the cost that many times as far.

        Nudging only the steepest {result.Falls[1].Share:P0} against the gradient already gives
        {result.Falls[1].Fall / result.Falls[^1].Fall:P0} of the fall in cost that nudging all of them gives; the steepest
        {result.Falls[3].Share:P0}, {result.Falls[3].Fall / result.Falls[^1].Fall:P0}.
        The left picture has the weights from each pixel in the first layer: the margin, where there is seldom any ink, hardly matters at
        all.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"Left, how much the weights from each pixel matter: most in the middle of the image, hardly at its margin. Right, how much of the fall in cost the steepest weights alone bring: {result.Falls[1].Fall / result.Falls[^1].Fall:P0} from 1 %, {result.Falls[3].Fall / result.Falls[^1].Fall:P0} from 10 %."),
        640,
        330,
        sketch =>
        {
            sketch.Text("size of the gradient, pixel by pixel", 20, 22, 14, bold: true);
            float largest = result.Pixels.Max();
            sketch.Heat([.. result.Pixels.Select(pixel => pixel / largest)], 28, 20, 36, 252, Palette.Orange);
            sketch.Text("first layer, mean of 16 weights; full colour:", 20, 308, 12);
            sketch.Text($"{Sketch.Number(largest, 4)}", 262, 308, 12, bold: true);
            sketch.Text("fall in cost, as a share of what all weights give", 310, 22, 14, bold: true);
            for (int s = 0; s < result.Falls.Length; s++)
            {
                float y = 44 + (s * 42);
                (double share, double fall) = result.Falls[s];
                double part = fall / result.Falls[^1].Fall;
                sketch.Text(share == 1 ? "all" : $"steepest {Sketch.Number(100 * share, share < 0.01 ? 1 : 0)} %", 410, y + 19, 13, Align.End);
                sketch.Fill(420, y, 150, 28, Palette.Grey, 0.2f);
                sketch.Fill(420, y, (float)(150 * part), 28, Palette.Blue);
                sketch.Text($"{Sketch.Number(100 * part, 0)} %", 578, y + 19, 13);
            }

            sketch.Text($"{Sketch.Number(result.Before, 4)} before, {Sketch.Number(result.Before - result.Falls[^1].Fall, 4)} after nudging all", 310, 308, 12);
        });

    internal sealed record Result(double Before, (double Share, double Fall)[] Falls, float[] Pixels, float[] Sizes);

    private static float Mean(ReadOnlySpan<float> values)
    {
        float sum = 0;
        foreach (float value in values)
        {
            sum += MathF.Abs(value);
        }

        return sum / values.Length;
    }
}
