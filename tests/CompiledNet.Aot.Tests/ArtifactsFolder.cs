namespace CompiledNet.Aot.Tests;

/// <summary>A temporary folder for everything that a build writes, so that the projects' own bin and obj stay as they are.</summary>
internal sealed class ArtifactsFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("compilednet-aot-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
