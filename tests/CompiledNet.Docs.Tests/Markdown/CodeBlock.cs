namespace CompiledNet.Docs.Tests.Markdown;

/// <summary>A fenced block of code in a Markdown file.</summary>
/// <param name="File">The file's path from the repository's root.</param>
/// <param name="Line">The number of the first line of code, from 1.</param>
/// <param name="Language">What stands behind the fence; empty if nothing.</param>
/// <param name="Text">The code.</param>
/// <param name="Mark">What the comment before the block says about it.</param>
/// <param name="Previous">The block of C# before this one in the file.</param>
internal sealed record CodeBlock(string File, int Line, string Language, string Text, BlockMark Mark, CodeBlock? Previous)
{
    public override string ToString() => FormattableString.Invariant($"{File}({Line})");

    /// <summary>This block after those it goes on from, first things first.</summary>
    public IReadOnlyList<CodeBlock> Chain() =>
        !Mark.Continues ? [this]
        : Previous is null ? throw new InvalidOperationException($"{this} continues, but no block of C# stands before it.")
        : [.. Previous.Chain(), this];
}
