using System.Reflection;
using CompiledNet.Generator;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// From descriptions to running networks: the generator, the compiler and the loader, inside the test's process. Starting the compiler takes
/// far longer than a network, so give it many at once.
/// </summary>
internal static class NetworkCompiler
{
    /// <summary>The types of the networks, in the order of the descriptions.</summary>
    public static IReadOnlyList<Type> Compile(IReadOnlyList<NetworkDescription> descriptions)
    {
        string source = string.Join('\n', descriptions.Select((description, index) => description.ToSource($"Net{index}")));
        Assembly assembly = Compile(source);
        return [.. descriptions.Select((_, index) => assembly.GetType($"Net{index}", throwOnError: true)!)];
    }

    /// <summary>The assembly of a project with this source.</summary>
    public static Assembly Compile(string source)
    {
        CSharpParseOptions options = UserProject.ParseOptions();
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(UserProject.Compile(options, source), out Compilation output, out var diagnostics);
        Assert.True(!diagnostics.Any(UserProject.IsProblem), string.Join('\n', diagnostics));
        return UserProject.Load(output);
    }
}
