using System.Reflection;
using CompiledNet.Generator.Tests.Harness;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace CompiledNet.Generator.Tests;

/// <summary>
/// Whether the just-in-time compiler will do its best with the generated code: read from the IL of compiled networks. Above certain sizes a
/// method is compiled without optimisation, whatever its attributes say, and nothing but the time tells.
/// </summary>
public class JitLimitTests(JitLimitTests.Networks networks) : IClassFixture<JitLimitTests.Networks>
{
    // The sizes above which .NET's JIT compiles a method without optimisation: DEFAULT_MIN_OPTS_... in its compiler.h.
    private const int MostBytes = 60_000;
    private const int MostInstructions = 20_000;
    private const int MostBlocks = 2_000;
    private const int MostReferences = 8_000;

    /// <summary>
    /// With so many variables, those of inlined methods included, the JIT stops inlining (MAX_LV_NUM_COUNT_FOR_INLINING). It is less than what
    /// it optimises (2,000) or keeps in registers (1,024).
    /// </summary>
    private const int MostVariables = 512;

    /// <summary>What an inlined store of a part of a vector adds to the variables, roughly, from what the JIT reported of several networks.</summary>
    private const int VariablesOfInlinedCall = 4;

    /// <summary>A method without a loop below this size is inlined, or a moment's work.</summary>
    private const int TinyBytes = 100;

    /// <summary>Networks of every kind of size: the usual ones, ragged, narrow and wide ones, every activation, straight-line code cut into methods in every way.</summary>
    public static readonly IReadOnlyList<string> Descriptions =
    [
        "784, 16, 16, 10",
        "784, 128, 64, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy",
        "4, 32, 16, 4, Hidden = Activation.Tanh, Output = Activation.Identity",
        "13, 17, 10, Hidden = Activation.LeakyReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy",
        "64, 64, 64, 64, 1, Hidden = Activation.ELU, Loss = Loss.BinaryCrossEntropy",
        "1000, 1000, 10, Hidden = Activation.GELU, Loss = Loss.MeanSquaredError",
        "1, 1, Output = Activation.SiLU",
        "31, 63, 15, Hidden = Activation.Softplus",
        "4, 32, 16, 4, Unroll = Unroll.Full",
        "13, 17, 10, Unroll = Unroll.Full",
        "60, 10, Unroll = Unroll.Full",
        "101, 31, Unroll = Unroll.Full",
        "801, 1, Unroll = Unroll.Full",
    ];

    /// <summary>Networks layer by layer, for layers that sizes alone do not give.</summary>
    private static readonly IReadOnlyList<string> Layers =
    [
        "[Input(784)] [Dropout(0.2)] [Dense(128, Activation.GELU)] [Dropout(0.5)] [Dense(64)] [Dropout(0.25)] [Dropout(0.5)] [Dense(10)]",
        "[Input(5, 7, 1)] [Dropout(0.2)] [Flatten] [Dense(33, Activation.SiLU)] [Dropout(0.5)] [Dense(3)]",
    ];

    private IReadOnlyList<IlMethod> Methods => networks.Methods;

    [Fact]
    public void No_method_is_too_large_to_be_optimised() => AssertNone(
        method => method.Bytes > MostBytes
            || method.Instructions > MostInstructions
            || method.Blocks > MostBlocks
            || method.References > MostReferences);

    [Fact]
    public void No_method_has_more_variables_than_leave_room_for_inlining() => AssertNone(
        method => method.Variables + (VariablesOfInlinedCall * method.InlinedCalls) >= MostVariables);

    [Fact]
    public void Passes_and_tiles_are_optimised_from_their_first_call() => AssertNone(
        method => method.Type.StartsWith("CompiledNet.Generated.", StringComparison.Ordinal)
            && (method.Options & (MethodImplAttributes.AggressiveOptimization | MethodImplAttributes.AggressiveInlining)) == 0
            && (method.Bytes >= TinyBytes || method.Loops > 0));

    [Fact]
    public void The_IL_is_what_it_is_taken_for()
    {
        // A tile with its two loops; straight-line code without; a tile of 20 rows, each with two stores of a part of a vector.
        Assert.Equal(2, Method("Net0.Tiles512", "Forward1RunRows16").Loops);
        Assert.Equal(0, Method("Net8.Tiles512", "Forward2Rows1").Loops);
        Assert.Equal(20 * 2, Method("Net10.Tiles512", "Gradient1Part0").InlinedCalls);
        Assert.InRange(Method("Net10.Tiles512", "Gradient1Part0").Variables, 20, 2 * 20);

        // 801 terms are more than a method takes: this one is as long as they get, or else the network has to be larger.
        Assert.InRange(Method("Net12.Tiles512", "Forward1Column0Part0").Bytes, MostBytes / 2, MostBytes);
    }

    private IlMethod Method(string type, string name) =>
        Methods.Single(method => method.Type == "CompiledNet.Generated." + type && method.Name == name);

    private void AssertNone(Func<IlMethod, bool> isWrong)
    {
        Assert.True(Methods.Count > 100 * (Descriptions.Count + Layers.Count), $"Only {Methods.Count} methods were found.");
        IlMethod[] wrong = [.. Methods.Where(isWrong)];
        Assert.True(wrong.Length == 0, $"{wrong.Length} methods, among them:\n" + string.Join('\n', wrong.Take(10)));
    }

    /// <summary>The methods of all networks, compiled once: that takes most of the tests' time.</summary>
    public sealed class Networks
    {
        public Networks()
        {
            IEnumerable<string> sources = Descriptions.Select((description, index) =>
                $"using CompiledNet;\n[CompiledNetwork({description})] internal sealed partial class Net{index};")
                .Concat(Layers.Select((layers, index) =>
                    $"using CompiledNet;\n[CompiledNetwork] {layers} internal sealed partial class Layered{index};"));
            CSharpParseOptions options = UserProject.ParseOptions();
            CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options)
                .RunGeneratorsAndUpdateCompilation(UserProject.Compile(options, [.. sources]), out Compilation compilation, out _);
            using MemoryStream image = new();
            EmitResult result = compilation.Emit(image);
            Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(UserProject.IsProblem)));
            Methods = IlMethod.ReadAll([.. image.ToArray()]);
        }

        internal IReadOnlyList<IlMethod> Methods { get; }
    }
}
