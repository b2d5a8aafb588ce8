using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.TestInfrastructure;

/// <summary>
/// Compiles source text the strict way a user might: nullable, warnings as errors, all warning waves, documentation checked, no unsafe code.
/// </summary>
internal static class UserProject
{
    private static readonly ImmutableArray<MetadataReference> References =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(CompiledNetworkAttribute).Assembly.Location)];

    public static CSharpParseOptions ParseOptions(LanguageVersion version = LanguageVersion.Latest) => new(version, DocumentationMode.Diagnose);

    public static SyntaxTree Parse(string source, CSharpParseOptions options, string path) =>
        CSharpSyntaxTree.ParseText(source, options, path, System.Text.Encoding.UTF8);

    public static CSharpCompilation Compile(CSharpParseOptions options, params IReadOnlyList<string> sources) =>
        CSharpCompilation.Create(
            "UserProject",
            sources.Select((source, index) => Parse(source, options, $"Source{index}.cs")),
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error,
                warningLevel: 9999,
                allowUnsafe: false));

    /// <summary>Emits the compilation and loads it into a context of its own, which goes away with the last object of the assembly.</summary>
    public static Assembly Load(Compilation compilation)
    {
        // The user's own part need not be documented to be run.
        CompilationOptions options = compilation.Options.WithSpecificDiagnosticOptions([new("CS1591", ReportDiagnostic.Suppress)]);
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.WithOptions(options).Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException("The compilation failed:\n" + string.Join('\n', result.Diagnostics.Where(IsProblem)));
        }

        image.Position = 0;
        return new AssemblyLoadContext("UserProject", isCollectible: true).LoadFromStream(image);
    }

    public static bool IsProblem(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed;
}
