using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests.Harness;

/// <summary>
/// Looks at the values that flow through the generator's pipeline. They outlive the compilation they came from, so they must be plain data:
/// a symbol, a syntax node or a location would keep the whole compilation in memory and would never compare equal after an edit.
/// </summary>
internal static class PipelineModels
{
    private static readonly Type[] Forbidden =
    [
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(Location), typeof(Compilation), typeof(SemanticModel),
        typeof(AttributeData), typeof(TypedConstant), typeof(Diagnostic), typeof(IOperation), typeof(SyntaxToken), typeof(SyntaxTrivia), typeof(Delegate),
    ];

    // What Roslyn itself feeds into a pipeline; the generator's own values come after these.
    private static readonly string[] RoslynInputs =
        ["Compilation", "CompilationOptions", "ParseOptions", "AnalyzerConfigOptions", "AdditionalTexts", "MetadataReferences"];

    /// <summary>
    /// Every step of the generator's own, from the attribute it looks for to its outputs. An output that adds no file may look at the
    /// compilation, to report diagnostics where the editor and <c>#pragma warning</c> find them; that last stretch is not among the steps.
    /// </summary>
    public static IReadOnlyList<IncrementalGeneratorRunStep> Steps(GeneratorRunResult result)
    {
        HashSet<IncrementalGeneratorRunStep> steps = [];
        foreach (IncrementalGeneratorRunStep output in result.TrackedOutputSteps.SelectMany(output => output.Value))
        {
            bool reportsOnly = !AddsFiles(output);
            Stack<IncrementalGeneratorRunStep> open = new([output]);
            while (open.TryPop(out IncrementalGeneratorRunStep? step))
            {
                bool isReport = reportsOnly && (step.Inputs.Any(LooksAtCompilation) || (step == output && step.Inputs.Any(input => input.Source.Inputs.Any(LooksAtCompilation))));
                if (!RoslynInputs.Contains(step.Name) && (isReport || steps.Add(step)))
                {
                    foreach (IncrementalGeneratorRunStep source in step.Inputs.Select(input => input.Source).Where(source => !IsSearch(source)))
                    {
                        open.Push(source);
                    }
                }
            }
        }

        return [.. steps];
    }

    /// <summary>The files by hint name, and what became of them since the last run.</summary>
    public static IReadOnlyDictionary<string, IncrementalStepRunReason> Files(GeneratorRunResult result) =>
        result.TrackedOutputSteps.SelectMany(output => output.Value).SelectMany(step => step.Outputs)
            .SelectMany(value => AddedFiles(value.Value).Select(file => (Name: HintName(file), value.Reason)))
            .ToDictionary(file => file.Name, file => file.Reason);

    public static void AssertPlainData(GeneratorRunResult result)
    {
        HashSet<IncrementalGeneratorRunStep> outputs = [.. result.TrackedOutputSteps.SelectMany(output => output.Value)];
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (IncrementalGeneratorRunStep step in Steps(result).Where(step => !outputs.Contains(step)))
        {
            foreach ((object value, IncrementalStepRunReason _) in step.Outputs)
            {
                Walk(value, step.Name ?? "(unnamed step)", seen);
            }
        }
    }

    // Roslyn's search for the attribute works on syntax; the generator's own values begin with its result, which has this name if no other.
    private static bool IsSearch(IncrementalGeneratorRunStep step) =>
        step.Name?.Contains("_ForAttribute", StringComparison.Ordinal) == true && step.Name != "result_ForAttributeWithMetadataName";

    private static bool LooksAtCompilation((IncrementalGeneratorRunStep Source, int OutputIndex) input) => input.Source.Name == "Compilation";

    // The value of an output step is the pair of the files it adds and the diagnostics it reports.
    private static bool AddsFiles(IncrementalGeneratorRunStep output) => output.Outputs.Any(value => AddedFiles(value.Value).Any());

    private static IEnumerable<object> AddedFiles(object output) => ((IEnumerable)((ITuple)output)[0]!).Cast<object>();

    // Roslyn's type for a file on its way is internal.
    private static string HintName(object file) =>
        (string)file.GetType().GetProperty("HintName", BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(file)!;

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string or Type || value.GetType().IsPrimitive || value.GetType().IsEnum)
        {
            return;
        }

        Type type = value.GetType();
        if (Forbidden.FirstOrDefault(forbidden => forbidden.IsAssignableFrom(type)) is { } kind)
        {
            Assert.Fail($"A pipeline value holds a {kind.Name}: {path} is a {type}.");
        }

        if (!type.IsValueType && !seen.Add(value))
        {
            return;
        }

        if (value is Array items)
        {
            int index = 0;
            foreach (object? item in items)
            {
                Walk(item, FormattableString.Invariant($"{path}[{index++}]"), seen);
            }

            return;
        }

        for (Type? declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            foreach (FieldInfo field in declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
