using System.Reflection;
using CompiledNet.Generator;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// From descriptions to running networks: the generator, the compiler and the loader, inside the test's process. Starting the compiler takes
/// far longer than a network, so give it many at once.
/// </summary>
internal static class NetworkCompiler
{
    /// <summary>The types of the networks, in the order of the descriptions.</summary>
    public static IReadOnlyList<Type> Compile(IReadOnlyList<NetworkDescription> descriptions)
    {
        string source = string.Join('\n', descriptions.Select((description, index) => description.ToSource($"Net{index}")));
        Assembly assembly = Compile(source);
        return [.. descriptions.Select((_, index) => assembly.GetType($"Net{index}", throwOnError: true)!)];
    }

    /// <summary>The assembly of a project with this source.</summary>
    public static Assembly Compile(string source)
    {
        CSharpParseOptions options = UserProject.ParseOptions();
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(UserProject.Compile(options, source), out Compilation output, out var diagnostics);

        // Softmax over one output is worth a warning, and a test here.
        Assert.True(!diagnostics.Any(diagnostic => UserProject.IsProblem(diagnostic) && diagnostic.Id != "CNET0016"), string.Join('\n', diagnostics));
        return UserProject.Load(WithoutUnusedWidths(output));
    }

    // Two thirds of the code are for vector widths this process does not use. Compiling it takes most of the time and is checked elsewhere: the
    // generator's tests compile all of it, and VectorWidthTests runs the networks of StaticNetworks at every width.
    private static Compilation WithoutUnusedWidths(Compilation compilation)
    {
        int used = Math.Max(128, ReproducibilityTests.VectorBits);
        string[] unused = [.. new[] { 128, 256, 512 }.Where(bits => bits != used).Select(bits => FormattableString.Invariant($"-Tiles{bits}.g.cs"))];
        int found = 0;
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(tree => unused.Any(end => tree.FilePath.EndsWith(end, StringComparison.Ordinal))))
        {
            SyntaxNode root = new BodyRemover().Visit(tree.GetRoot());
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(root, tree.Options));
            found++;
        }

        Assert.True(found > 0, "The files of the vector widths have other names than expected.");
        return compilation;
    }

    private sealed class BodyRemover : CSharpSyntaxRewriter
    {
        private static readonly BlockSyntax Nothing = (BlockSyntax)SyntaxFactory.ParseStatement("{ throw null!; }");

        public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
            node.WithBody(Nothing).WithExpressionBody(null).WithSemicolonToken(default);
    }
}
