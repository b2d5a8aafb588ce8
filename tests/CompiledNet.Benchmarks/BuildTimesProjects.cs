using System.Globalization;
using System.Text;

namespace CompiledNet.Benchmarks;

/// <summary>The programs whose builds are timed.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Source">The program's one file.</param>
/// <param name="ModelBytes">The size of the model file that is compiled in; 0 for none.</param>
internal sealed record BuildTimesProject(string Name, string Source, long ModelBytes = 0)
{
    public const string ModelFile = "model.safetensors";

    // 2.6 million weights and biases.
    private const string LargeNetwork = "[CompiledNetwork(784, 2048, 512, 10, Hidden = Activation.ReLU)]";

    // Ten that programs might have, for the first ten; the others are of the same kinds and of other sizes.
    private static readonly Func<int, string>[] Kinds =
    [
        n => Sizes($"784, {30 + n}, 10"),
        n => Sizes($"4, {32 + n}, 16, 4", "Hidden = Activation.Tanh, Output = Activation.Identity, Loss = Loss.MeanSquaredError"),
        LeNet,
        n => Sizes($"784, {16 + n}, 16, 10"),
        n => Sizes($"2, {8 + n}, 1"),
        n => Sizes($"13, {64 + n}, 32, 1", "Hidden = Activation.ReLU, Output = Activation.Identity, Loss = Loss.MeanSquaredError"),
        n => Sizes($"30, {20 + n}, 2", "Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy"),
        n => Sizes($"64, {32 + n}, 10", "Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy"),
        n => Sizes($"8, {16 + n}, 16, 3", "Hidden = Activation.Tanh"),
        n => Sizes($"100, {50 + n}, 25, 5", "Hidden = Activation.ReLU"),
    ];

    /// <summary>All, the one without a network first.</summary>
    public static IReadOnlyList<BuildTimesProject> All { get; } =
    [
        new("no network", Program("", 0)),
        new("1 network, 784-30-10", Program(Networks(1, i => Kinds[0](i)), 1)),
        new("1 network, LeNet-5", Program(Networks(1, LeNet), 1)),
        new("10 networks of all kinds", Program(Networks(10, Mixed), 10)),
        new("100 networks of all kinds", Program(Networks(100, Mixed), 100)),
        new("100 networks from 4-8-4-3 to 4-27-8-3", Program(Networks(100, i => Sizes($"4, {8 + (i % 20)}, {4 + (i / 20)}, 3")), 100)),
        new("1 network of 10 MB, to be trained", Program(LargeNetwork + "\ninternal sealed partial class Net0;\n", 1)),
        new("the same with its weights compiled in", Program($"[Pretrained(\"{ModelFile}\")]\n{LargeNetwork}\ninternal sealed partial class Net0;\n", 1), LargeModel.ParameterCount * sizeof(float)),
    ];

    private static string Mixed(int i) => Kinds[i % Kinds.Length](i / Kinds.Length);

    private static string Networks(int count, Func<int, string> attributes)
    {
        StringBuilder source = new();
        for (int i = 0; i < count; i++)
        {
            source.Append(attributes(i)).Append(CultureInfo.InvariantCulture, $"\ninternal sealed partial class Net{i};\n\n");
        }

        return source.ToString();
    }

    private static string Program(string networks, int count)
    {
        StringBuilder source = new("using CompiledNet;\n\n");
        source.Append(count == 0 ? "System.Console.WriteLine(Activation.ReLU);\n" : "");
        for (int i = 0; i < count; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $"System.Console.WriteLine(Net{i}.ParameterCount);\n");
        }

        return source.Append('\n').Append(networks).ToString();
    }

    private static string Sizes(FormattableString sizes, string settings = "") =>
        $"[CompiledNetwork({FormattableString.Invariant(sizes)}{(settings.Length == 0 ? "" : ", " + settings)})]";

    private static string LeNet(int n) => FormattableString.Invariant($"""
        [CompiledNetwork(Loss = Loss.CrossEntropy)]
        [Input(28, 28, 1)]
        [Conv2D(6, 5, Activation.ReLU)]
        [MaxPool2D(2)]
        [Conv2D(16, 5, Activation.ReLU)]
        [MaxPool2D(2)]
        [Flatten]
        [Dense({120 + n}, Activation.ReLU)]
        [Dense(84, Activation.ReLU)]
        [Dense(10, Activation.Softmax)]
        """);
}

/// <summary>The network of the model that is compiled in, here to write the file.</summary>
[CompiledNetwork(784, 2048, 512, 10, Hidden = Activation.ReLU)]
internal sealed partial class LargeModel;
