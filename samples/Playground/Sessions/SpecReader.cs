using CompiledNet.Playground.Data;

namespace CompiledNet.Playground.Sessions;

/// <summary>From a request to a complete <see cref="Spec"/>, or an error that names what was wrong.</summary>
internal static class SpecReader
{
    /// <summary>The activations a hidden layer can have.</summary>
    public static readonly IReadOnlyList<string> Activations = [.. Enum.GetNames<Activation>().Where(name => name != nameof(Activation.Softmax))];

    private static readonly string[] Outputs =
        [nameof(Activation.Sigmoid), nameof(Activation.Softmax), nameof(Activation.Tanh), nameof(Activation.Identity)];

    private static readonly string[] Losses = Enum.GetNames<Loss>();

    public static Spec Read(JsonBody body, int digitCount)
    {
        Problem problem = Problem.Find(body.Word("problem", Problem.Ids, null));
        Spec defaults = problem.Defaults;
        bool digits = problem.IsDigits;
        int most = digits ? digitCount : Limits.Points;
        OptimizerChoice optimizer = OptimizerChoice.Find(body.Word("optimizer", OptimizerChoice.Ids, defaults.Optimizer));
        Spec spec = new(
            problem.Id,
            body.Objects("hidden", Limits.Layers)?.Select(ReadLayer).ToArray() ?? defaults.Hidden,
            body.Object("output") is { } output ? ReadOutput(output, defaults.Output) : defaults.Output,
            optimizer.Id,
            body.Number("learningRate", Limits.SmallestLearningRate, Limits.LearningRate, optimizer.Id == defaults.Optimizer ? defaults.LearningRate : optimizer.LearningRate),
            body.Whole("batchSize", 1, Limits.Batch, defaults.BatchSize),
            body.Whole("seed", int.MinValue, int.MaxValue, defaults.Seed),
            body.Number("noise", 0, Limits.Noise, defaults.Noise),
            Math.Min(most, body.Whole("trainCount", Limits.FewestExamples, digits ? Problem.MostDigits : Limits.Points, Math.Min(most, defaults.TrainCount))),
            body.Whole("epochsAtStart", 0, Limits.EpochsAtStart, defaults.EpochsAtStart));
        body.Finish();
        Check(spec, problem);
        return spec;
    }

    private static HiddenLayer ReadLayer(JsonBody body)
    {
        HiddenLayer layer = new(
            body.Whole("neurons", 1, Limits.Neurons, 8), Enum.Parse<Activation>(body.Word("activation", Activations, nameof(Activation.Sigmoid))));
        body.Finish();
        return layer;
    }

    private static OutputLayer ReadOutput(JsonBody body, OutputLayer defaults)
    {
        OutputLayer output = new(
            Enum.Parse<Activation>(body.Word("activation", Outputs, defaults.Activation.ToString())),
            Enum.Parse<Loss>(body.Word("loss", Losses, defaults.Loss.ToString())));
        body.Finish();
        return output;
    }

    // What the generator would refuse, in terms of what the visitor chose.
    private static void Check(Spec spec, Problem problem)
    {
        (Activation activation, Loss loss) = spec.Output;
        if (problem.Outputs == 1 && activation == Activation.Softmax)
        {
            throw RequestException.Bad($"output.activation is Softmax; expected Sigmoid, Tanh or Identity, because {problem.Id} has one output, and a softmax of one is always 1.");
        }

        if ((loss == Loss.CrossEntropy && activation != Activation.Softmax) || (loss == Loss.BinaryCrossEntropy && activation != Activation.Sigmoid))
        {
            throw RequestException.Bad(
                $"output.loss is {loss} with output.activation {activation}; expected {(loss == Loss.CrossEntropy ? Activation.Softmax : Activation.Sigmoid)}, which this loss is the cost of.");
        }

        if (problem.IsDigits && spec.Noise != 0)
        {
            throw RequestException.Bad($"noise is {spec.Noise}; expected 0, because only the points of a plane can be moved about.");
        }
    }
}
