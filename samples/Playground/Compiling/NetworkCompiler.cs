using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using CompiledNet.Generator;
using CompiledNet.Playground.Sessions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace CompiledNet.Playground.Compiling;

/// <summary>From attributes to a running network, in this process: the generator, the compiler, the loader.</summary>
internal static class NetworkCompiler
{
    // What may be null is checked where the generator is tested; here the check would take a third of the time.
    private static readonly CSharpParseOptions ParseOptions = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None)
        .WithFeatures([new("run-nullable-analysis", "never")]);

    private static readonly CSharpCompilationOptions CompilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable);

    private static readonly CSharpGeneratorDriver Driver =
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>Compiles a network.</summary>
    /// <param name="attribute">Its class with the attributes.</param>
    /// <exception cref="RequestException">The generator or the compiler does not take it.</exception>
    public static CompiledType Compile(string attribute)
    {
        long start = Stopwatch.GetTimestamp();
        CSharpCompilation bare = CSharpCompilation.Create(
            "Playground.Network", [CSharpSyntaxTree.ParseText("using CompiledNet;\n\n" + attribute + "\n", ParseOptions, "PlayNet.cs", Encoding.UTF8)], References.All, CompilationOptions);
        GeneratorDriverRunResult run = Driver.RunGenerators(bare).GetRunResult();
        Check(run.Diagnostics);
        ImmutableArray<GeneratedSourceResult> sources = run.Results[0].GeneratedSources;
        double generated = Lap(start);

        Compilation whole = UnusedWidths.Remove(bare.AddSyntaxTrees(sources.Select(source => source.SyntaxTree)));
        using MemoryStream image = new();
        EmitResult result = whole.Emit(image);
        Check(result.Diagnostics);
        double compiled = Lap(start) - generated;

        int bytes = (int)image.Length;
        image.Position = 0;
        AssemblyLoadContext context = new("Playground", isCollectible: true);
        Assembly assembly = context.LoadFromStream(image);
        Type type = assembly.GetType(NetworkSource.Name, throwOnError: true)!;
        double total = Lap(start);
        return new CompiledType(
            attribute,
            [.. sources.Select(ToFile)],
            new CompileTimes(generated, compiled, total - generated - compiled, total, bytes),
            context,
            type);
    }

    private static double Lap(long start) => Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2);

    private static GeneratedFile ToFile(GeneratedSourceResult source)
    {
        string text = source.SourceText.ToString();
        return new GeneratedFile(source.HintName, text, source.SourceText.Lines.Count, Encoding.UTF8.GetByteCount(text));
    }

    private static void Check(ImmutableArray<Diagnostic> diagnostics)
    {
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
        {
            throw RequestException.Bad($"The network does not compile: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} ({error.Id})");
        }
    }
}
