using System.Reflection;
using CompiledNet.Analyzers.Tests.Harness;
using CompiledNet.CodeFixes;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CompiledNet.Analyzers.Tests;

/// <summary>Whatever is being typed, no analyzer fails; and every rule has one.</summary>
public class BrokenSourceTests
{
    private const string Everything =
        """
        using System;
        using System.Linq;
        using CompiledNet;

        [CompiledNetwork(4, 8, 8, 8, 8, 3, Loss = Loss.MeanSquaredError, Hidden = Activation.Sigmoid)]
        internal sealed partial class Net;

        [CompiledNetwork(Loss = Loss.SquaredError)]
        [Input(4, 4, 1), Conv2D(2, 3, Activation.Sigmoid), Flatten]
        [Dense(8)] [Dense(8)] [Dense(units: 8)] [Dense(8, activation: Activation.Sigmoid)]
        [Dense(3, Activation.Softmax)]
        internal sealed partial class Listed;

        internal static class Program
        {
            internal static void Run(float[][] xs, Dataset data)
            {
                float sum = new Net().Predict(xs[0])[0];
                Net net = new(3), other = new();
                for (int n = 0; n < 3; n++)
                {
                    float[] p = net.Predict(xs[n]);
                    sum += p.Select((f, i) => f * i).Sum() + p[^1] + other.Predict(xs[n]).Length;
                    foreach (float f in net.Predict(xs[n])) { sum += f; }
                    ReadOnlySpan<float> span = net.Predict(xs[n]);
                    sum += span[0];
                }

                net.Train(data);
                Console.WriteLine($"{other.Evaluate(data)} {net.Classify(xs[0])}");
            }
        }
        """;

    [Fact]
    public async Task A_file_that_ends_anywhere_fails_no_analyzer()
    {
        string text = Everything.ReplaceLineEndings("\n");
        Document document = UserSolution.Open(text);
        Compilation whole = (await document.Project.GetCompilationAsync())!;
        SyntaxTree tree = (await document.GetSyntaxTreeAsync())!;
        Assert.Equal(["CNET0040", "CNET0041", "CNET0042", "CNET0043"], (await UserSolution.Analyze(document)).Select(found => found.Id).Distinct().Order(StringComparer.Ordinal));
        for (int length = 0; length < text.Length; length += 10)
        {
            // As it is typed, and now and then in the middle of the file.
            foreach (string broken in length % 50 == 0 ? [text[..length], text[..length] + text[Math.Min(length + 7, text.Length)..]] : new[] { text[..length] })
            {
                SyntaxTree changed = UserProject.Parse(broken, UserProject.ParseOptions(), "/Source.cs");
                await UserSolution.Analyze(whole.ReplaceSyntaxTree(tree, changed).GetSemanticModel(changed));
            }
        }
    }

    [Fact]
    public void Every_analyzer_reports_what_is_described()
    {
        Assert.Equal(
            Descriptors.All.Where(descriptor => string.CompareOrdinal(descriptor.Id, "CNET0040") >= 0).Select(descriptor => descriptor.Id),
            UserSolution.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_fix_can_be_found_by_an_editor()
    {
        Type[] fixes = [.. typeof(NetworkFixProvider).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)];
        Assert.Equal(4, fixes.Length);
        Assert.All(fixes, type => Assert.Contains(LanguageNames.CSharp, type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages));
        string[] brought = ["CompiledNet", "Microsoft.CodeAnalysis", "System", "netstandard"];
        Assert.All(typeof(NetworkFixProvider).Assembly.GetReferencedAssemblies(), reference => Assert.Contains(brought, start => reference.Name!.StartsWith(start, StringComparison.Ordinal)));
    }
}
