using System.Collections.Immutable;
using System.Globalization;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests;

/// <summary>The mistakes one can make with convolutions, pooling and batch normalisation: what is said of them, and where.</summary>
public class ConvolutionDiagnosticTests
{
    /// <summary>Id, layer attributes, what is underlined, the whole message.</summary>
    public static TheoryData<string, string, string, string> Cases => new()
    {
        // Sizes, strides, numbers of filters.
        { "CNET0004", "[Input(8, 8, 1)] [Conv2D(0, 3)] [Flatten] [Dense(1)]", "0", "The number of filters of 'Net' is 0; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [Conv2D(int.MinValue, 3)] [Flatten] [Dense(1)]", "int.MinValue", "The number of filters of 'Net' is -2147483648; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [Conv2D(4, 0)] [Flatten] [Dense(1)]", "0", "The kernel in [Conv2D] of 'Net' is 0; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [Conv2D(4, -1, 3)] [Flatten] [Dense(1)]", "-1", "The kernel's height in [Conv2D] of 'Net' is -1; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [Conv2D(4, 3, -2, Activation.ReLU)] [Flatten] [Dense(1)]", "-2", "The kernel's width in [Conv2D] of 'Net' is -2; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [MaxPool2D(0)] [Flatten] [Dense(1)]", "0", "The window in [MaxPool2D] of 'Net' is 0; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [AvgPool2D(2, int.MinValue)] [Flatten] [Dense(1)]", "int.MinValue", "The window's width in [AvgPool2D] of 'Net' is -2147483648; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [Conv2D(4, 3, Stride = 0)] [Flatten] [Dense(1)]", "Stride = 0", "Stride in [Conv2D] of 'Net' is 0; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [MaxPool2D(2, Stride = 0)] [Flatten] [Dense(1)]", "Stride = 0", "Stride in [MaxPool2D] of 'Net' is 0; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [MaxPool2D(2, Stride = 2, StrideHeight = -3)] [Flatten] [Dense(1)]", "StrideHeight = -3", "StrideHeight in [MaxPool2D] of 'Net' is -3; expected at least 1" },
        { "CNET0004", "[Input(8, 8, 1)] [AvgPool2D(2, StrideWidth = int.MinValue)] [Flatten] [Dense(1)]", "StrideWidth = int.MinValue", "StrideWidth in [AvgPool2D] of 'Net' is -2147483648; expected at least 1" },

        // Padding.
        { "CNET0011", "[Input(8, 8, 1)] [Conv2D(4, 3, Padding = -1)] [Flatten] [Dense(1)]", "Padding = -1", "Padding in [Conv2D] of 'Net' is -1; expected at least 0" },
        { "CNET0011", "[Input(8, 8, 1)] [MaxPool2D(3, PaddingWidth = int.MinValue)] [Flatten] [Dense(1)]", "PaddingWidth = int.MinValue", "PaddingWidth in [MaxPool2D] of 'Net' is -2147483648; expected at least 0" },
        { "CNET0011", "[Input(8, 8, 1)] [Conv2D(4, 3, Padding = 3)] [Flatten] [Dense(1)]", "Padding = 3", "Padding in [Conv2D] of 'Net' is 3; expected at most 2, one less than the kernel's height" },
        { "CNET0011", "[Input(8, 8, 1)] [Conv2D(4, 3, 1, Padding = 1)] [Flatten] [Dense(1)]", "Padding = 1", "Padding in [Conv2D] of 'Net' is 1; expected at most 0, one less than the kernel's width" },
        { "CNET0011", "[Input(8, 8, 1)] [Conv2D(4, 3, PaddingHeight = int.MaxValue)] [Flatten] [Dense(1)]", "PaddingHeight = int.MaxValue", "PaddingHeight in [Conv2D] of 'Net' is 2147483647; expected at most 2, one less than the kernel's height" },
        { "CNET0011", "[Input(8, 8, 1)] [MaxPool2D(3, Padding = 2)] [Flatten] [Dense(1)]", "Padding = 2", "Padding in [MaxPool2D] of 'Net' is 2; expected at most 1, half the window's height" },
        { "CNET0011", "[Input(8, 8, 1)] [AvgPool2D(4, 2, Padding = 2)] [Flatten] [Dense(1)]", "Padding = 2", "Padding in [AvgPool2D] of 'Net' is 2; expected at most 1, half the window's width" },
        { "CNET0011", "[Input(8, 8, 1)] [AvgPool2D(4, 2, Padding = 1, PaddingHeight = 3)] [Flatten] [Dense(1)]", "PaddingHeight = 3", "PaddingHeight in [AvgPool2D] of 'Net' is 3; expected at most 2, half the window's height" },
        { "CNET0011", "[Input(8, 8, 1)] [MaxPool2D(1, Padding = 1)] [Flatten] [Dense(1)]", "Padding = 1", "Padding in [MaxPool2D] of 'Net' is 1; expected at most 0, half the window's height" },

        // Batch normalisation and activations.
        { "CNET0011", "[Input(8, 8, 1)] [BatchNorm(Momentum = -0.1)] [Flatten] [Dense(1)]", "Momentum = -0.1", "Momentum in [BatchNorm] of 'Net' is -0.1; expected a number from 0 to 1" },
        { "CNET0011", "[Input(8, 8, 1)] [BatchNorm(Momentum = 1.5)] [Flatten] [Dense(1)]", "Momentum = 1.5", "Momentum in [BatchNorm] of 'Net' is 1.5; expected a number from 0 to 1" },
        { "CNET0011", "[Input(8)] [BatchNorm(Momentum = double.NaN)] [Dense(1)]", "Momentum = double.NaN", "Momentum in [BatchNorm] of 'Net' is NaN; expected a number from 0 to 1" },
        { "CNET0011", "[Input(8)] [BatchNorm(Epsilon = 0)] [Dense(1)]", "Epsilon = 0", "Epsilon in [BatchNorm] of 'Net' is 0; expected a number above 0" },
        { "CNET0011", "[Input(8)] [BatchNorm(Epsilon = -1e-5)] [Dense(1)]", "Epsilon = -1e-5", "Epsilon in [BatchNorm] of 'Net' is -1E-05; expected a number above 0" },
        { "CNET0011", "[Input(8)] [BatchNorm(Epsilon = double.NaN)] [Dense(1)]", "Epsilon = double.NaN", "Epsilon in [BatchNorm] of 'Net' is NaN; expected a number above 0" },
        { "CNET0011", "[Input(8)] [BatchNorm(Epsilon = 1e-50)] [Dense(1)]", "Epsilon = 1e-50", "Epsilon in [BatchNorm] of 'Net' is 1E-50; expected a number above 0" },
        { "CNET0011", "[Input(8)] [BatchNorm(Epsilon = double.PositiveInfinity)] [Dense(1)]", "Epsilon = double.PositiveInfinity", "Epsilon in [BatchNorm] of 'Net' is Infinity; expected a number above 0" },
        { "CNET0011", "[Input(8, 8, 1)] [Conv2D(4, 3, (Activation)77)] [Flatten] [Dense(1)]", "(Activation)77", "The activation in [Conv2D] of 'Net' is 77; expected one of Identity, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, GELU, SiLU, Softplus, Softmax" },
        { "CNET0011", "[Input(8, 8, 1)] [Conv2D(4, 3, 2, (Activation)(-1))] [Flatten] [Dense(1)]", "(Activation)(-1)", "The activation in [Conv2D] of 'Net' is -1; expected one of Identity, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, GELU, SiLU, Softplus, Softmax" },
        { "CNET0011", "[Input(8)] [BatchNorm((Activation)10)] [Dense(1)]", "(Activation)10", "The activation in [BatchNorm] of 'Net' is 10; expected one of Identity, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, GELU, SiLU, Softplus, Softmax" },
        { "CNET0006", "[Input(8, 8, 1)] [Conv2D(4, 3, Activation.Softmax)] [Flatten]", "Conv2D(4, 3, Activation.Softmax)", "Layer 1 of 'Net' does not fit: Conv2D has the activation Softmax, which takes a flat vector, but its output is an image of 6x6x4; choose another activation, such as ReLU, and Softmax for the last dense layer" },
        { "CNET0006", "[Input(8, 8, 3)] [BatchNorm(Activation.Softmax)] [Flatten] [Dense(1)]", "BatchNorm(Activation.Softmax)", "Layer 1 of 'Net' does not fit: BatchNorm has the activation Softmax, which takes a flat vector, but its output is an image of 8x8x3; choose another activation, such as ReLU, and Softmax for the last dense layer" },
        { "CNET0007", "[Input(8)] [BatchNorm(Activation.Softmax)] [Dense(1)]", "BatchNorm(Activation.Softmax)", "Layer 1 of 'Net' has the activation Softmax, but is not the last layer; choose another activation for it, such as ReLU" },

        // Shapes.
        { "CNET0006", "[Input(784)] [Conv2D(4, 3)] [Flatten] [Dense(1)]", "Conv2D(4, 3)", "Layer 1 of 'Net' does not fit: Conv2D takes an image, but a flat vector of 784 comes in; put it before the layer that makes it flat, such as [Flatten], or give [Input] a height, a width and a number of channels" },
        { "CNET0006", "[Input(8, 8, 1)] [Flatten] [MaxPool2D(2)] [Dense(1)]", "MaxPool2D(2)", "Layer 2 of 'Net' does not fit: MaxPool2D takes an image, but a flat vector of 64 comes in; put it before the layer that makes it flat, such as [Flatten], or give [Input] a height, a width and a number of channels" },
        { "CNET0006", "[Input(8, 8, 1)] [Flatten] [AvgPool2D(2)] [Dense(1)]", "AvgPool2D(2)", "Layer 2 of 'Net' does not fit: AvgPool2D takes an image, but a flat vector of 64 comes in; put it before the layer that makes it flat, such as [Flatten], or give [Input] a height, a width and a number of channels" },
        { "CNET0006", "[Input(8, 8, 5)] [GlobalAvgPool2D] [GlobalAvgPool2D] [Dense(1)]", "GlobalAvgPool2D", "Layer 2 of 'Net' does not fit: GlobalAvgPool2D takes an image, but a flat vector of 5 comes in; put it before the layer that makes it flat, such as [Flatten], or give [Input] a height, a width and a number of channels" },
        { "CNET0006", "[Input(28, 28, 1)] [Conv2D(6, 5)] [MaxPool2D(2)] [Conv2D(16, 5)] [MaxPool2D(2)] [Conv2D(120, 5)] [Flatten] [Dense(10)]", "Conv2D(120, 5)", "Layer 5 of 'Net' does not fit: Conv2D 5x5 on 4x4x16: the kernel is larger than its input; choose a smaller one, or more Padding" },
        { "CNET0006", "[Input(8, 4, 2)] [Conv2D(6, 3, 5)] [Flatten] [Dense(10)]", "Conv2D(6, 3, 5)", "Layer 1 of 'Net' does not fit: Conv2D 3x5 on 8x4x2: the kernel is larger than its input; choose a smaller one, or more Padding" },
        { "CNET0006", "[Input(4, 4, 16)] [Conv2D(6, 7, Padding = 1)] [Flatten] [Dense(10)]", "Conv2D(6, 7, Padding = 1)", "Layer 1 of 'Net' does not fit: Conv2D 7x7 on 4x4x16: the kernel is larger than its input, even padded to 6x6; choose a smaller one, or more Padding" },
        { "CNET0006", "[Input(3, 32, 32)] [Conv2D(6, 5)] [Flatten] [Dense(10)]", "Conv2D(6, 5)", "Layer 1 of 'Net' does not fit: Conv2D 5x5 on 3x32x32: the kernel is larger than its input; choose a smaller one, or more Padding; [Input] is height, width, channels" },
        { "CNET0006", "[Input(4, 3, 2)] [MaxPool2D(4)] [Flatten] [Dense(10)]", "MaxPool2D(4)", "Layer 1 of 'Net' does not fit: MaxPool2D 4x4 on 4x3x2: the window is larger than its input; choose a smaller one, or more Padding" },
        { "CNET0006", "[Input(4, 1, 2)] [AvgPool2D(4, PaddingWidth = 1)] [Flatten] [Dense(10)]", "AvgPool2D(4, PaddingWidth = 1)", "Layer 1 of 'Net' does not fit: AvgPool2D 4x4 on 4x1x2: the window is larger than its input, even padded to 4x3; choose a smaller one, or more Padding" },
        { "CNET0006", "[Input(8, 8, 1)] [Conv2D(6, 3)] [Dense(10)]", "Dense(10)", "[Dense(10)] of 'Net' does not fit: a dense layer takes a flat vector, but an image of 6x6x6 comes in; put [Flatten] before it" },
        { "CNET0006", "[Input(8, 8, 1)] [Conv2D(6, 3)]", "Conv2D(6, 3)", "Layer 1 of 'Net' does not fit: Conv2D is the last layer and its output is an image of 6x6x6, but a network ends in a flat vector; put [Flatten] after it" },
        { "CNET0006", "[Input(8, 8, 1)] [Conv2D(6, 3)] [MaxPool2D(2)]", "MaxPool2D(2)", "Layer 2 of 'Net' does not fit: MaxPool2D is the last layer and its output is an image of 3x3x6, but a network ends in a flat vector; put [Flatten] after it" },
        { "CNET0006", "[Input(8, 8, 1)] [BatchNorm]", "BatchNorm", "Layer 1 of 'Net' does not fit: BatchNorm is the last layer and its output is an image of 8x8x1, but a network ends in a flat vector; put [Flatten] after it" },
        { "CNET0003", "[Input(8, 8, 1)] [MaxPool2D(2)] [GlobalAvgPool2D]", "CompiledNetwork", "'Net' has no layer with parameters; expected the number of inputs and at least one layer, as in [CompiledNetwork(784, 16, 10)] or [Input(784)] [Dense(10)] below [CompiledNetwork]" },

        // Limits.
        { "CNET0010", "[Input(512, 512, 3)] [Conv2D(64, 3, Padding = 1)] [GlobalAvgPool2D] [Dense(1)]", "Conv2D(64, 3, Padding = 1)", "'Net' is too large: in layer 1, Conv2D, the output is 512x512x64, 16,777,216 numbers for one example; the limit is 4,000,000" },
        { "CNET0010", "[Input(8, 8, 1)] [Conv2D(int.MaxValue, 3)] [Flatten] [Dense(1)]", "Conv2D(int.MaxValue, 3)", "'Net' is too large: in layer 1, Conv2D, the output is 6x6x2147483647, 77,309,411,292 numbers for one example; the limit is 4,000,000" },
        { "CNET0010", "[Input(8, 8, 1)] [Conv2D(int.MaxValue, int.MaxValue)] [Flatten] [Dense(1)]", "Conv2D(int.MaxValue, int.MaxValue)", "'Net' is too large: in layer 1, Conv2D, the kernel has 4,611,686,014,132,420,609 pixels; the limit is 10,000,000" },
        { "CNET0010", "[Input(8, 8, 1)] [MaxPool2D(int.MaxValue, Padding = 1073741823)] [Flatten] [Dense(1)]", "MaxPool2D(int.MaxValue, Padding = 1073741823)", "'Net' is too large: in layer 1, MaxPool2D, the window has 4,611,686,014,132,420,609 pixels; the limit is 10,000,000" },
        { "CNET0010", "[Input(1000, 1000, 4)] [Conv2D(30, 1000)] [Flatten] [Dense(1)]", "Conv2D(30, 1000)", "'Net' is too large: layer 1, Conv2D, has 120,000,000 weights, 1000x1000x4x30; the limit is 100,000,000" },
        { "CNET0010", "[Input(80, 80, 1)] [Conv2D(2, 1, 64)] [Flatten] [Dense(1)]", "Conv2D(2, 1, 64)", "'Net' is too large: layer 1, Conv2D, has a kernel 64 pixels wide; the limit is a width of 63, the height is free: lay the long side of the image along its height" },
        { "CNET0010", "[Input(100, 100, 1)] [Conv2D(200, 3, Padding = 1)] [Conv2D(200, 3, Padding = 1)] [Conv2D(200, 3, Padding = 1)] [GlobalAvgPool2D] [Dense(1)]", "CompiledNetwork", "'Net' is too large: its layers have 6,000,201 outputs for one example (and 722,601 parameters, 2,890,404 bytes); the limit is 4,000,000" },

        // A stray attribute.
        { "CNET0005", "[BatchNorm]", "BatchNorm", "'Net' is given both sizes and [BatchNorm]; use one form: either sizes in [CompiledNetwork(...)], with Hidden and Output, or layer attributes, each with its own activation" },
        { "CNET0011", "[Input(8, 8, 1)] [MaxPool2D(2, Stride = \"2\")] [Flatten] [Dense(1)]", "MaxPool2D(2, Stride = \"2\")", "An argument of [MaxPool2D] of 'Net' is missing, or not a constant of the right type; expected whole numbers and named values" },
    };

