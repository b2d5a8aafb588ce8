using CompiledNet;

namespace TourSample;

/// <summary>What becomes of a rare class, and what can be done about it.</summary>
internal sealed class BalanceStep : TourStep<BalanceStep.Result>
{
    public override string Id => "balance";

    public override string Title => "Balance: what is rare is easily ignored";

    public override Result Compute(TourWorld world)
    {
        // <code>
        // Nine digits as they were; of the eights, one in ten.
        int eights = 0;
        int[] kept = [.. Enumerable.Range(0, 5_000)
            .Where(i => world.Training.Label(i) != 8 || eights++ % 10 == 0)];
        Dataset images = world.Training.Select(kept);
        TrainingOptions plain = new() { Epochs = 10, BatchSize = 10, Optimizer = new Sgd(0.5) };
        TrainingOptions[] ways =
        [
            plain,
            plain with { ClassWeights = ClassWeights.Balanced(images) },
            plain with { BalanceClasses = true },
        ];

        Way[] results = new Way[ways.Length];
        for (int w = 0; w < ways.Length; w++)
        {
            DigitNet net = world.Fresh;
            net.Train(images, ways[w]);
            // In the test images the ten digits are equally frequent.
            Evaluation test = net.Evaluate(world.Test);
            double[] recall = [.. Enumerable.Range(0, 10).Select(test.Confusion.Recall)];
            results[w] = new Way(test.Accuracy, recall);
        }

        return new Result(kept.Count(i => world.Training.Label(i) == 8), kept.Length, results);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        A cost averaged over examples cares for a class as often as it occurs. Among these {result.Count:N0} images there are only
        {result.Eights} eights. A network that never says 8 loses little by
        it: after ten passes it finds {result.Ways[0].Recall[8]:P0} of the eights in a test where they are as frequent as the others. That
        share is the *recall* of the class; the accuracy over all digits, {result.Ways[0].Accuracy:P1}, does not
        show where the mistakes are.

        Two remedies. Let each example of a rare class count for more, by *class weights*: {result.Ways[1].Recall[8]:P0} of the eights. Or
        let the classes take turns, so that rare examples are
        seen more often: {result.Ways[2].Recall[8]:P0}. Neither makes up for eights never collected: they are still the same
        {result.Eights}.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"Recall of each digit in three trainings with {result.Eights} eights among {result.Count} images. Of the eights, {result.Ways[0].Recall[8]:P0} as it is, {result.Ways[1].Recall[8]:P0} with class weights, {result.Ways[2].Recall[8]:P0} where classes take turns."),
        640,
        340,
        sketch =>
        {
            Plane plane = new(56, 44, 564, 220, -0.6, 9.6, 0, 100);
            sketch.Text("recall: share of each digit's test images that is read rightly, %", 20, 22, 14, bold: true);
            sketch.Axes(plane, [], [0, 25, 50, 75, 100], "");
            SkiaSharp.SKColor[] colors = [Palette.Red, Palette.Blue, Palette.Orange];
            for (int k = 0; k < 10; k++)
            {
                for (int w = 0; w < 3; w++)
                {
                    float x = plane.Left(k) + ((w - 1.5f) * 14);
                    float top = plane.Top(100 * result.Ways[w].Recall[k]);
                    sketch.Fill(x, top, 12.5f, plane.Top(0) - top, colors[w], k == 8 ? 1 : 0.4f);
                }

                sketch.Text($"{k}", plane.Left(k), 282, 13, Align.Middle, bold: k == 8);
            }

            sketch.Legend(56, 326, (colors[0], "as it is"), (colors[1], "class weights"), (colors[2], "classes take turns"));
            sketch.Text($"{result.Eights} eights among {result.Count} images", 620, 302, 12, Align.End);
        });

    internal sealed record Way(double Accuracy, double[] Recall);

    internal sealed record Result(int Eights, int Count, Way[] Ways);
}
