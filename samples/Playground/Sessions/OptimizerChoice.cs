namespace CompiledNet.Playground.Sessions;

/// <summary>An optimizer a visitor can choose.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What the page calls it.</param>
/// <param name="LearningRate">A learning rate to begin with.</param>
/// <param name="Create">Makes it.</param>
internal sealed record OptimizerChoice(string Id, string Name, double LearningRate, Func<double, Optimizer> Create)
{
    public static readonly IReadOnlyList<OptimizerChoice> All =
    [
        new("sgd", "Gradient descent", 0.5, rate => new Sgd(rate)),
        new("momentum", "Gradient descent with momentum 0.9", 0.03, rate => new Sgd(rate) { Momentum = 0.9 }),
        new("adam", "Adam", 0.01, rate => new Adam(rate)),
        new("rmsprop", "RMSProp", 0.005, rate => new RmsProp(rate)),
        new("adagrad", "Adagrad", 0.05, rate => new Adagrad(rate)),
    ];

    public static readonly IReadOnlyList<string> Ids = [.. All.Select(choice => choice.Id)];

    public static OptimizerChoice Find(string id) => All.First(choice => choice.Id == id);
}
