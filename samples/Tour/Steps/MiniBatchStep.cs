using CompiledNet;

namespace TourSample;

/// <summary>Mini-batches against the whole data in each step.</summary>
internal sealed class MiniBatchStep : TourStep<MiniBatchStep.Result>
{
    private const int Images = 2_000;
    private const int Epochs = 6;

    public override string Id => "mini-batches";

    public override string Title => "Mini-batches: a drunkard's walk that arrives first";

    public override string? TryIt => """{"problem":"digits","hidden":[{"neurons":16,"activation":"Sigmoid"},{"neurons":16,"activation":"Sigmoid"}],"batchSize":10,"learningRate":1.5}""";

    public override Result Compute(TourWorld world)
    {
        // <code>
        Dataset points = world.Points(1_000), images = world.Training.Take(Images);
        return new Result(
            CostMap.Measure(points),
            // Each step looks at all points: 40,000 in all.
            Walk(points, batch: 1_000, steps: 40),
            // Each step looks at ten of them: 2,000 in all.
            Walk(points, batch: 10, steps: 200),
            Learn(world.Fresh, images, Images),
            Learn(world.Fresh, images, 10));
    }

    private static (double Weight, double Bias)[] Walk(Dataset points, int batch, int steps)
    {
        OneNeuron neuron = new();
        (neuron.Weights1[0], neuron.Bias1[0]) = (-3, 3);
        TrainingOptions options = new() { Optimizer = new Sgd(8) };
        Trainer<OneNeuron> trainer = new(neuron, options);
        (double, double)[] places = new (double, double)[steps + 1];
        places[0] = (neuron.Weights1[0], neuron.Bias1[0]);
        for (int step = 0; step < steps; step++)
        {
            Dataset next = points.Slice(step * batch % points.Count, batch);
            trainer.TrainStep(next.Inputs.Span, next.Targets.Span);
            places[step + 1] = (neuron.Weights1[0], neuron.Bias1[0]);
        }

        return places;
    }
    // </code>

    public override string Describe(Result result) => FormattableString.Invariant($"""
        The true gradient is an average over all examples, and one would have to look at all of them to take a single step. So one takes a
        handful instead, a *mini-batch*, and
        steps by the average over these. It is a rough guess of the slope. On the map, the steps of the whole data follow a smooth line downhill
        like a careful
        walker, while the mini-batches stagger. But in the time of one careful step, with batches of ten there are a hundred.

        The right picture counts what that is worth for the network of digits: after {Epochs} passes over {Images:N0} images the careful
        walker has taken {Epochs} steps and its cost is
        {result.Whole[^1]:F3}; the other, with {Images / 10 * Epochs:N0} steps of the same learning rate, has got to
        {result.Batches[^1]:F3}. With handfuls drawn at random, such a descent is called *stochastic gradient descent*.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"Left, the map of the cost of one neuron with two paths: all examples in each step, smooth; ten examples in each step, staggering. Right, the cost of the network of digits over {Epochs} passes: {result.Whole[^1]:F3} with all images in each step, {result.Batches[^1]:F3} with ten."),
        640,
        380,
        sketch =>
        {
            Plane map = new(50, 28, 284, 284, CostMap.Low, CostMap.High, CostMap.Low, CostMap.High);
            sketch.Text("one neuron: paths on the cost", 50, 18, 14, bold: true);
            result.Map.Draw(sketch, map);
            sketch.Axes(map, [-8, -4, 0, 4, 8], [-8, -4, 0, 4, 8], "weight");
            sketch.Text("bias", 12, 22, 12);
            sketch.Walk(map, result.Stagger, Palette.Orange, 1.2f, dots: false);
            sketch.Walk(map, result.Careful, Palette.Red, 2);
            Plane costs = new(420, 28, 200, 284, 0, Epochs * Images, 0, Math.Ceiling(result.Whole[0]));
            sketch.Text("digits: cost", 420, 18, 14, bold: true);
            sketch.Axes(costs, [0, 4_000, 8_000, 12_000], [0, 1, 2, 3], "images looked at");
            sketch.Curve(costs, Points(result.Batches), Palette.Orange, 2.5f);
            sketch.Curve(costs, Points(result.Whole), Palette.Red, 2.5f);
            sketch.Legend(50, 368, (Palette.Red, "all examples in each step"), (Palette.Orange, "ten examples in each step"));
        });

    internal sealed record Result(CostMap Map, (double Weight, double Bias)[] Careful, (double Weight, double Bias)[] Stagger, double[] Whole, double[] Batches);

    private static (double X, double Y)[] Points(double[] costs) =>
        [.. costs.Select((cost, i) => (i * (double)Epochs * Images / (costs.Length - 1), cost))];

    // The cost of all the images, ten times in each pass over them where there are steps enough.
    private static double[] Learn(DigitNet net, Dataset images, int batch)
    {
        Trainer<DigitNet> trainer = new(net, new TrainingOptions { Optimizer = new Sgd(1.5) });
        float[] outputs = new float[10 * images.Count];
        int every = Math.Max(1, images.Count / batch / 10);
        List<double> costs = [net.ComputeLoss(images.Inputs.Span, images.Targets.Span, outputs)];
        for (int step = 1; step <= Epochs * images.Count / batch; step++)
        {
            Dataset next = images.Slice((step - 1) * batch % images.Count, batch);
            trainer.TrainStep(next.Inputs.Span, next.Targets.Span);
            if (step % every == 0)
            {
                costs.Add(net.ComputeLoss(images.Inputs.Span, images.Targets.Span, outputs));
            }
        }

        return [.. costs];
    }
}
