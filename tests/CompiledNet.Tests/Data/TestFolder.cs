namespace CompiledNet.Tests.Data;

/// <summary>A folder for one test, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder() => FullPath = Directory.CreateTempSubdirectory("compilednet-").FullName;

    public string FullPath { get; }

    public string PathOf(string name) => Path.Combine(FullPath, name);

    public void Write(string name, byte[] content) => File.WriteAllBytes(PathOf(name), content);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
