using Microsoft.CodeAnalysis;

namespace CompiledNet.Docs.Tests.Code;

/// <summary>A project after the generator has run on it.</summary>
/// <param name="Files">Its own files.</param>
/// <param name="Compilation">These and the generated ones.</param>
/// <param name="Generated">What the generator did.</param>
/// <param name="Advice">What the generator and the analyzers had to say.</param>
internal sealed record ProjectRun(
    IReadOnlyList<SyntaxTree> Files, Compilation Compilation, GeneratorDriverRunResult Generated, IReadOnlyList<Diagnostic> Advice)
{
    /// <summary>
    /// The compiler's errors and warnings in the project's own files. The generated ones are compiled by the generator's tests; binding half a megabyte
    /// for each block would take minutes.
    /// </summary>
    public IEnumerable<Diagnostic> Problems() => Files
        .SelectMany(file => Compilation.GetSemanticModel(file).GetDiagnostics())
        .Where(problem => problem.Severity >= DiagnosticSeverity.Warning && !problem.IsSuppressed);
}
