namespace CompiledNet.Onnx.Tests.Export;

/// <summary>The networks that every kind of layer and every activation is tested with: a kind has several, each with something of its own.</summary>
internal static class ExportCases
{
    private const string Net = "[CompiledNetwork] ";
    private const string FlatImage = "[CompiledNetwork] [Input(2, 3, 2)] [Flatten] [Dense(2)]";
    private const int RandomNetworks = 40;

    private static readonly string[] RandomAttributes = [.. Enumerable.Range(1, RandomNetworks).Select(RandomLayers.Attributes)];
    private static Type[] _others = [];

    private static readonly Lazy<Dictionary<string, Type>> Compiled = new(() =>
    {
        (string Kind, string Name, string Attributes)[] all = [.. All];

        // The others are compiled with them: each compilation takes seconds.
        IReadOnlyList<Type> types = NetworkCompiler.Compile([.. all.Select(item => item.Attributes), .. RandomAttributes, FlatImage]);
        _others = [.. types.Skip(all.Length)];
        return all.Zip(types).ToDictionary(pair => Key(pair.First.Kind, pair.First.Name), pair => pair.Second, StringComparer.Ordinal);
    });

    /// <summary>The kinds, for a theory.</summary>
    public static TheoryData<string> Kinds => [.. All.Select(item => item.Kind).Distinct(StringComparer.Ordinal)];

    /// <summary>All networks: the kind, what is special, the attributes.</summary>
    public static IEnumerable<(string Kind, string Name, string Attributes)> All => Layers.Select(item => (item.Kind, item.Name, Net + item.Attributes)).Concat(Activations());

