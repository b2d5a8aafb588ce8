using System.Collections.Immutable;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using CompiledNet.TestInfrastructure;

namespace CompiledNet.Generator.Tests.Harness;

/// <summary>
/// The one way every generator test runs the generator. Each run also checks what must hold of any input: the same input gives the same
/// bytes, nothing is computed twice, an unrelated edit changes nothing, the pipeline holds plain data only, and what is generated compiles
/// without a single warning.
/// </summary>
internal static class GeneratorHarness
{
    /// <param name="source">One file of a user's project.</param>
    /// <param name="version">The language version of that project.</param>
    /// <param name="generatorOnly">Whether to leave out compiling what is generated: for text that does not compile by itself.</param>
    /// <param name="generator">Another generator than the real one: for the tests of this harness.</param>
    /// <param name="files">Additional files of that project: paths on the disk.</param>
    public static GeneratorRun Run(
        string source,
        LanguageVersion version = LanguageVersion.Latest,
        bool generatorOnly = false,
        Func<IIncrementalGenerator>? generator = null,
        IReadOnlyList<string>? files = null) =>
        Run([source], version, generatorOnly, generator, files);

    /// <inheritdoc cref="Run(string, LanguageVersion, bool, Func{IIncrementalGenerator}?, IReadOnlyList{string}?)"/>
    public static GeneratorRun Run(
        IReadOnlyList<string> sources,
        LanguageVersion version = LanguageVersion.Latest,
        bool generatorOnly = false,
        Func<IIncrementalGenerator>? generator = null,
        IReadOnlyList<string>? files = null)
    {
        generator ??= () => new NetworkGenerator();
        CSharpParseOptions options = UserProject.ParseOptions(version);
        CSharpCompilation compilation = UserProject.Compile(options, sources);

        GeneratorDriver driver = CreateDriver(generator(), options, files).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        GeneratorRunResult result = Result(driver);
        GeneratorRun run = new(Files(result), result.Diagnostics, output) { Models = Models(result) };

        GeneratorRun.AssertSameFiles(run.Files, Files(Result(CreateDriver(generator(), options, files).RunGenerators(compilation))));
        PipelineModels.AssertPlainData(result);
        AssertCached(driver, compilation, options);
        AssertText(run.Files);
        AssertCompiles(run, generatorOnly);
        return run;
    }

    /// <summary>What became of each generated file when the user's file changed: kept, or written anew.</summary>
    public static IReadOnlyDictionary<string, IncrementalStepRunReason> Edit(string before, string after, IReadOnlyList<string>? files = null)
    {
        Assert.NotEqual(before, after);
        CSharpParseOptions options = UserProject.ParseOptions();
        CSharpCompilation compilation = UserProject.Compile(options, before);
        GeneratorDriver driver = CreateDriver(new NetworkGenerator(), options, files).RunGenerators(compilation);
        CSharpCompilation edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], UserProject.Parse(after, options, compilation.SyntaxTrees[0].FilePath));
        return PipelineModels.Files(Result(driver.RunGenerators(edited)));
    }

    /// <summary>
    /// What became of each generated file when an additional file was changed, as <paramref name="change"/> does, and the compiler told; and what the generator
    /// reports then.
    /// </summary>
    public static (IReadOnlyDictionary<string, IncrementalStepRunReason> Files, ImmutableArray<Diagnostic> Diagnostics) EditFile(string source, string file, Action change)
    {
        CSharpParseOptions options = UserProject.ParseOptions();
        CSharpCompilation compilation = UserProject.Compile(options, source);
        DiskText text = new(file);
        GeneratorDriver driver = CreateDriver(new NetworkGenerator(), options);
        driver = driver.AddAdditionalTexts([text]).RunGenerators(compilation);
        change();
        GeneratorRunResult result = Result(driver.ReplaceAdditionalText(text, new DiskText(file)).RunGenerators(compilation));
        return (PipelineModels.Files(result), result.Diagnostics);
    }

    private static CSharpGeneratorDriver CreateDriver(IIncrementalGenerator generator, CSharpParseOptions options, IReadOnlyList<string>? files = null) =>
        CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            [.. (files ?? []).Select(file => new DiskText(file))],
            parseOptions: options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static GeneratorRunResult Result(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.True(result.Exception is null, $"The generator threw: {result.Exception}");
        return result;
    }

    private static ImmutableArray<GeneratedFile> Files(GeneratorRunResult result) =>
        [.. result.GeneratedSources.Select(file => new GeneratedFile(file.HintName, file.SourceText.ToString()))];

    private static ImmutableArray<NetworkModel> Models(GeneratorRunResult result) =>
        result.TrackedSteps.TryGetValue(NetworkGenerator.ModelStep, out ImmutableArray<IncrementalGeneratorRunStep> steps)
            ? [.. steps.SelectMany(step => step.Outputs).Select(output => (NetworkModel)output.Value)]
            : [];

    private static void AssertCached(GeneratorDriver driver, CSharpCompilation compilation, CSharpParseOptions options)
    {
        GeneratorRunResult second = Result(driver.RunGenerators(compilation));

        // A list of nothing, as of the additional files of a project that has none, is put together anew, and found to be the same.
        Assert.All(
            PipelineModels.Steps(second),
            step => AssertReasons(step, "a second run on the same input", IncrementalStepRunReason.Cached, step.Inputs.IsEmpty ? IncrementalStepRunReason.Unchanged : IncrementalStepRunReason.Cached));

        SyntaxTree unrelated = UserProject.Parse("internal static class Unrelated;", options, "Unrelated.cs");
        GeneratorRunResult edited = Result(driver.RunGenerators(compilation.AddSyntaxTrees(unrelated)));
        Assert.All(
            PipelineModels.Steps(edited),
            step => AssertReasons(step, "an unrelated edit", IncrementalStepRunReason.Cached, IncrementalStepRunReason.Unchanged));
    }

    private static void AssertReasons(IncrementalGeneratorRunStep step, string occasion, params IncrementalStepRunReason[] allowed)
    {
        foreach ((object value, IncrementalStepRunReason reason) in step.Outputs)
        {
            Assert.True(allowed.Contains(reason), $"After {occasion} the step '{step.Name}' gave a value that was {reason}: {value}");
        }
    }

    private static void AssertText(IEnumerable<GeneratedFile> files)
    {
        foreach (GeneratedFile file in files)
        {
            Assert.False(file.Text.Contains('\r', StringComparison.Ordinal), $"{file.HintName} holds a carriage return.");
            Assert.False(file.Text.Contains('\t', StringComparison.Ordinal), $"{file.HintName} holds a tab.");
            Assert.False(file.Text.Contains(" \n", StringComparison.Ordinal), $"{file.HintName} holds white space at the end of a line.");
            Assert.True(file.Text.EndsWith("}\n", StringComparison.Ordinal), $"{file.HintName} does not end with a brace and a line feed.");
        }
    }

    private static void AssertCompiles(GeneratorRun run, bool generatorOnly)
    {
        if (generatorOnly)
        {
            return;
        }

        // Documentation of the user's own members is the user's business.
        IEnumerable<Diagnostic> problems = run.Compilation.GetDiagnostics().Where(UserProject.IsProblem)
            .Where(problem => problem.Id != "CS1591" || run.IsGenerated(problem.Location));
        Assert.True(!problems.Any(), "The project with the generated code does not compile cleanly:\n" + string.Join('\n', problems));
    }

    /// <summary>An additional file as the compiler hands it out; binary ones have no text.</summary>
    private sealed class DiskText(string path) : AdditionalText
    {
        public override string Path => path;

        public override Microsoft.CodeAnalysis.Text.SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }
}
