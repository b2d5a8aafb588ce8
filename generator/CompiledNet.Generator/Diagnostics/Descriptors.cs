using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Diagnostics;

/// <summary>
/// Every diagnostic of the generator, numbered by hand: an id never changes its meaning. The description is the help text an editor shows;
/// the page beside this file, <c>Help/CNETnnnn.md</c>, has an example and the way out.
/// </summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "CNET0001",
        "A compiled network must be partial",
        "'{0}' must be declared partial, so that the network's code can be added to '{1}'",
        "The generator adds members to the class. C# allows that only for a class declared partial, inside types that are partial too.");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "CNET0002",
        "This type cannot be a compiled network",
        "'{0}' cannot be a compiled network: {1}",
        "A compiled network is an ordinary class: not generic, static, abstract, file-local, a record or a struct; without a primary constructor or required members; with a base class that has a parameterless constructor.");

    public static readonly DiagnosticDescriptor TooFewLayers = Error(
        "CNET0003",
        "A compiled network needs an input and at least one layer",
        "'{0}' has {1}; expected the number of inputs and at least one layer, as in [CompiledNetwork(784, 16, 10)] or [Input(784)] [Dense(10)] below [CompiledNetwork]",
        "Give at least two sizes (the inputs, then the neurons of each layer), or list the layers as attributes: Input first, then at least one layer with parameters.");

    public static readonly DiagnosticDescriptor SizeBelowOne = Error(
        "CNET0004",
        "A size must be at least 1",
        "{0} of '{1}' is {2}; expected at least 1",
        "Every size counts something there is at least one of: inputs, neurons, filters, channels, the pixels of an image or a kernel, and those a window moves by.");

    public static readonly DiagnosticDescriptor MixedForms = Error(
        "CNET0005",
        "Sizes and layer attributes cannot be mixed",
        "'{0}' is given {1}; use one form: either sizes in [CompiledNetwork(...)], with Hidden and Output, or layer attributes, each with its own activation",
        "A network is given either as a list of sizes or layer by layer. With both, the order of the layers would be anyone's guess.");

    public static readonly DiagnosticDescriptor LayersDoNotFit = Error(
        "CNET0006",
        "The layers do not fit together",
        "{0} of '{1}' does not fit: {2}",
        "Each layer takes the shape the layer before it gives. Input comes first and once; a dense layer takes a flat vector, so that an image goes through Flatten first; a convolution or a pooling layer takes an image that is not smaller than its window; the outputs of a network are a flat vector, and Softmax is for flat vectors; all layer attributes stand on one declaration of the class, because their order is the order of the layers.");

    public static readonly DiagnosticDescriptor SoftmaxNotLast = Error(
        "CNET0007",
        "Softmax can only be the activation of the last layer",
        "Layer {0} of '{1}' has the activation Softmax, but is not the last layer; choose another activation for it, such as ReLU",
        "Softmax turns the outputs of the whole network into probabilities. Between layers it would leave hardly any signal to learn from.");

    public static readonly DiagnosticDescriptor LossDoesNotFit = Error(
        "CNET0008",
        "The loss and the output do not go together",
        "Loss.{0} needs Activation.{1} in the last layer, but the last layer of '{2}' has Activation.{3}",
        "CrossEntropy is the cost of a Softmax output and BinaryCrossEntropy that of a Sigmoid output: both are computed from the logits, where they are stable. SquaredError and MeanSquaredError go with every output.");

    public static readonly DiagnosticDescriptor NameClash = Error(
        "CNET0009",
        "A member has the name of a generated one",
        "'{0}' already has {1}, a name the generator needs; rename it",
        "The generator adds members under fixed names, so that every network is used the same way. A member of the class, or one it inherits, may not have one of these names and the same parameters.");

    public static readonly DiagnosticDescriptor TooLarge = Error(
        "CNET0010",
        "The network is too large",
        "'{0}' is too large: {1}; the limit is {2}",
        "Compiled networks are small networks: all offsets are 32-bit constants and the code of every layer is part of your program.");

    public static readonly DiagnosticDescriptor InvalidArgument = Error(
        "CNET0011",
        "An attribute argument is not valid",
        "{0} of '{1}' is {2}; expected {3}",
        "The generator reads the attributes at build time and needs constants it knows: numbers in the range that makes sense, and the named values of the enumerations.");

    public static readonly DiagnosticDescriptor UnrollIsCostly = new(
        "CNET0012",
        "Unroll.Full costs start-up time",
        "Unroll.Full makes '{0}' {1} multiply-add statements at the widest vectors, which takes about {2} ms when the program starts and {3} s at every build; Unroll.Auto gives the same results",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Straight-line code is compiled statement by statement, at every build and again when the program first runs it. It is good to read, and pays for small layers, which Unroll.Auto unrolls anyway.");

    public static readonly DiagnosticDescriptor LanguageVersion = Error(
        "CNET0013",
        "The generated code needs C# 12",
        "'{0}' is compiled as C# {1}; the generated code needs C# 12 or later: set <LangVersion> in the project file",
        "The generated code uses static interface members and ref locals of current C#. .NET 10 projects use a current version unless LangVersion says otherwise.");

    public static readonly DiagnosticDescriptor LayerWithoutNetwork = new(
        "CNET0014",
        "A layer attribute without [CompiledNetwork] does nothing",
        "'{0}' has [{1}] but not [CompiledNetwork], so that no network is generated",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The layer attributes only list the layers; [CompiledNetwork] on the same class asks for the network.");

    public static readonly DiagnosticDescriptor ConstructorLeavesZeros = new(
        "CNET0015",
        "A constructor leaves all weights zero",
        "The constructor '{0}' does not call this(seed), so that all weights stay zero and the network cannot learn; add ': this(seed)'",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The generated constructor sets the first weights. Neurons whose weights are all zero get the same gradient and stay alike for ever.");

    public static readonly DiagnosticDescriptor SoftmaxOverOne = new(
        "CNET0016",
        "Softmax over one output is always 1",
        "The last layer of '{0}' has one output and the activation Softmax, which is always 1 then; for two classes use Activation.Sigmoid with Loss.BinaryCrossEntropy, or an output for each class",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Softmax divides by the sum over the outputs. Of a single output it makes 1, whatever the weights are, so that there is nothing to learn.");

    public static readonly DiagnosticDescriptor DefaultBeforeBatchNorm = new(
        "CNET0017",
        "A dense layer before batch normalisation has a sigmoid, its default",
        "Layer {0} of '{1}', [{2}], has the activation Sigmoid, its default, before [BatchNorm]; write Activation.Identity, so that the sums are normalised, or Activation.Sigmoid if that is meant",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Batch normalisation usually takes a layer's weighted sums and has the activation itself. A dense layer without an activation of its own has a sigmoid.");

    private const string Category = "CompiledNet";

    /// <summary>All of them, in the order of their ids. Put together when it is asked for: the other files of this class may be initialised after this one.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All =>
    [
        NotPartial, UnsupportedType, TooFewLayers, SizeBelowOne, MixedForms, LayersDoNotFit, SoftmaxNotLast, LossDoesNotFit, NameClash, TooLarge,
        InvalidArgument, UnrollIsCostly, LanguageVersion, LayerWithoutNetwork, ConstructorLeavesZeros, SoftmaxOverOne, DefaultBeforeBatchNorm,
        .. OfFiles, .. OfOnnx, .. OfUsage,
    ];

    public static DiagnosticDescriptor ById(string id) => All.First(descriptor => descriptor.Id == id);

    private static DiagnosticDescriptor Error(string id, string title, string message, string help) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, help);
}
