namespace CompiledNet.Tests.Training.Optimizers;

/// <summary>The optimizers with a state of their own kind, in all their forms.</summary>
internal static class OptimizerCases
{
    private static readonly Dictionary<string, Optimizer> All = new(StringComparer.Ordinal)
    {
        ["adagrad"] = new Adagrad(),
        ["adagrad, all settings"] = new Adagrad(0.05) { LearningRateDecay = 0.1, InitialAccumulator = 0.3, Epsilon = 1e-3, WeightDecay = 0.1 },
        ["adam"] = new Adam(),
        ["adam, amsgrad"] = new Adam(0.01) { Beta1 = 0.5, Beta2 = 0.8, Epsilon = 1e-4, AmsGrad = true, WeightDecay = 0.02 },
        ["adam, betas 0"] = new Adam(0.01) { Beta1 = 0, Beta2 = 0 },
        ["adam, weight decay"] = new Adam(0.01) { Epsilon = 0.1, WeightDecay = 0.3 },
        ["adamW"] = new AdamW(),
        ["adamW, strong"] = new AdamW(0.1) { Beta1 = 0.8, Beta2 = 0.99, WeightDecay = 0.5, Epsilon = 1e-6 },
        ["rmsProp"] = new RmsProp(),
        ["rmsProp, all settings"] = new RmsProp(0.002) { Alpha = 0.9, Centered = true, Momentum = 0.7, WeightDecay = 0.1, Epsilon = 1e-5 },
        ["rmsProp, centered"] = new RmsProp(0.002) { Centered = true },
        ["rmsProp, momentum"] = new RmsProp(0.002) { Momentum = 0.9 },
    };

    public static IReadOnlyList<string> Sorted => [.. All.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. Sorted];

    public static Optimizer Get(string name) => All[name];
}
