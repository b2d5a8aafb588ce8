using System.Runtime.Loader;

namespace CompiledNet.Playground.Compiling;

/// <summary>A file the generator wrote.</summary>
internal sealed record GeneratedFile(string Name, string Text, int Lines, int Bytes);

/// <summary>How long a network took to make, and how large it is.</summary>
/// <param name="GenerateMilliseconds">From the attributes to C#.</param>
/// <param name="CompileMilliseconds">From C# to an assembly.</param>
/// <param name="LoadMilliseconds">Loading it.</param>
/// <param name="TotalMilliseconds">All of it.</param>
/// <param name="Bytes">The assembly's size.</param>
internal sealed record CompileTimes(double GenerateMilliseconds, double CompileMilliseconds, double LoadMilliseconds, double TotalMilliseconds, int Bytes);

/// <summary>A compiled network's class, in a load context of its own, which goes away with the last object that came of it.</summary>
internal sealed class CompiledType(string attribute, IReadOnlyList<GeneratedFile> files, CompileTimes times, AssemblyLoadContext context, Type type)
{
    private readonly AssemblyLoadContext _context = context; // keeps the context's own finalizer from running before its types are gone

    public string Attribute { get; } = attribute;

    public IReadOnlyList<GeneratedFile> Files { get; } = files;

    public CompileTimes Times { get; } = times;

    /// <summary>For finding out in tests whether it goes away.</summary>
    public WeakReference Watch() => new(_context);

    /// <summary>A new network of this class.</summary>
    public INetworkRunner Create(int seed) =>
        (INetworkRunner)Activator.CreateInstance(typeof(NetworkRunner<>).MakeGenericType(type), seed)!;
}
