namespace CompiledNet.Onnx.Tests.Export;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("CompiledNet.Onnx.Tests-").FullName;

    public string PathOf(string file) => Path.Combine(FullPath, file);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
