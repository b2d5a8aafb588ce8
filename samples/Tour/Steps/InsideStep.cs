using CompiledNet;
using CompiledNet.Numerics;

namespace TourSample;

/// <summary>What a hidden layer has learned, and what the network answers to noise.</summary>
internal sealed class InsideStep : TourStep<InsideStep.Result>
{
    public override string Id => "look-inside";

    public override string Title => "Look inside: what it has learned, and what it answers to noise";

    public override string? TryIt => """{"problem":"digits","hidden":[{"neurons":16,"activation":"Sigmoid"},{"neurons":16,"activation":"Sigmoid"}],"epochsAtStart":5}""";

    public override Result Compute(TourWorld world)
    {
        // <code>
        DigitNet net = world.Trained;
        float[][] weights = [.. Enumerable.Range(0, 16)
            .Select(n => Enumerable.Range(0, 784).Select(i => net.Weights1[(i * 16) + n]).ToArray())];

        SeededRandom random = new(world.Seed);
        float[] noise = new float[784];
        int sure = 0;
        for (int i = 0; i < 1_000; i++)
        {
            foreach (ref float pixel in noise.AsSpan())
            {
                pixel = random.NextSingle();
            }

            // An output above 0.5: more likely than not, it says, this is that digit.
            sure += net.Predict(noise).Max() > 0.5f ? 1 : 0;
        }

        double accuracy = net.Evaluate(world.Test).Accuracy;
        return new Result(weights, noise, net.Predict(noise), sure / 1_000.0, accuracy);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        It is tempting to think that the first hidden layer finds edges, the second loops and strokes, the last one digits. Nobody asked it
        to, and it does not. The weights of its sixteen neurons, laid out
        as images, are blotches with some structure in the middle. They lower the cost; that is all they were selected for, and it is enough
        to read {result.Accuracy:P1} of the test images.

        Nor does it know what it does not know. Given pure noise, it does not say "none of these": of 1,000 such images, it gives
        {result.Sure:P0} an output above 0.5, as if it
        were sure of a digit. All it has ever seen were digits, in the middle, all of about one size. What lies outside of its data, the
        cost never spoke of.
        """);

    public override Figure Draw(Result result)
    {
        int answer = Array.IndexOf(result.Outputs, result.Outputs.Max());
        return Sketch.Figure(
            Title,
            FormattableString.Invariant($"The weights of the sixteen neurons of the first hidden layer as images; an image of noise; and the ten outputs for it, the largest {result.Outputs[answer]:F2} for {answer}."),
            640,
            370,
            sketch =>
            {
                sketch.Text("weights of the first hidden layer", 20, 22, 14, bold: true);
                for (int n = 0; n < 16; n++)
                {
                    sketch.Weights(result.Weights[n], 28, 20 + (n % 4 * 82), 36 + (n / 4 * 82), 76);
                }

                sketch.Text("noise, and what it answers", 380, 22, 14, bold: true);
                sketch.Pixels(result.Noise, 28, 380, 36, 104);
                for (int k = 0; k < 10; k++)
                {
                    float y = 152 + (k * 21);
                    sketch.Text($"{k}", 390, y + 13, 13, Align.Middle, bold: k == answer);
                    sketch.Fill(404, y, 160, 16, Palette.Grey, 0.2f);
                    sketch.Fill(404, y, 160 * result.Outputs[k], 16, k == answer ? Palette.Orange : Palette.Blue);
                    sketch.Text(Sketch.Number(result.Outputs[k], 2), 572, y + 13, 13);
                }
            });
    }

    internal sealed record Result(float[][] Weights, float[] Noise, float[] Outputs, double Sure, double Accuracy);
}
