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
        float[] slopes = new float[16];
        float[][] wishes = new float[10][];
        for (int k = 0; k < 10; k++)
        {
            // As if all outputs were right but one.
            float[] alone = [.. outputs];
            alone[k] = target[k];
            last.Backpropagate(second, alone, gradient.AsSpan(0, 170), slopes);
            // Against the slope, as ever.
            wishes[k] = [.. slopes.Select(slope => -slope)];
        }

        last.Backpropagate(second, target, gradient.AsSpan(0, 170), slopes);
        float[] all = [.. slopes.Select(slope => -slope)];
        // And once more, one layer further back.
        LastTwoLayers lastTwo = new();
        net.Parameters[^442..].CopyTo(lastTwo.Parameters);
        lastTwo.Backpropagate(first, target, gradient.AsSpan(0, 442), slopes);
        float[] before = [.. slopes.Select(slope => -slope)];
        // </code>

        float[] weights = [.. Enumerable.Range(0, 16).Select(j => net.Weights3[(j * 10) + 7])];
        return new Result(all, before, wishes, weights, net.Weights2.ToArray());
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
        FormattableString.Invariant($"A table: for each of the ten outputs, how it would like each of the sixteen neurons of the second hidden layer to change. Below, their sum, and lines from each of the sixteen sums to each neuron one layer further back, whose wishes are the last row. The sum's largest is {Largest(result.All):F3}, the first layer's {Largest(result.Before):F3}."),
        640,
        508,
        sketch =>
        {
            float largest = result.Wishes.Append(result.All).Max(row => row.Max(MathF.Abs));
            const float left = 150;
            sketch.Text("what each output would like of each neuron before it: blue higher, red lower", 20, 20, 14, bold: true);
            Row(sketch, "weights of the 7", result.Weights, 36, result.Weights.Max(MathF.Abs), bold: false);
            for (int k = 0; k < 10; k++)
            {
                Row(sketch, $"output {k}", result.Wishes[k], 76 + (k * 23), largest, bold: k == 7);
            }

            Row(sketch, "sum of all ten", result.All, 318, largest, bold: true);
            sketch.Text("second hidden layer", left - 10, 352, 12, Align.End);
            sketch.Text("each sum goes back", left - 10, 384, 12, Align.End);
            sketch.Text("by all 16 weights", left - 10, 399, 12, Align.End);
            Fan(sketch, result.Between, 341, 437);
            Row(sketch, "one layer back", result.Before, 438, result.Before.Max(MathF.Abs), bold: true);
            sketch.Text("first hidden layer", left - 10, 472, 12, Align.End);
            sketch.Text(FormattableString.Invariant($"Full colour: {result.Weights.Max(MathF.Abs):F2} in the row of weights, {result.Between.Max(MathF.Abs):F2} for a line, {largest:F3} from output 0 to the sum, {result.Before.Max(MathF.Abs):F3} one layer back."), 20, 498, 12);
        });

    internal sealed record Result(float[] All, float[] Before, float[][] Wishes, float[] Weights, float[] Between);

    // From each neuron above to each below, in the colour of the weight between them.
    private static void Fan(Sketch sketch, float[] weights, float top, float bottom)
    {
        const float left = 150, cell = 28;
        float largest = weights.Max(MathF.Abs);
        foreach (int i in Enumerable.Range(0, weights.Length).OrderBy(i => MathF.Abs(weights[i])))
        {
            float share = MathF.Abs(weights[i]) / largest;
            sketch.Line(
                left + (((i % 16) + 0.5f) * cell), top, left + (((i / 16) + 0.5f) * cell), bottom, weights[i] > 0 ? Palette.Blue : Palette.Red, 0.4f + (1.8f * share), 0.12f + (0.88f * share));
        }
    }

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
}
