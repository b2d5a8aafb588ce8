using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Playground.Compiling;

/// <summary>
/// What generated code refers to: the core library, the library, and what the library refers to; the very assemblies that this process runs, as the
/// reference assemblies of an SDK need not be on the machine. So few, because opening each takes time.
/// </summary>
internal static class References
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Opened = new(Open);

    public static ImmutableArray<MetadataReference> All => Opened.Value;

    private static ImmutableArray<MetadataReference> Open()
    {
        Assembly library = typeof(CompiledNetworkAttribute).Assembly;
        IEnumerable<Assembly> needed = library.GetReferencedAssemblies().Select(Assembly.Load).Concat([typeof(object).Assembly, library]);
        return [.. needed.Select(assembly => assembly.Location).Distinct(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path))];
    }
}
