using System.Linq;

namespace CompiledNet.Generator.Model;

/// <summary>
/// Everything the emitters need to know of one network, settled before they start. A record of strings, numbers and enums alone: equal models
/// give equal code, and nothing here keeps a compilation alive.
/// </summary>
internal sealed record NetworkModel(
    TypeModel Type, Shape Input, EquatableArray<LayerModel> Layers, LossKind Loss, UnrollKind Unroll, InitializerKind Initializer)
{
    /// <summary>The values to start with, of a file read at build; null where there is none.</summary>
    public PretrainedModel? Pretrained { get; init; }

    public Shape Output => Layers[Layers.Count - 1].Output;

    public int ParameterCount => Layers.Sum(layer => layer.ParameterCount);

    /// <summary>The length of <c>RunningStatistics</c>; 0 where no layer has any.</summary>
    public int StatisticCount => Layers.Sum(layer => layer.StatisticCount);

    /// <summary>The lowest layer with parameters: backpropagation need not go below it, unless the input gradient is asked for.</summary>
    public int FirstParameterLayer => Layers.First(layer => layer.Tensors.Count > 0).Number;

    /// <summary>The cross entropies give the gradient with respect to the logits; the others with respect to the outputs.</summary>
    public bool LossIsOfLogits => Loss is LossKind.CrossEntropy or LossKind.BinaryCrossEntropy;
}

/// <summary>The class to complete: where it is declared and how.</summary>
/// <param name="Namespace">Its namespace with escaped keywords, or empty.</param>
/// <param name="ContainingTypes">The headers of the types around it, outermost first: <c>partial class Outer</c>.</param>
/// <param name="Name">Its name as it must be written, escaped if it is a keyword.</param>
/// <param name="FullName">Namespace, containing types and name joined by dots, unescaped: unique in the compilation.</param>
internal sealed record TypeModel(string Namespace, EquatableArray<string> ContainingTypes, string Name, string FullName)
{
    /// <summary>The name without the escape.</summary>
    public string PlainName => Name.TrimStart('@');
}

/// <summary>One layer. What only one kind of layer knows (a stride, a rate) is in <paramref name="Settings"/>, by that kind's own order.</summary>
internal sealed record LayerModel(
    int Number,
    string Kind,
    Shape Input,
    Shape Output,
    ActivationKind Activation,
    EquatableArray<TensorModel> Tensors,
    EquatableArray<int> Settings)
{
    /// <summary>What it keeps of the batches it has seen and no optimizer touches: means, then variances. Their offsets are those in <c>RunningStatistics</c>.</summary>
    public EquatableArray<TensorModel> Statistics { get; init; }

    /// <summary>Its number of running statistics.</summary>
    public int StatisticCount => Statistics.Aggregate(0, (sum, tensor) => unchecked(sum + tensor.Shape.Length));

    /// <summary>Its number of parameters; without meaning, but no exception, in a network that the parser then refuses as too large.</summary>
    public int ParameterCount => Tensors.Aggregate(0, (sum, tensor) => unchecked(sum + tensor.Shape.Length));

    /// <summary>Where its parameters start in the flat buffer; meaningful only where it has some.</summary>
    public int ParameterOffset => Tensors[0].Offset;
}

/// <summary>
/// One tensor of parameters or of running statistics. <paramref name="Role"/> is what its property is called without the layer's number:
/// <c>Weights</c>, <c>Bias</c>, <c>RunningMean</c>, <c>RunningVariance</c>.
/// </summary>
internal sealed record TensorModel(string Role, string FileName, Shape Shape, int Offset);
