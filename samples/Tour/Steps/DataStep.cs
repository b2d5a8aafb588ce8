using CompiledNet;

namespace TourSample;

/// <summary>How much a network learns from how many examples.</summary>
internal sealed class DataStep : TourStep<DataStep.Result>
{
    private const int Steps = 10_000;

    public override string Id => "data-size";

    public override string Title => "Data: more of it beats looking at it longer";

    public override Result Compute(TourWorld world)
    {
        // <code>
        int[] counts = [30, 100, 300, 1_000, 3_000, 10_000];
        Row[] rows = new Row[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            // The ten digits take turns, so each part has as many of each.
            Dataset images = world.Training.Take(counts[i]);
            DigitNet net = world.Fresh;
            // About as many steps for each part: few images are seen more often.
            int epochs = Steps * 10 / counts[i];
            net.Train(images, new TrainingOptions { Epochs = epochs, BatchSize = 10, Optimizer = new Sgd(1.5) });
            Evaluation known = net.Evaluate(images), test = net.Evaluate(world.Test);
            rows[i] = new Row(counts[i], epochs * counts[i] / 10, known.Accuracy, test.Accuracy);
        }

        return new Result(rows);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        The same network, started from the same weights, learns from {result.Rows[0].Count} images, from {result.Rows[1].Count}, up to
        {result.Rows[^1].Count:N0}; each time with {result.Rows.Min(row => row.Steps):N0} to {Steps:N0} steps, so that it has to go over the few more often. On the
        images it learned from, it gets {result.Rows[0].Known:P0} right with {result.Rows[0].Count} of them, and {result.Rows[^1].Known:P1}
        with {result.Rows[^1].Count:N0}: a small heap can be learned by heart.

        What counts is the orange line: images it has never seen. {result.Rows[0].New:P0} with {result.Rows[0].Count},
        {result.Rows[2].New:P0} with {result.Rows[2].Count}, {result.Rows[^1].New:P1} with {result.Rows[^1].Count:N0}. The gap between the
        lines is *overfitting*: what is true of these
        images, but not of digits. With {result.Rows[0].Count} it is {100 * (result.Rows[0].Known - result.Rows[0].New):F0} percentage points wide, with
        {result.Rows[^1].Count:N0} only {100 * (result.Rows[^1].Known - result.Rows[^1].New):F1}: more data closes it. But look at the
        scale: each step to the right is about three times the work of collecting.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"The share of images read rightly against the number of images learned from. Of new images: {result.Rows[0].New:P0} after {result.Rows[0].Count}, {result.Rows[2].New:P0} after {result.Rows[2].Count}, {result.Rows[^1].New:P1} after {result.Rows[^1].Count}. Of those learned from: {result.Rows[0].Known:P0} at first, {result.Rows[^1].Known:P1} at last."),
        640,
        370,
        sketch =>
        {
            Plane plane = new(60, 44, 550, 240, -0.2, result.Rows.Length - 0.6, 0, 100);
            sketch.Text("read rightly, %", 20, 22, 14, bold: true);
            sketch.Axes(plane, [], [0, 25, 50, 75, 100], "images to learn from");
            for (int i = 0; i < result.Rows.Length; i++)
            {
                sketch.Text(result.Rows[i].Count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), plane.Left(i), 302, 12, Align.Middle);
            }

            sketch.Curve(plane, [.. result.Rows.Select((row, i) => ((double)i, 100 * row.Known))], Palette.Blue, 2.5f);
            sketch.Curve(plane, [.. result.Rows.Select((row, i) => ((double)i, 100 * row.New))], Palette.Orange, 2.5f);
            for (int i = 0; i < result.Rows.Length; i++)
            {
                sketch.Dot(plane, i, 100 * result.Rows[i].Known, Palette.Blue, 4);
                sketch.Dot(plane, i, 100 * result.Rows[i].New, Palette.Orange, 4);
                sketch.Text(Sketch.Number(100 * result.Rows[i].New, 1), plane.Left(i), plane.Top(100 * result.Rows[i].New) + 20, 12, Align.Middle);
            }

            sketch.Legend(60, 358, (Palette.Blue, "images it learned from"), (Palette.Orange, "new images"));
        });

    internal readonly record struct Row(int Count, int Steps, double Known, double New);

    internal sealed record Result(Row[] Rows);
}
