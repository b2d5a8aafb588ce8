using System.Reflection;
using System.Runtime.Intrinsics;

namespace CompiledNet.Benchmarks;

/// <summary>How much code the generator wrote for a network.</summary>
internal static class StartupCode
{
    private const BindingFlags AllMembers =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;

    /// <summary>
    /// The bytes of the generated files, or -1 where they were not kept; the bytes of IL in them; and those of the vector width this machine has,
    /// together with what belongs to no width.
    /// </summary>
    public static (long Source, long IL, long UsedIL) Measure(Type network)
    {
        // The passes and tiles live in a namespace of their own, named after the network.
        string code = "CompiledNet.Generated." + network.FullName!.Replace('.', '_');
        Type[] types = [network, .. network.Assembly.GetTypes().Where(type => type.Namespace == code)];
        string[] unused = [.. new[] { 128, 256, 512 }.Where(bits => bits != VectorBits).Select(bits => FormattableString.Invariant($"Tiles{bits}"))];
        return (SourceBytes(network), types.Sum(BytesOf), types.Where(type => !unused.Contains(type.Name)).Sum(BytesOf));
    }

    private static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    private static long BytesOf(Type type) =>
        type.GetMethods(AllMembers).Concat<MethodBase>(type.GetConstructors(AllMembers)).Sum(method => method.GetMethodBody()?.GetILAsByteArray()?.Length ?? 0L);

    private static long SourceBytes(Type network) => SourceFiles(network) is { Count: > 0 } files ? files.Sum(file => file.Length) : -1;

    /// <summary>
    /// A network's generated files, or none where they were not kept. The project keeps them in its <c>obj</c> folder, from where a build of this project
    /// runs.
    /// </summary>
    public static IReadOnlyList<FileInfo> SourceFiles(Type network)
    {
        // bin/Release/net10.0/ -> obj/Release/net10.0/generated
        DirectoryInfo output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string? project = output.Parent?.Parent?.Parent?.FullName;
        string folder = project is null ? string.Empty : Path.Combine(project, "obj", output.Parent!.Name, output.Name, "generated");
        return !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(file => Path.GetFileName(file).StartsWith(network.FullName + ".", StringComparison.Ordinal)
                    || Path.GetFileName(file).StartsWith(network.FullName + "-", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(file => new FileInfo(file)),
        ];
    }
}