    private static (string Kind, string Name, string Attributes)[] Layers =>
    [
        ("Dense", "one number", "[Input(1)] [Dense(1, Activation.Identity)]"),
        ("Dense", "two layers", "[Input(7)] [Dense(33, Activation.Tanh)] [Dense(5, Activation.Sigmoid)]"),
        ("Dense", "long sums", "[Input(1200)] [Dense(40, Activation.ReLU)] [Dense(3, Activation.Identity)]"),
        ("Conv2D", "one channel", "[Input(9, 9, 1)] [Conv2D(4, 3, Activation.ReLU)] [Flatten] [Dense(5)]"),
        ("Conv2D", "three channels, not square", "[Input(6, 11, 3)] [Conv2D(5, 3, Activation.Tanh)] [Conv2D(2, 2)] [Flatten] [Dense(4)]"),
        ("Conv2D", "rectangular kernel", "[Input(9, 8, 2)] [Conv2D(3, 2, 5, Activation.SiLU)] [Flatten] [Dense(4)]"),
        ("Conv2D", "strides by direction", "[Input(11, 13, 2)] [Conv2D(3, 4, 3, StrideHeight = 3, StrideWidth = 2)] [Flatten] [Dense(4)]"),
        ("Conv2D", "padding by direction", "[Input(5, 7, 2)] [Conv2D(3, 5, 3, PaddingHeight = 3, PaddingWidth = 1)] [Flatten] [Dense(4)]"),
        ("Conv2D", "stride and padding", "[Input(10, 7, 3)] [Conv2D(6, 3, Stride = 2, Padding = 1)] [Flatten] [Dense(4)]"),
        ("Conv2D", "kernel as large as the image", "[Input(5, 4, 3)] [Conv2D(6, 5, 4)] [Flatten] [Dense(4)]"),
        ("Conv2D", "one pixel", "[Input(1, 1, 3)] [Conv2D(6, 1)] [Flatten] [Dense(4)]"),
        ("MaxPool2D", "square", "[Input(8, 8, 3)] [MaxPool2D(2)] [Flatten] [Dense(4)]"),
        ("MaxPool2D", "overlapping, padded", "[Input(7, 9, 2)] [Conv2D(3, 2)] [MaxPool2D(3, Stride = 2, Padding = 1)] [Flatten] [Dense(4)]"),
        ("MaxPool2D", "rectangular, by direction", "[Input(9, 12, 2)] [MaxPool2D(4, 3, StrideHeight = 2, StrideWidth = 3, PaddingHeight = 2)] [Flatten] [Dense(4)]"),
        ("MaxPool2D", "pixels left over", "[Input(7, 5, 1)] [MaxPool2D(2)] [Flatten] [Dense(4)]"),
        ("AvgPool2D", "square", "[Input(8, 8, 3)] [AvgPool2D(2)] [Flatten] [Dense(4)]"),
        ("AvgPool2D", "overlapping, padded", "[Input(7, 9, 2)] [Conv2D(3, 2)] [AvgPool2D(3, Stride = 2, Padding = 1)] [Flatten] [Dense(4)]"),
        ("AvgPool2D", "rectangular, by direction", "[Input(9, 12, 2)] [AvgPool2D(4, 3, StrideHeight = 2, StrideWidth = 3, PaddingWidth = 1)] [Flatten] [Dense(4)]"),
        ("AvgPool2D", "pixels left over, padded", "[Input(8, 6, 1)] [AvgPool2D(3, Padding = 1)] [Flatten] [Dense(4)]"),
        ("GlobalAvgPool2D", "before a dense layer", "[Input(6, 5, 3)] [Conv2D(7, 3, Activation.GELU)] [GlobalAvgPool2D] [Dense(4)]"),
        ("GlobalAvgPool2D", "last", "[Input(6, 5, 2)] [Conv2D(7, 3)] [GlobalAvgPool2D]"),
        ("GlobalAvgPool2D", "of the input", "[Input(6, 5, 3)] [GlobalAvgPool2D] [Dense(4)]"),
        ("BatchNorm", "flat", "[Input(6)] [Dense(9, Activation.Identity)] [BatchNorm(Activation.ReLU)] [Dense(3)]"),
        ("BatchNorm", "of the input", "[Input(6)] [BatchNorm] [Dense(3)]"),
        ("BatchNorm", "last, softmax", "[Input(6)] [Dense(4, Activation.Identity)] [BatchNorm(Activation.Softmax)]"),
        ("BatchNorm", "image", "[Input(6, 7, 2)] [Conv2D(5, 3, Padding = 1)] [BatchNorm(Activation.Tanh, Epsilon = 0.01)] [Flatten] [Dense(3)]"),
        ("BatchNorm", "image, of the input", "[Input(4, 3, 3)] [BatchNorm] [Flatten] [Dense(3)]"),
        ("BatchNorm", "behind Flatten", "[Input(4, 5, 3)] [Flatten] [BatchNorm(Activation.Sigmoid)] [Dense(3)]"),
        ("BatchNorm", "behind Flatten, and last", "[Input(4, 5, 3)] [Conv2D(2, 2)] [Flatten] [BatchNorm(Activation.Tanh)]"),
        ("Flatten", "last", "[Input(5, 4, 2)] [Conv2D(3, 2, Activation.Sigmoid)] [Flatten]"),
        ("Flatten", "of the input", "[Input(5, 4, 3)] [Flatten] [Dense(6)] [Dense(2)]"),
        ("Flatten", "of one row", "[Input(1, 9, 3)] [Conv2D(4, 1, 3)] [Flatten] [Dense(2)]"),
        ("Flatten", "of one pixel", "[Input(3, 3, 2)] [Conv2D(5, 3)] [Flatten] [Dense(2)]"),
        ("Flatten", "several layers before the dense one", "[Input(4, 5, 2)] [Conv2D(3, 2)] [Flatten] [BatchNorm] [Dropout(0.5)] [BatchNorm(Activation.ELU)] [Dense(4)]"),
        ("Dropout", "flat", "[Input(6)] [Dropout(0.2)] [Dense(9)] [Dropout(0.5)] [Dense(3)]"),
        ("Dropout", "image", "[Input(6, 5, 2)] [Dropout(0.2)] [Conv2D(3, 2)] [Dropout(0.5)] [Flatten] [Dropout(0.1)] [Dense(3)]"),
    ];

    /// <summary>The networks of a kind.</summary>
    public static IEnumerable<(string Name, Type Type)> OfKind(string kind) =>
        All.Where(item => item.Kind == kind).Select(item => (item.Name, Compiled.Value[Key(item.Kind, item.Name)]));

    /// <summary>Networks of random layers, with their attributes.</summary>
    public static IEnumerable<(string Attributes, Type Type)> Random => RandomAttributes.Zip(Others());

    /// <summary>A small image that goes flat at once.</summary>
    public static Type FlatImageNet => Others()[RandomNetworks];

    private static Type[] Others()
    {
        _ = Compiled.Value;
        return _others;
    }

    private static string Key(string kind, string name) => kind + ": " + name;

    private static IEnumerable<(string Kind, string Name, string Attributes)> Activations()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            string name = "Activation." + activation;
            yield return (name, "last", $"{Net}[Input(6)] [Dense(5, Activation.Tanh)] [Dense(7, {name})]");
            if (activation != Activation.Softmax)
            {
                yield return (name, "hidden", $"{Net}[Input(6)] [Dense(19, {name})] [Dense(4, Activation.Identity)]");
                yield return (name, "image", $"{Net}[Input(5, 6, 2)] [Conv2D(3, 3, {name})] [Flatten] [Dense(4, {name})]");
            }
        }
    }
}
