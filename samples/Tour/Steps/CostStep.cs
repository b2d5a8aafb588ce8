using CompiledNet;

namespace TourSample;

/// <summary>The cost: how wrong an answer is, and all of them on average.</summary>
internal sealed class CostStep : TourStep<CostStep.Result>
{
    public override string Id => "cost";

    public override string Title => "The cost: how wrong the answers are";

    public override Result Compute(TourWorld world)
    {
        // <code>
        float[] image = world.Test.Input(world.Seven).ToArray();
        // The target is 1 for the seven, 0 for the nine others.
        float[] target = world.Test.Target(world.Seven).ToArray();
        DigitNet[] networks = [world.Fresh, world.Young, world.Trained];
        Answer[] answers = new Answer[networks.Length];
        for (int n = 0; n < networks.Length; n++)
        {
            float[] outputs = networks[n].Predict(image);
            float cost = 0;
            for (int k = 0; k < 10; k++)
            {
                cost += (outputs[k] - target[k]) * (outputs[k] - target[k]);
            }

            // The cost of this image, and that of all test images on average.
            answers[n] = new Answer(outputs, cost, networks[n].Evaluate(world.Test).Loss);
        }

        return new Result(target, answers);
        // </code>
    }

    public override string Describe(Result result) => FormattableString.Invariant($"""
        To learn, a network has to be told how wrong it is, in one number. Take the ten outputs for an image, and the ten *targets* that it
        should have given:
        1 for the right digit, 0 for the rest. Square each difference, add them up: the *cost* of this answer. For the image of a seven, the
        network with random
        weights pays {result.Answers[0].Cost:F2}; one that has seen two thousand images, {result.Answers[1].Cost:F3}; the trained one,
        {result.Answers[2].Cost:F4}.

        One image means little. What is to become small is the average over many: {result.Answers[0].Mean:F2}, {result.Answers[1].Mean:F3}
        and {result.Answers[2].Mean:F4} over the test images. The data
        being what it is, that average depends on nothing but the {DigitNet.ParameterCount:N0} weights and biases. *Learning* means finding
        ones that make it small.
        """);

    public override Figure Draw(Result result) => Sketch.Figure(
        Title,
        FormattableString.Invariant($"The ten outputs of three networks for the same seven, beside the targets. The cost of the answer falls from {result.Answers[0].Cost:F2} with random weights over {result.Answers[1].Cost:F3} to {result.Answers[2].Cost:F4} in the trained network."),
        640,
        330,
        sketch =>
        {
            string[] names = ["random weights", "after 2,000 images", "trained"];
            for (int n = 0; n < 3; n++)
            {
                Answer answer = result.Answers[n];
                Plane plane = new(40 + (n * 208), 40, 176, 180, -0.5, 9.5, 0, 1);
                sketch.Text(names[n], (float)plane.X, 22, 14, bold: true);
                sketch.Axes(plane, [], n == 0 ? [0, 0.5, 1] : [0, 0.5, 1], "");
                for (int k = 0; k < 10; k++)
                {
                    float x = plane.Left(k - 0.36);
                    float width = plane.Left(k + 0.36) - x;
                    float top = plane.Top(answer.Outputs[k]);
                    sketch.Fill(x, top, width, plane.Top(0) - top, Palette.Blue);
                    float target = plane.Top(result.Target[k]);
                    sketch.Line(plane.Left(k), top, plane.Left(k), target, Palette.Red, 1.5f);
                    sketch.Line(x - 1, target, x + width + 1, target, Palette.Orange, 3);
                    sketch.Text($"{k}", plane.Left(k), 236, 12, Align.Middle, bold: result.Target[k] > 0.5f);
                }

                sketch.Text($"cost of this answer {Sketch.Number(answer.Cost, 4)}", (float)plane.X, 264, 13);
                sketch.Text($"mean of 2,000 images {Sketch.Number(answer.Mean, 4)}", (float)plane.X, 284, 13);
            }

            sketch.Legend(40, 318, (Palette.Blue, "output"), (Palette.Orange, "target"), (Palette.Red, "difference, to be squared"));
        });

    internal sealed record Answer(float[] Outputs, float Cost, double Mean);

    internal sealed record Result(float[] Target, Answer[] Answers);
}
