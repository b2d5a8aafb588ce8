using System.Collections.Immutable;
using System.Reflection;
using CompiledNet.Generator.Model;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests.Harness;

internal sealed record GeneratedFile(string HintName, string Text);

/// <summary>What came out of the generator, already checked by the harness.</summary>
/// <param name="Files">The generated files.</param>
/// <param name="Diagnostics">What the generator reported.</param>
/// <param name="Compilation">The user's project with the generated files.</param>
internal sealed record GeneratorRun(ImmutableArray<GeneratedFile> Files, ImmutableArray<Diagnostic> Diagnostics, Compilation Compilation)
{
    /// <summary>The models the files were written from.</summary>
    public ImmutableArray<NetworkModel> Models { get; init; } = [];

    /// <summary>The text that a diagnostic underlines in the user's file.</summary>
    public static string Underlined(Diagnostic diagnostic)
    {
        Assert.True(diagnostic.Location.SourceTree is not null || diagnostic.Location.Kind == LocationKind.ExternalFile, $"{diagnostic} has no location.");
        return diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);
    }

    /// <summary>Compares two runs file by file, so that a difference is shown where it is.</summary>
    public static void AssertSameFiles(IReadOnlyList<GeneratedFile> expected, IReadOnlyList<GeneratedFile> actual)
    {
        Assert.Equal(expected.Select(file => file.HintName), actual.Select(file => file.HintName));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Text, pair.Second.Text));
    }

    public bool IsGenerated(Location location) =>
        location.SourceTree is { } tree && Files.Any(file => tree.FilePath.EndsWith(file.HintName, StringComparison.Ordinal));

    public Assembly Load() => UserProject.Load(Compilation);
}
