using System.Collections.Immutable;
using Basic.Reference.Assemblies;
using CompiledNet.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CompiledNet.Docs.Tests.Code;

/// <summary>
/// A reader's project with all packages: nullable, warnings as errors, implicit usings. The generator and the analyzers run in this process.
/// </summary>
internal static class UserProject
{
    private static readonly string[] BaseUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] WorkerUsings =
    [
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    private static readonly string[] WebUsings =
        ["System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing"];

    /// <summary>
    /// Warnings that say nothing about a fragment: a variable or a local function that the shown lines set up for lines that are not shown
    /// (CS0168, CS0219, CS8321); a class of the block's own that has the name of a prepared one (CS0436).
    /// </summary>
    private static readonly string[] NoMatter = ["CS0168", "CS0219", "CS8321", "CS0436"];

    private static readonly ImmutableArray<MetadataReference> Packages =
    [
        .. Net100.References.All,
        .. new[]
        {
            typeof(CompiledNetworkAttribute), typeof(CsvData), typeof(ProgressBar), typeof(TrainingLogger), typeof(Plots),
            typeof(OnnxExport), typeof(Microsoft.Extensions.Logging.ILogger), typeof(Spectre.Console.IAnsiConsole),
        }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location)),
    ];

    private static readonly Lazy<ImmutableArray<MetadataReference>> Web = new(() =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location)!, "Microsoft.*.dll")
            .Where(file => Path.GetFileName(file) != Path.GetFileName(typeof(Microsoft.Extensions.Logging.ILogger).Assembly.Location))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ]);

    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> Analyzers = new(() =>
    [
        .. typeof(NetworkGenerator).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ]);

    public static CSharpParseOptions ParseOptions(LanguageVersion version = LanguageVersion.Latest) => new(version, DocumentationMode.Parse);

    public static SyntaxTree Parse(string text, string path, CSharpParseOptions? options = null) =>
        CSharpSyntaxTree.ParseText(text, options ?? ParseOptions(), path, System.Text.Encoding.UTF8);

    /// <summary>What a project of this SDK finds without asking: <c>""</c>, <c>worker</c> or <c>web</c>.</summary>
    public static SyntaxTree ImplicitUsings(string sdk, bool compiledNet, CSharpParseOptions? options = null) => Parse(
        string.Concat(((string[])[.. BaseUsings, .. sdk.Length > 0 ? WorkerUsings : [], .. sdk == "web" ? WebUsings : [], .. compiledNet ? ["CompiledNet"] : Array.Empty<string>()])
            .Select(name => $"global using {name};\n")),
        "ImplicitUsings.cs",
        options);

    /// <summary>Runs the generator on files of a project; the result has the generated files, too.</summary>
    /// <param name="files">The project's files.</param>
    /// <param name="sdk">The project's SDK: none, <c>worker</c> or <c>web</c>.</param>
    /// <param name="program">Whether it is a program, rather than a library.</param>
    /// <param name="more">What it refers to besides the packages.</param>
    /// <param name="file">What the model files are that its attributes name; null for the usual.</param>
    public static ProjectRun Run(IReadOnlyList<SyntaxTree> files, string sdk = "", bool program = false, IEnumerable<MetadataReference>? more = null, string? file = null)
    {
        CSharpParseOptions options = (CSharpParseOptions)files[0].Options;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "UserProject",
            files,
            [.. Packages, .. sdk.Length > 0 ? Web.Value : [], .. more ?? []],
            new CSharpCompilationOptions(
                program ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error,
                specificDiagnosticOptions: NoMatter.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)),
                warningLevel: 9999,
                allowUnsafe: false));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new NetworkGenerator().AsSourceGenerator()], ProjectFiles.Of(files, file), options, optionsProvider: null);
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new ProjectRun(files, output, driver.GetRunResult(), [.. diagnostics, .. Analyze(output, files)]);
    }

    private static IEnumerable<Diagnostic> Analyze(Compilation compilation, IReadOnlyList<SyntaxTree> files)
    {
        if (Analyzers.Value.IsEmpty)
        {
            return [];
        }

        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(Analyzers.Value);
        return files.SelectMany(file => analysis.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(file), filterSpan: null, CancellationToken.None).GetAwaiter().GetResult());
    }
}
