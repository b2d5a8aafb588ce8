using CompiledNet;

namespace TourSample;

/// <summary>A neuron: a weighted sum and a function.</summary>
internal sealed class NeuronStep : TourStep<NeuronStep.Result>
{
    public override string Id => "neuron";

    public override string Title => "A neuron: a weighted sum, and a number between 0 and 1";

    public override Result Compute(TourWorld world)
    {
        // <code>
        DigitNet net = world.Trained;
        float[] image = world.Test.Input(world.Seven).ToArray();
        float[] activations = new float[DigitNet.ActivationCount];
        // What every neuron of the network makes of the image.
        net.Trace(image, activations);
        // A neuron of the first layer that is neither off nor fully on.
        int neuron = Enumerable.Range(0, 16).MinBy(n => MathF.Abs(activations[n] - 0.75f));

        // Its weights, one for each pixel.
        float[] weights = new float[784];
        float sum = 0;
        for (int i = 0; i < 784; i++)
        {
            weights[i] = net.Weights1[(i * 16) + neuron];
            sum += weights[i] * image[i];
        }

        // The sigmoid of sum and bias.
        float bias = net.Bias1[neuron];
        float activation = 1 / (1 + MathF.Exp(-(sum + bias)));
        return new Result(image, weights, neuron, sum, bias, activation, activations[neuron]);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        A neuron holds one number, its *activation*. It gets it in two moves. First it multiplies each of its inputs by a *weight* of its
        own and adds all up,
        together with one more number, the *bias*: here {Shown(result.Sum, result)} from the {result.Image.Length} pixels, and a bias of
        {Shown(result.Bias, result)}, makes {Shown(result.Sum + result.Bias, result)}. Such a sum can be anything.
        So the second move squeezes it into the range from 0 to 1, by the *sigmoid*: {result.Activation:F3}.

        That is all a neuron does. The picture shows one of a network that has learned to read digits, with the image from before: blue
        weights count bright
        pixels in its favour, red ones against. `Trace` gives the activations as the compiled network computes them; for this neuron,
        {result.Traced:F3}.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"The image times the weights of neuron {result.Neuron + 1}, pixel by pixel, sums to {Shown(result.Sum, result)}; with the bias {Shown(result.Bias, result)} that is {Shown(result.Sum + result.Bias, result)}, of which the sigmoid is {result.Activation:F3}."),
        640,
        330,
        sketch =>
        {
            const float side = 150;
            float[] products = [.. result.Image.Zip(result.Weights, (pixel, weight) => pixel * weight)];
            sketch.Text("image", 20 + (side / 2), 24, 13, Align.Middle);
            sketch.Pixels(result.Image, 28, 20, 34, side);
            sketch.Text("x", 20 + side + 18, 34 + (side / 2) + 6, 20, Align.Middle);
            sketch.Text("weights", 206 + (side / 2), 24, 13, Align.Middle);
            sketch.Weights(result.Weights, 28, 206, 34, side);
            sketch.Text("=", 206 + side + 18, 34 + (side / 2) + 6, 20, Align.Middle);
            sketch.Text("products", 392 + (side / 2), 24, 13, Align.Middle);
            sketch.Weights(products, 28, 392, 34, side);
            float sum = result.Sum + result.Bias;
            const float line = 248;
            sketch.Text($"sum {Shown(result.Sum, result)}", 20, line, 17);
            sketch.Text($"+ bias {Shown(result.Bias, result)}", 130, line, 17);
            sketch.Text($"= {Shown(sum, result)}", 252, line, 17, bold: true);
            sketch.Text("blue: in favour, red: against", 20, line + 40, 12, opacity: 0.75f);
            Plane plane = new(370, 214, 150, 82, -8, 8, 0, 1);
            sketch.Axes(plane, [-8, 0, 8], [0, 1], "");
            sketch.Curve(plane, [.. Enumerable.Range(0, 81).Select(i => (-8 + (i * 0.2), Sketch.Sigmoid(-8 + (i * 0.2))))], Palette.Blue, 2);
            double shown = Math.Clamp(sum, -8, 8);
            sketch.Dot(plane, shown, Sketch.Sigmoid(shown), Palette.Orange, 5);
            sketch.Arrow(530, 255, 556, 255, Palette.Ink, 1.5f);
            sketch.Neuron(592, 255, 27, result.Activation, Palette.Blue, 3, 14);
            sketch.Text("activation", 592, 302, 12, Align.Middle);
        });

    // With as many decimals as the addition takes to come out right when each number is rounded by itself.
    private static string Shown(float number, Result result)
    {
        int decimals = 3;
        while (decimals < 6 && Math.Round((decimal)result.Sum, decimals) + Math.Round((decimal)result.Bias, decimals) != Math.Round((decimal)(result.Sum + result.Bias), decimals))
        {
            decimals++;
        }

        return Math.Round((decimal)number, decimals).ToString("F" + decimals, System.Globalization.CultureInfo.InvariantCulture);
    }

    internal sealed record Result(float[] Image, float[] Weights, int Neuron, float Sum, float Bias, float Activation, float Traced);
}
