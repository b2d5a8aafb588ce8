using CompiledNet;

namespace TourSample;

/// <summary>What a neuron's weights look for, and what its bias shifts.</summary>
internal sealed class WeightsStep : TourStep<WeightsStep.Result>
{
    public override string Id => "weights-and-bias";

    public override string Title => "Weights say what to look for, the bias how much of it";

    public override Result Compute(TourWorld world)
    {
        // <code>
        DigitNet net = world.Trained;
        int neuron = world.Seed % 16;
        float[] weights = [.. Enumerable.Range(0, 784)
            .Select(i => net.Weights1[(i * 16) + neuron])];
        float bias = net.Bias1[neuron];
        // What the neuron makes of each of the 2,000 test images.
        float[] answers = Activations(net, world.Test, neuron);
        int[] order = [.. Enumerable.Range(0, answers.Length)
            .OrderByDescending(image => answers[image])];

        (float Shift, double Active)[] shares = new (float, double)[5];
        for (int i = 0; i < 5; i++)
        {
            // The bias with 6 or 3 less, as it is, with 3 or 6 more.
            net.Bias1[neuron] = bias + (3 * (i - 2));
            int active = Activations(net, world.Test, neuron).Count(a => a > 0.5f);
            shares[i] = (3 * (i - 2), active / (double)world.Test.Count);
        }

        int[] shown = [.. order.Take(5), .. order.TakeLast(5)];
        float[][] images = [.. shown.Select(image => world.Test.Input(image).ToArray())];
        float[] activations = [.. shown.Select(image => answers[image])];
        return new Result(neuron, weights, bias, shares, images, activations);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        Lay the {result.Weights.Length} weights of a neuron out as the pixels they belong to, and you see what it looks for: ink on the blue
        parts raises its sum, ink on the
        red parts lowers it, and what falls on pale parts hardly counts. Of the {2000:N0} test images, those in the upper row excite this
        neuron most, those in
        the lower row least.

        The *bias* has nothing to do with the image. It says how large the sum has to be before the neuron counts as active: with it as it
        is, {result.Shares[2].Active:P0} of
        the images get this neuron above 0.5; with 6 less, {result.Shares[0].Active:P0}; with 6 more, {result.Shares[4].Active:P0}. Weights
        choose the pattern, the bias sets the threshold.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"The weights of neuron {result.Neuron + 1} as an image; the five test images that excite it most and least; and the share of images for which it is active, from {result.Shares[0].Active:P0} with a bias 6 smaller to {result.Shares[4].Active:P0} with one 6 larger."),
        640,
        380,
        sketch =>
        {
            sketch.Text($"weights of neuron {result.Neuron + 1}", 20, 22);
            sketch.Weights(result.Weights, 28, 20, 34, 180);
            for (int i = 0; i < 10; i++)
            {
                (float x, float y) = (230 + (i % 5 * 82), i < 5 ? 34 : 146);
                sketch.Pixels(result.Images[i], 28, x, y, 70);
                sketch.Text(Sketch.Number(result.Activations[i], 2), x + 35, y + 84, 12, Align.Middle);
            }

            sketch.Text("excite it most", 230, 22);
            sketch.Text("excite it least", 230, 138);
            sketch.Text("share of images that make it active", 20, 268);
            for (int i = 0; i < 5; i++)
            {
                float y = 282 + (i * 18);
                (float shift, double share) = result.Shares[i];
                sketch.Text(shift == 0 ? $"bias {Sketch.Number(result.Bias, 2)}" : $"bias {(shift > 0 ? "+" : "-")} {Math.Abs(shift)}", 110, y + 12, 12, Align.End, bold: shift == 0);
                sketch.Fill(120, y + 1, 440, 14, Palette.Grey, 0.2f);
                sketch.Fill(120, y + 1, (float)(440 * share), 14, Palette.Orange);
                sketch.Text($"{Sketch.Number(100 * share, 0)} %", 568, y + 12, 12);
            }
        });

    internal sealed record Result(int Neuron, float[] Weights, float Bias, (float Shift, double Active)[] Shares, float[][] Images, float[] Activations);

    private static float[] Activations(DigitNet net, Dataset images, int neuron)
    {
        float[] all = new float[DigitNet.ActivationCount];
        return [.. Enumerable.Range(0, images.Count).Select(image =>
        {
            net.Trace(images.Input(image), all);
            return all[neuron];
        })];
    }
}
