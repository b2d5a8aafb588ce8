using CompiledNet;

namespace TourSample;

/// <summary>Backpropagation, the third way to lower the cost: the activations of the layer before, and so on back.</summary>
internal sealed class PreviousActivationsStep : TourStep<PreviousActivationsStep.Result>
{
    public override string Id => "backpropagation-activations";

    public override string Title => "Third way: change the activations before, and so back layer by layer";

    public override string? TryIt => """{"problem":"digits","hidden":[{"neurons":16,"activation":"Sigmoid"},{"neurons":16,"activation":"Sigmoid"}]}""";

    public override Result Compute(TourWorld world)
    {
        // <code>
        DigitNet net = world.Young;
        float[] activations = new float[DigitNet.ActivationCount];
        float[] gradient = new float[DigitNet.ParameterCount];
        net.Trace(world.Test.Input(world.Seven), activations);
        float[] first = activations[..16], second = activations[16..32];
        float[] outputs = activations[32..];
        float[] target = world.Test.Target(world.Seven).ToArray();

        // The end of the network, as a network.
        LastLayer last = new();
        net.Parameters[^170..].CopyTo(last.Parameters);
        float[][] wishes = new float[10][];
        for (int k = 0; k < 10; k++)
        {
            // As if all outputs were right but one.
            float[] alone = [.. outputs];
            alone[k] = target[k];
            wishes[k] = new float[16];
            last.Backpropagate(second, alone, gradient.AsSpan(0, 170), wishes[k]);
        }

        float[] all = new float[16], before = new float[16];
        last.Backpropagate(second, target, gradient.AsSpan(0, 170), all);
        // And once more, one layer further back.
        LastTwoLayers lastTwo = new();
        net.Parameters[^442..].CopyTo(lastTwo.Parameters);
        lastTwo.Backpropagate(first, target, gradient.AsSpan(0, 442), before);
        // </code>

        float[] weights = [.. Enumerable.Range(0, 16).Select(j => net.Weights3[(j * 10) + 7])];
        return new Result(Negate(all), Negate(before), [.. wishes.Select(Negate)], weights);
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        The third way is to change the *activations* the output looks at: raise those with a positive weight, lower those with a negative
        one, in proportion to the weights. The row of the 7
        says what it would like of the sixteen neurons before it. The largest wish there, {Largest(result.Wishes[7]):+0.000;-0.000}, is for
        the neuron with the weight {result.Weights[Array.IndexOf(result.Wishes[7], Largest(result.Wishes[7]))]:F2}.

        But the nine other outputs have wishes too, and the same neurons serve them all. So they are added up: the row of sums. Nobody can
        set an activation directly. It is
        the sigmoid of a weighted sum of activations before it, so the sums take the place of the errors at the outputs, and all three ways
        begin again one layer
        further back, down to the pixels, which are as they are. That is all there is to backpropagation.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"A table: for each of the ten outputs, how it would like each of the sixteen neurons of the second hidden layer to change. Below, their sum, and one layer further back the wishes to the first hidden layer. The sum's largest is {Largest(result.All):F3}, the first layer's {Largest(result.Before):F3}."),
        640,
        440,
        sketch =>
        {
            float largest = result.Wishes.Append(result.All).Max(row => row.Max(MathF.Abs));
            const float left = 150, cell = 28;
            sketch.Text("what each output would like of each neuron before it: blue higher, red lower", 20, 20, 14, bold: true);
            Row(sketch, "weights of the 7", result.Weights, 36, result.Weights.Max(MathF.Abs), bold: false);
            for (int k = 0; k < 10; k++)
            {
                Row(sketch, $"output {k}", result.Wishes[k], 76 + (k * 23), largest, bold: k == 7);
            }

            Row(sketch, "sum of all ten", result.All, 318, largest, bold: true);
            sketch.Text("second hidden layer", left + (8 * cell), 358, 12, Align.Middle);
            for (int j = 0; j < 16; j++)
            {
                sketch.Arrow(left + ((j + 0.5f) * cell), 364, left + ((j + 0.5f) * cell), 380, Palette.Ink, 1.2f);
            }

            Row(sketch, "one layer back", result.Before, 388, result.Before.Max(MathF.Abs), bold: true);
            sketch.Text("first hidden layer", left + (8 * cell), 428, 12, Align.Middle);
        });

    internal sealed record Result(float[] All, float[] Before, float[][] Wishes, float[] Weights);

    private static void Row(Sketch sketch, string name, float[] values, float y, float largest, bool bold)
    {
        const float left = 150, cell = 28;
        sketch.Text(name, left - 10, y + 16, 13, Align.End, bold: bold);
        for (int j = 0; j < values.Length; j++)
        {
            sketch.Fill(left + (j * cell) + 1, y + 1, cell - 2, 20, values[j] > 0 ? Palette.Blue : Palette.Red, Math.Min(1, MathF.Abs(values[j]) / largest));
            sketch.Frame(left + (j * cell) + 1, y + 1, cell - 2, 20, Palette.Ink, 1, 0.15f);
        }
    }

    private static float Largest(float[] values) => values.MaxBy(MathF.Abs);

    private static float[] Negate(float[] values) => [.. values.Select(value => -value)];
}
