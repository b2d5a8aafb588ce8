using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Data;

/// <summary>Something to learn.</summary>
internal sealed record Problem(string Id, string Name, string Description, Spec Defaults)
{
    public const string Digits = "digits";
    public const int Side = 28;
    public const int MostDigits = 60_000;

    private const int Points = 500;

    public static readonly IReadOnlyList<Problem> All =
    [
        new(
            Digits,
            "Digits",
            "Handwritten digits, 28 by 28 pixels: which of the ten is it?",
            new Spec(
                Digits, [new(16, Activation.Sigmoid), new(16, Activation.Sigmoid)], new(Activation.Sigmoid, Loss.SquaredError), "sgd", 1.5, 10, 1, 0, MostDigits, 0)),
        Plane("circle", "Circle", "A disc inside a ring.", [new(4, Activation.Tanh)], 0.5),
        Plane("xor", "Exclusive or", "Opposite quarters belong together.", [new(4, Activation.Tanh)], 0.5),
        Plane("spiral", "Spiral", "Two spirals, one inside the other: the hardest of the four.", [new(8, Activation.Tanh), new(8, Activation.Tanh)], 0.01, "adam"),
        Plane("gaussian", "Two clouds", "Two clouds of points: one neuron is enough.", [], 0.5),
    ];

    public static readonly IReadOnlyList<string> Ids = [.. All.Select(problem => problem.Id)];

    public bool IsDigits => Id == Digits;

    public int Inputs => IsDigits ? Side * Side : 2;

    public int Outputs => IsDigits ? 10 : 1;

    public static Problem Find(string id) => All.First(problem => problem.Id == id);

    private static Problem Plane(string id, string name, string description, IReadOnlyList<HiddenLayer> hidden, double learningRate, string optimizer = "sgd") =>
        new(id, name, description, new Spec(id, hidden, new(Activation.Sigmoid, Loss.BinaryCrossEntropy), optimizer, learningRate, 10, 1, 0.1, Points, 0));
}
