using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompiledNet.Generator.Model;

/// <summary>A diagnostic as plain data, so that the pipeline that carries it holds on to no syntax tree.</summary>
internal sealed record DiagnosticModel(string Id, LocationModel? Location, EquatableArray<string> Arguments);

/// <summary>A place in a file as plain data.</summary>
internal sealed record LocationModel(string FilePath, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationModel? Of(SyntaxNode? node) =>
        node is null ? null : new LocationModel(node.SyntaxTree.FilePath, node.Span, node.GetLocation().GetLineSpan().Span);

    /// <summary>The place in the compilation's own tree, where <c>#pragma warning</c> and the editor know it.</summary>
    public Location ToLocation(Compilation compilation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            if (tree.FilePath == FilePath && Span.End <= tree.Length)
            {
                return tree.GetLocation(Span);
            }
        }

        return Microsoft.CodeAnalysis.Location.Create(FilePath, Span, Lines);
    }
}