    /// <summary>What stands in the attributes while somebody types or plays tricks.</summary>
    public static TheoryData<string> Hostile =>
    [
        "[Conv2D]", "[Conv2D()]", "[Conv2D(4)]", "[Conv2D(4, )]", "[Conv2D(4, 3, 2, 1)]", "[Conv2D(4, 3, 2, 1, 0)]", "[Conv2D(\"4\", 3)]", "[Conv2D(4, 3.5)]",
        "[Conv2D(4, null)]", "[Conv2D(4, 3, Activation.)]", "[Conv2D(4, 3, Activation.Nonsense)]", "[Conv2D(4, 3, default)]", "[Conv2D(default, default)]",
        "[Conv2D(4, 3, Stride = )]", "[Conv2D(4, 3, Stride = null)]", "[Conv2D(4, 3, Stride = 2.5)]", "[Conv2D(4, 3, Stride = 2, Stride = 2)]", "[Conv2D(4, 3, Nonsense = 2)]",
        "[Conv2D(4, 3, KernelHeight = 2)]", "[Conv2D(Stride = 2)]", "[Conv2D(unknown, 3)]", "[Conv2D(4, 3", "[Conv2D(new[] { 4 }, 3)]",
        "[MaxPool2D]", "[MaxPool2D()]", "[MaxPool2D(2, 2, 2)]", "[MaxPool2D(\"2\")]", "[MaxPool2D(2, Padding = true)]", "[AvgPool2D]", "[AvgPool2D(,)]", "[AvgPool2D(2.0)]",
        "[GlobalAvgPool2D(2)]", "[GlobalAvgPool2D(Stride = 1)]", "[BatchNorm(3)]", "[BatchNorm(0.1)]", "[BatchNorm(Momentum = )]", "[BatchNorm(Momentum = \"x\")]",
        "[BatchNorm(Momentum = null)]", "[BatchNorm(Epsilon = Activation.ReLU)]", "[BatchNorm(Activation.ReLU, Activation.ReLU)]",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mistake_is_reported_where_it_stands(string id, string layers, string underlined, string message)
    {
        string network = layers.StartsWith("[Input", StringComparison.Ordinal) ? "CompiledNetwork" : "CompiledNetwork(2, 1)";
        GeneratorRun run = GeneratorHarness.Run($"using CompiledNet; [{network}] {layers} partial class Net {{ }}", generatorOnly: true);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(message, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(underlined, GeneratorRun.Underlined(diagnostic));
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("[CompiledNetwork(Loss = Loss.CrossEntropy)] [Input(8, 8, 1)] [Conv2D(4, 3, Activation.ReLU)] [GlobalAvgPool2D]", "Softmax", "Identity")]
    [InlineData("[CompiledNetwork(Loss = Loss.CrossEntropy)] [Input(8, 8, 1)] [Conv2D(4, 3, Activation.ReLU)] [Flatten]", "Softmax", "ReLU")]
    [InlineData("[CompiledNetwork(Loss = Loss.BinaryCrossEntropy)] [Input(8)] [Dense(4, Activation.Identity)] [BatchNorm(Activation.Tanh)]", "Sigmoid", "Tanh")]
    public void A_loss_is_held_against_the_layer_that_makes_the_outputs(string attributes, string needed, string found)
    {
        GeneratorRun run = GeneratorHarness.Run($"using CompiledNet; {attributes} partial class Net {{ }}", generatorOnly: true);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0008", diagnostic.Id);
        Assert.Contains($"needs Activation.{needed} in the last layer, but the last layer of 'Net' has Activation.{found}", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[CompiledNetwork(Loss = Loss.CrossEntropy)] [Input(8)] [Dense(4, Activation.Softmax)] [Flatten]")]
    [InlineData("[CompiledNetwork(Loss = Loss.CrossEntropy)] [Input(8)] [Dense(4, Activation.Identity)] [BatchNorm(Activation.Softmax)]")]
    [InlineData("[CompiledNetwork(Loss = Loss.BinaryCrossEntropy)] [Input(8, 8, 1)] [Conv2D(4, 3, Activation.Sigmoid)] [Flatten]")]
    public void What_only_calls_the_outputs_otherwise_may_stand_behind_the_last_layer(string attributes) =>
        Assert.Single(Models($"{attributes} partial class Net {{ }}"));

    [Fact]
    public void Several_mistakes_of_a_layer_are_reported_at_once()
    {
        GeneratorRun run = GeneratorHarness.Run(
            "using CompiledNet; [CompiledNetwork] [Input(8, 8, 1)] [MaxPool2D(0, -1)] [Flatten] [Dense(1)] partial class Net { }", generatorOnly: true);
        Assert.Equal(["0", "-1"], run.Diagnostics.Select(GeneratorRun.Underlined));
        run = GeneratorHarness.Run(
            "using CompiledNet; [CompiledNetwork] [Input(8, 8, 1)] [BatchNorm(Momentum = 2, Epsilon = 0)] [Flatten] [Dense(1)] partial class Net { }", generatorOnly: true);
        Assert.Equal(["Momentum = 2", "Epsilon = 0"], run.Diagnostics.Select(GeneratorRun.Underlined));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Whatever_stands_in_an_attribute_does_no_harm(string attribute)
    {
        foreach (string input in new[] { "[Input(9, 9, 2)]", "[Input(9)]", "[Input(1, 1, 1)]" })
        {
            GeneratorRun run = GeneratorHarness.Run($"using CompiledNet; [CompiledNetwork] {input} {attribute} [Flatten] [Dense(1)] partial class Net {{ }}", generatorOnly: true);
            Assert.All(run.Diagnostics, diagnostic => Assert.StartsWith("CNET", diagnostic.Id, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_numbers_make_the_generator_throw()
    {
        // Several hundred networks in one file, each with other extremes at every place.
        string[] numbers = ["int.MinValue", "-1", "0", "1", "2", "3", "65536", "int.MaxValue - 1", "int.MaxValue"];
        Random random = new(7);
        string Any() => numbers[random.Next(numbers.Length)];
        System.Text.StringBuilder source = new("using CompiledNet;\n");
        for (int n = 0; n < 600; n++)
        {
            string[] layers =
            [
                $"[Conv2D({Any()}, {Any()}, {Any()}, Stride = {Any()}, PaddingHeight = {Any()}, PaddingWidth = {Any()})]",
                $"[Conv2D({Any()}, {Any()}, StrideHeight = {Any()})]",
                $"[MaxPool2D({Any()}, StrideWidth = {Any()}, Padding = {Any()})]",
                $"[AvgPool2D({Any()}, {Any()}, Stride = {Any()})]",
                "[GlobalAvgPool2D]",
                $"[BatchNorm(Momentum = {Any()}, Epsilon = {Any()})]",
                "[Flatten]",
                $"[Dense({Any()})]",
            ];
            string chosen = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => layers[random.Next(layers.Length)]));
            source.Append(CultureInfo.InvariantCulture, $"[CompiledNetwork] [Input(9, 10, 3)] {chosen} partial class Net{n};\n");
        }

        GeneratorRun run = GeneratorHarness.Run(source.ToString(), generatorOnly: true);
        int faulty = run.Diagnostics.Select(diagnostic => diagnostic.Location.SourceTree!.GetLineSpan(diagnostic.Location.SourceSpan).StartLinePosition.Line).Distinct().Count();
        Assert.Equal(600, faulty + run.Models.Length);
        Assert.NotEmpty(run.Models);
        Assert.All(run.Models, model => Assert.All(model.Layers, layer => Assert.All(layer.Output.Extents, extent => Assert.True(extent > 0))));
    }

    [Theory]
    [InlineData("RunningMean1")]
    [InlineData("RunningVariance1")]
    [InlineData("RunningStatistics")]
    [InlineData("StatisticCount")]
    [InlineData("Weights1")]
    public void A_name_that_batch_normalisation_needs_is_guarded(string name)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"using CompiledNet; [CompiledNetwork] [Input(3)] [BatchNorm] [Dense(1)] partial class Net {{ public const int {name} = 1; }}", generatorOnly: true);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0009", diagnostic.Id);
        Assert.Contains($"'Net' already has a member '{name}'", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RunningMean1")]
    [InlineData("RunningStatistics")]
    [InlineData("StatisticCount")]
    public void Without_batch_normalisation_its_names_are_free(string name) => Assert.Empty(
        GeneratorHarness.Run($"[CompiledNet.CompiledNetwork(2, 1)] partial class Net {{ public const int {name} = 1; }}").Diagnostics);

    [Fact]
    public void Convolutions_keep_their_loops_when_the_rest_is_unrolled() =>
        Assert.Empty(GeneratorHarness.Run(
            "using CompiledNet; [CompiledNetwork(Unroll = Unroll.Full)] [Input(28, 28, 1)] [Conv2D(64, 5)] [MaxPool2D(4)] [BatchNorm] [GlobalAvgPool2D] [Dense(4)] partial class Net;",
            generatorOnly: true).Diagnostics);

    private static ImmutableArray<Model.NetworkModel> Models(string source)
    {
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet; " + source, generatorOnly: true);
        Assert.Empty(run.Diagnostics);
        return run.Models;
    }
}
