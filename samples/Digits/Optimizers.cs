using CompiledNet;

namespace Digits;

/// <summary>The optimizers by name, each with a learning rate that suits this network: they mean different things by it.</summary>
internal static class Optimizers
{
    public const string Default = "sgd";

    private static readonly (string Name, double Rate, Func<double, Optimizer> Create)[] All =
    [
        ("sgd", 1.5, rate => new Sgd(rate)),
        ("adam", 0.003, rate => new Adam(rate)),
        ("adamw", 0.003, rate => new AdamW(rate)),
        ("rmsprop", 0.003, rate => new RmsProp(rate)),
        ("adagrad", 0.05, rate => new Adagrad(rate)),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names => $"{string.Join(", ", All[..^1].Select(one => one.Name))} or {All[^1].Name}";

    /// <summary>All default learning rates, for the help.</summary>
    public static string Rates => string.Join(", ", All.Select(one => FormattableString.Invariant($"{one.Name} {one.Rate}")));

    /// <summary>Whether there is such an optimizer.</summary>
    public static bool Exists(string? name) => All.Any(one => one.Name == name);

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rate">The learning rate; null for the one that suits.</param>
    public static Optimizer Create(string name, double? rate)
    {
        (_, double suitable, Func<double, Optimizer> create) = All.First(one => one.Name == name);
        return create(rate ?? suitable);
    }
}
