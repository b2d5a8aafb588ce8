using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Docs.Tests.Code;

/// <summary>The networks that code blocks can use without declaring them: generated and compiled once for all blocks.</summary>
internal static class PreparedNetworks
{
    private static readonly Lazy<(ProjectRun Run, byte[] Image)> Built = new(Build);
    private static readonly Lazy<Assembly> Loaded = new(() => new AssemblyLoadContext("Prepared", isCollectible: false).LoadFromStream(new MemoryStream(Built.Value.Image)));
    private static readonly Lazy<MetadataReference> Metadata = new(() => MetadataReference.CreateFromImage(Built.Value.Image));
    private static readonly Lock Gate = new();

    public static MetadataReference Reference => Metadata.Value;

    /// <summary>Everything that was generated for a network, file after file.</summary>
    public static string GeneratedCode(string network)
    {
        string[] files =
        [
            .. Built.Value.Run.Generated.Results.Single().GeneratedSources
                .Where(file => file.HintName.StartsWith(network + ".", StringComparison.Ordinal) || file.HintName.StartsWith(network + "-", StringComparison.Ordinal))
                .Select(file => file.SourceText.ToString()),
        ];
        return files.Length > 0 ? string.Join('\n', files) : throw new InvalidOperationException($"There is no prepared network {network}.");
    }

    /// <summary>The path of a model file of this name, written by a prepared network.</summary>
    /// <param name="name">The file's name; its extension says of which kind it is.</param>
    /// <param name="content">The network's class, or what is wrong with it (<see cref="ModelFiles"/>).</param>
    public static string FileOf(string name, string content)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "models", content, name);
        lock (Gate)
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Type network = Loaded.Value.GetType(ModelFiles.NetworkOf(content), throwOnError: true)!;
                typeof(PreparedNetworks).GetMethod(nameof(Write), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(network).Invoke(null, [path, content]);
            }
        }

        return path;
    }

    private static void Write<TNetwork>(string path, string content)
        where TNetwork : class, ICompiledNetwork<TNetwork> => ModelFiles.Write(TNetwork.Create(seed: 1), path, content);

    private static (ProjectRun Run, byte[] Image) Build()
    {
        ProjectRun run = UserProject.Run([UserProject.Parse(Context.Networks, "Networks.cs")]);
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = run.Compilation.WithAssemblyName("PreparedNetworks").Emit(image);
        return result.Success ? (run, image.ToArray()) : throw new InvalidOperationException("The prepared networks do not compile:\n" + string.Join('\n', result.Diagnostics.Take(10)));
    }
}
