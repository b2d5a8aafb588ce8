using CompiledNet.Playground.Data;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Endpoints;

/// <summary>What there is to choose from.</summary>
internal static class CatalogEndpoint
{
    private static readonly object[] Outputs =
    [
        Output(Activation.Sigmoid, Loss.SquaredError, "Sigmoid, squared error", 1, 10),
        Output(Activation.Sigmoid, Loss.BinaryCrossEntropy, "Sigmoid, cross-entropy of each output", 1, 10),
        Output(Activation.Softmax, Loss.CrossEntropy, "Softmax, cross-entropy", 10),
        Output(Activation.Softmax, Loss.SquaredError, "Softmax, squared error", 10),
        Output(Activation.Tanh, Loss.SquaredError, "Tanh, squared error", 1, 10),
        Output(Activation.Identity, Loss.SquaredError, "Identity, squared error", 1, 10),
        Output(Activation.Sigmoid, Loss.MeanSquaredError, "Sigmoid, mean squared error", 10),
    ];

    public static void MapCatalog(this IEndpointRouteBuilder routes) => routes.MapGet(
        "/api/catalog",
        async (WorkFactory factory, CancellationToken cancellation) =>
            Results.Json(Catalog(await factory.CountDigitsAsync(cancellation).ConfigureAwait(false), factory.Digits.Value.Description), Json.Options));

    private static object Catalog(int digitCount, string description) => new
    {
        Problems = Problem.All.Select(problem => new
        {
            problem.Id,
            problem.Name,
            problem.Inputs,
            problem.Outputs,
            problem.Description,
            Defaults = problem.IsDigits
                ? problem.Defaults with { TrainCount = Math.Min(problem.Defaults.TrainCount, digitCount) }
                : problem.Defaults,
            Width = problem.IsDigits ? Problem.Side : (int?)null,
            Height = problem.IsDigits ? Problem.Side : (int?)null,
            MostExamples = problem.IsDigits ? digitCount : Limits.Points,
        }),
        SpecReader.Activations,
        Outputs,
        Optimizers = OptimizerChoice.All.Select(choice => new { choice.Id, choice.Name, choice.LearningRate }),
        Limits = new
        {
            Limits.Layers,
            Limits.Neurons,
            Limits.Batch,
            Limits.Sessions,
            Limits.Points,
            Digits = digitCount,
            Limits.Noise,
            Limits.LearningRate,
            Limits.SmallestLearningRate,
            Limits.EpochsAtStart,
            Limits.StepsAtOnce,
            Limits.StepsASecond,
        },
        Data = description,
    };

    private static object Output(Activation activation, Loss loss, string label, params int[] outputCounts) =>
        new { Activation = activation, Loss = loss, Label = label, OutputCounts = outputCounts };
}
