extern alias generator;

using System.Reflection;
using System.Runtime.Intrinsics;
using CompiledNet.TestInfrastructure;
using generator::CompiledNet.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>
/// From attributes to running networks, inside the test's process. Starting the compiler takes far longer than a network, so give it many at once.
/// </summary>
internal static class NetworkCompiler
{
    /// <summary>The types of the networks, in the order of the attributes that describe them.</summary>
    public static IReadOnlyList<Type> Compile(IReadOnlyList<string> attributes)
    {
        string source = "using CompiledNet;\n" + string.Join('\n', attributes.Select((text, index) => FormattableString.Invariant($"{text} public sealed partial class Net{index};")));
        CSharpParseOptions options = UserProject.ParseOptions();
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(UserProject.Compile(options, source), out Compilation output, out var diagnostics);

        // Softmax over one output is worth a warning, and a test here.
        Assert.True(!diagnostics.Any(diagnostic => UserProject.IsProblem(diagnostic) && diagnostic.Id != "CNET0016"), string.Join('\n', diagnostics) + source);
        Assembly assembly = UserProject.Load(WithoutUnusedWidths(output));
        return [.. attributes.Select((_, index) => assembly.GetType(FormattableString.Invariant($"Net{index}"), throwOnError: true)!)];
    }

    /// <summary>The same without two thirds of the code, which are for vector widths this process does not use: compiling it takes most of the time.</summary>
    public static Compilation WithoutUnusedWidths(Compilation compilation)
    {
        int used = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        string[] unused = [.. new[] { 128, 256, 512 }.Where(bits => bits != used).Select(bits => FormattableString.Invariant($"-Tiles{bits}.g.cs"))];
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => unused.Any(end => tree.FilePath.EndsWith(end, StringComparison.Ordinal))))
        {
            SyntaxNode root = new BodyRemover().Visit(tree.GetRoot());
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(root, tree.Options));
        }

        return compilation;
    }

    private sealed class BodyRemover : CSharpSyntaxRewriter
    {
        private static readonly BlockSyntax Nothing = (BlockSyntax)SyntaxFactory.ParseStatement("{ throw null!; }");

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
            node.WithBody(Nothing).WithExpressionBody(null).WithSemicolonToken(default);
    }
}
