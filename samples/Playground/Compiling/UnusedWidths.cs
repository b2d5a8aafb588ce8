using System.Runtime.Intrinsics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Playground.Compiling;

/// <summary>
/// A network's tiles come once for each width of vectors, and a process uses one of them: without the bodies of the others, compiling takes a third
/// of the time. What is shown to the visitor is the whole.
/// </summary>
internal static class UnusedWidths
{
    private static readonly string[] Endings =
        [.. new[] { 128, 256, 512 }.Where(bits => bits != UsedBits).Select(bits => FormattableString.Invariant($"-Tiles{bits}.g.cs"))];

    // As the generated dispatcher chooses; without any vectors it takes those of 128 bits, which then are software.
    private static int UsedBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    public static Compilation Remove(Compilation compilation)
    {
        BodyRemover remover = new();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (Endings.Any(ending => tree.FilePath.EndsWith(ending, StringComparison.Ordinal)))
            {
                compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(remover.Visit(tree.GetRoot()), tree.Options));
            }
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
