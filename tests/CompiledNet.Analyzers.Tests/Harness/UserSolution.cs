using System.Collections.Immutable;
using System.Reflection;
using CompiledNet.Generator;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CompiledNet.Analyzers.Tests.Harness;

/// <summary>A user's project as an editor has it: with the real generator, and our analyzers.</summary>
internal static class UserSolution
{
    /// <summary>Every analyzer of the generator's assembly.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(NetworkGenerator).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static Document Open(string source)
    {
        CSharpCompilation empty = UserProject.Compile(UserProject.ParseOptions(), []);
        ProjectId project = ProjectId.CreateNewId();
        DocumentId document = DocumentId.CreateNewId(project);
        bool isProgram = CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        Solution solution = new AdhocWorkspace().CurrentSolution
            .AddProject(ProjectInfo.Create(
                project,
                VersionStamp.Default,
                "UserProject",
                "UserProject",
                LanguageNames.CSharp,
                compilationOptions: empty.Options.WithOutputKind(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary),
                parseOptions: UserProject.ParseOptions(),
                metadataReferences: empty.References,
                analyzerReferences: [new GeneratorReference()]))
            .AddDocument(document, "Source.cs", source, filePath: "/Source.cs");
        return solution.GetDocument(document)!;
    }

    /// <summary>What the compiler says of the user's file, which the generated code completes. (That it compiles itself is for the generator's tests.)</summary>
    public static async Task<ImmutableArray<Diagnostic>> Problems(Document document) =>
        [.. (await document.GetSemanticModelAsync())!.GetDiagnostics().Where(UserProject.IsProblem)];

    /// <summary>What the analyzers say of the user's file; they must not fail, whatever it holds.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Analyze(Document document) => await Analyze((await document.GetSemanticModelAsync())!);

    /// <inheritdoc cref="Analyze(Document)"/>
    public static async Task<ImmutableArray<Diagnostic>> Analyze(SemanticModel model)
    {
        List<Exception> failures = [];
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]), (exception, _, _) => failures.Add(exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> found = await model.Compilation.WithAnalyzers(Analyzers, options).GetAnalyzerSemanticDiagnosticsAsync(model, null, CancellationToken.None);
        Assert.Empty(failures);
        Assert.All(found, diagnostic => Assert.Same(model.SyntaxTree, diagnostic.Location.SourceTree));
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    /// <summary>What the generator says of the project.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Generate(Document document)
    {
        CSharpCompilation own = UserProject.Compile(UserProject.ParseOptions(), []).AddSyntaxTrees((await document.GetSyntaxTreeAsync())!);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: UserProject.ParseOptions());
        return driver.RunGenerators(own).GetRunResult().Diagnostics;
    }

    private sealed class GeneratorReference : AnalyzerReference
    {
        // A workspace knows its generators by their identity.
        private readonly ImmutableArray<ISourceGenerator> _generators = [new NetworkGenerator().AsSourceGenerator()];

        public override string? FullPath => null;

        public override object Id => nameof(GeneratorReference);

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
    }
}
