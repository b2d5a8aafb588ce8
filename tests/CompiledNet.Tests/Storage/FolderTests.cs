using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Storage;

/// <summary>A folder in place of a file is named as what it is; the system says that access is denied.</summary>
public sealed class FolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_cannot_be_loaded()
    {
        string folder = _folder.FullPath;
        Action[] reads =
        [
            () => ModelFile.Load<LinearNetwork>(folder),
            () => ModelFile.ReadInfo(folder),
            () => CheckpointContainer.Read(folder),
            () => CheckpointFile.Read(folder),
        ];
        foreach (Action read in reads)
        {
            Assert.Equal($"'{folder}' is a folder; expected a file.", Assert.Throws<IOException>(read).Message);
        }
    }
}
