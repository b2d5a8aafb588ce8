using CompiledNet;

namespace TourSample;

/// <summary>Layers of neurons.</summary>
internal sealed class LayerStep : TourStep<LayerStep.Result>
{
    private static readonly int[] Sizes = [16, 16, 10];

    public override string Id => "layer";

    public override string Title => "A layer: many neurons look at the same numbers";

    public override string? TryIt => """{"problem":"digits","hidden":[{"neurons":16,"activation":"Sigmoid"},{"neurons":16,"activation":"Sigmoid"}],"epochsAtStart":5}""";

    public override Result Compute(TourWorld world)
    {
        // <code>
        // [CompiledNetwork(784, 16, 16, 10)]
        // public sealed partial class DigitNet;
        DigitNet net = world.Trained;
        float[] image = world.Test.Input(world.Seven).ToArray();
        // Of 16 + 16 + 10 neurons.
        float[] activations = new float[DigitNet.ActivationCount];
        net.Trace(image, activations);
        float[] weights2 = net.Weights2.ToArray(), weights3 = net.Weights3.ToArray();
        return new Result(image, activations, weights2, weights3, net.Classify(image));
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        A *layer* is a row of neurons that all look at the same numbers, each with weights and a bias of its own. The sixteen of the first
        *hidden layer* look at the
        {result.Image.Length} pixels; the sixteen of the second look at the activations of the first; the ten of the *output layer* look at
        those of the second, and
        stand for the digits. The most active of them is the answer: {result.Answer}, with {result.Activations[32 + result.Answer]:F3}.

        In this *feedforward* network numbers only go from left to right. With {Sizes.Length} layers it has {DigitNet.ParameterCount:N0}
        weights and biases. The picture has the strongest
        connections, those whose weight times the activation it starts from is largest: blue lines raise the neuron at their end, red lines
        lower it.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"The image on the left, then two columns of 16 neurons and one of 10, each with its activation, and the strongest connections between them. The output for {result.Answer} is the largest, {result.Activations[32 + result.Answer]:F3}."),
        640,
        420,
        sketch =>
        {
            sketch.Pixels(result.Image, 28, 16, 130, 160);
            sketch.Text("784 inputs", 96, 318, 13, Align.Middle);
            float[] columns = [280, 420, 560];
            int start = 0;
            (float X, float Y) Place(int layer, int index) =>
                (columns[layer], 30 + (350 * ((index + 0.5f) / Sizes[layer])));

            for (int i = 0; i < 16; i++)
            {
                (float x, float y) = Place(0, i);
                sketch.Line(178, 130 + (160 * ((i + 0.5f) / 16)), x - 11, y, Palette.Ink, 0.6f, 0.3f);
            }

            float[][] weights = [result.Weights2, result.Weights3];
            for (int layer = 0; layer < 2; layer++)
            {
                int outputs = Sizes[layer + 1];
                float[] contributions = [.. weights[layer].Select((weight, k) => weight * result.Activations[(layer * 16) + (k / outputs)])];
                float largest = contributions.Max(MathF.Abs);
                foreach (int k in Enumerable.Range(0, contributions.Length).OrderByDescending(k => MathF.Abs(contributions[k])).Take(48).Reverse())
                {
                    (float x0, float y0) = Place(layer, k / outputs);
                    (float x1, float y1) = Place(layer + 1, k % outputs);
                    float share = MathF.Abs(contributions[k]) / largest;
                    sketch.Line(x0 + 10, y0, x1 - 10, y1, contributions[k] > 0 ? Palette.Blue : Palette.Red, 0.5f + (2.5f * share), 0.25f + (0.75f * share));
                }
            }

            for (int layer = 0; layer < 3; layer++)
            {
                for (int i = 0; i < Sizes[layer]; i++)
                {
                    (float x, float y) = Place(layer, i);
                    float activation = result.Activations[start + i];
                    sketch.Neuron(x, y, layer == 2 ? 13 : 10, activation, Palette.Layer(layer), -1, 0);
                    if (layer == 2)
                    {
                        sketch.Text(Sketch.Number(activation, 3), x + 47, y + 5, 13, Align.Middle, bold: i == result.Answer);
                        sketch.Text($"{i}", x + 20, y + 5, 13, Align.Middle, bold: i == result.Answer);
                    }
                }

                sketch.Text(layer == 2 ? "10 outputs" : "16 neurons", columns[layer], 404, 13, Align.Middle);
                sketch.Text(layer == 2 ? "" : $"hidden layer {layer + 1}", columns[layer], 20, 13, Align.Middle);
                start += Sizes[layer];
            }
        });

    internal sealed record Result(float[] Image, float[] Activations, float[] Weights2, float[] Weights3, int Answer);
}
