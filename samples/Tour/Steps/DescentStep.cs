using CompiledNet;

namespace TourSample;

/// <summary>Gradient descent on the cost of a single neuron.</summary>
internal sealed class DescentStep : TourStep<DescentStep.Result>
{
    public override string Id => "gradient-descent";

    public override string Title => "Gradient descent: step by step downhill";

    public override string? TryIt => """{"problem":"gaussian","hidden":[],"learningRate":0.03}""";

    public override Result Compute(TourWorld world)
    {
        // <code>
        Dataset points = world.Points(200);
        double[] rates = [0.5, 15, 300];
        ReadOnlyMemory<float> inputs = points.Inputs, targets = points.Targets;
        Path[] paths = new Path[rates.Length];
        for (int p = 0; p < rates.Length; p++)
        {
            OneNeuron neuron = new();
            // All three start at the same bad place.
            (neuron.Weights1[0], neuron.Bias1[0]) = (-3, 3);
            float[] gradient = new float[2];
            Place[] places = new Place[26];
            for (int step = 0; step < places.Length; step++)
            {
                float cost = neuron.Backpropagate(inputs.Span, targets.Span, gradient);
                places[step] = new Place(neuron.Weights1[0], neuron.Bias1[0], cost);
                // Against the slope, as far as the learning rate says.
                neuron.Weights1[0] -= (float)rates[p] * gradient[0];
                neuron.Bias1[0] -= (float)rates[p] * gradient[1];
            }

            paths[p] = new Path(rates[p], places);
        }

        return new Result(CostMap.Measure(points), paths);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        How does one find weights with a small cost? One starts anywhere and asks for the slope. The *gradient* has a number for each weight
        and bias: how fast the
        cost rises if this one is raised. Going a little way against it lowers the cost; then one asks again.

        With a single neuron of one weight and one bias, the cost can be drawn as a map. Three walks of {result.Paths[0].Places.Length - 1}
        steps start at a cost of {result.Paths[0].Places[0].Cost:F3} and differ only in the *learning
        rate*, which says how far to go: with {result.Paths[0].Rate} it gets to {result.Paths[0].Places[^1].Cost:F3} and is still on its
        way; with {result.Paths[1].Rate}, to {result.Paths[1].Places[^1].Cost:F3}; with {result.Paths[2].Rate} it leaps
        over the valley and off the map, to where the ground is nearly flat, and stays at {result.Paths[2].Places[^1].Cost:F3}. For a
        step is the slope times the learning rate: where the ground gets flatter, steps get shorter by themselves. Near the goal that is
        just right; out there it is why the walk does not come back.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"A map of the cost over weight and bias, greyer where it is higher, with three paths from the same place. Learning rate {result.Paths[0].Rate} ends at a cost of {result.Paths[0].Places[^1].Cost:F3}, {result.Paths[1].Rate} at {result.Paths[1].Places[^1].Cost:F3}, {result.Paths[2].Rate} at {result.Paths[2].Places[^1].Cost:F3}. Beside it, the cost step by step."),
        640,
        380,
        sketch =>
        {
            Plane map = new(50, 28, 284, 284, CostMap.Low, CostMap.High, CostMap.Low, CostMap.High);
            sketch.Text("the cost (the greyer, the higher)", 50, 18, 14, bold: true);
            result.Map.Draw(sketch, map);
            sketch.Axes(map, [-8, -4, 0, 4, 8], [-8, -4, 0, 4, 8], "weight");
            sketch.Text("bias", 12, 22, 12);
            Plane costs = new(420, 28, 200, 284, 0, result.Paths[0].Places.Length - 1, 0, 0.8);
            sketch.Text("cost at each step", 420, 18, 14, bold: true);
            sketch.Axes(costs, [0, 5, 10, 15, 20, 25], [0, 0.2, 0.4, 0.6, 0.8], "steps");
            SkiaSharp.SKColor[] colors = [Palette.Green, Palette.Orange, Palette.Red];
            for (int p = 2; p >= 0; p--)
            {
                sketch.Walk(map, [.. result.Paths[p].Places.Select(place => (place.Weight, place.Bias))], colors[p], 2);
                sketch.Curve(costs, [.. result.Paths[p].Places.Select((place, step) => ((double)step, place.Cost))], colors[p], 2.5f);
            }

            string[] verdicts = ["too small", "right", "too large"];
            sketch.Legend(50, 368, [.. result.Paths.Select((path, p) => (colors[p], FormattableString.Invariant($"learning rate {path.Rate}: {verdicts[p]}")))]);
        });

    internal readonly record struct Place(double Weight, double Bias, double Cost);

    internal sealed record Path(double Rate, Place[] Places);

    internal sealed record Result(CostMap Map, Path[] Paths);
}
