using CompiledNet.Storage;
using CompiledNet.Tests.Data;

namespace CompiledNet.Tests.Storage;

/// <summary>A checkpoint is read as it was written or refused, and there always is one.</summary>
public class CheckpointContainerTests
{
    [Fact]
    public void Tensors_and_strings_come_back()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run.checkpoint");
        float[] parameters = [.. Enumerable.Range(0, 100_000).Select(n => n * 0.1f)];
        CheckpointContainer.Write(
            path,
            [new("epoch", "3"), new("options", "{\"a\":\"é\"}")],
            [
                new("parameters", SafeTensorType.F32, [1000, 100], sink => sink.Write(parameters.AsSpan())),
                TensorContent.Of<int>("order", new[] { 2, 0, 1 }),
                TensorContent.Of<ulong>("random", new[] { ulong.MaxValue, 1UL }),
                TensorContent.Of<long>("step", new[] { -5L }),
                TensorContent.Of<double>("losses", Array.Empty<double>()),
                TensorContent.Of<byte>("raw", new byte[] { 1, 2, 3 }),
            ]);
        CheckpointContent content = CheckpointContainer.Read(path);
        Assert.Equal(path, content.FileName);
        Assert.Equal("3", content.Text("epoch"));
        Assert.Equal("{\"a\":\"é\"}", content.Text("options"));
        Assert.Equal(parameters, content.Get<float>("parameters", 1000, 100));
        Assert.Equal([2, 0, 1], content.Get<int>("order", 3));
        Assert.Equal([ulong.MaxValue, 1UL], content.Get<ulong>("random", 2));
        Assert.Equal([-5L], content.Get<long>("step", 1));
        Assert.Empty(content.Get<double>("losses", 0));
        Assert.Equal([1, 2, 3], content.Get<byte>("raw", 3));
        Assert.True(content.Has("raw"));
        Assert.False(content.Has("Raw"));
        Assert.Equal([path], Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void What_is_missing_or_another_is_named()
    {
        CheckpointContent content = CheckpointContainer.Read(new MemoryStream(Example(1)), "run");
        Assert.Equal("run: there is no tensor 'x'.", Assert.Throws<InvalidDataException>(() => content.Get<float>("x", 1)).Message);
        Assert.Equal("run: tensor 'a' is F32 [3], expected F32 [3, 1].", Assert.Throws<InvalidDataException>(() => content.Get<float>("a", 3, 1)).Message);
        Assert.Equal("run: tensor 'a' is F32 [3], expected I32 [3].", Assert.Throws<InvalidDataException>(() => content.Get<int>("a", 3)).Message);
        Assert.Equal("run: the metadata lacks 'y'.", Assert.Throws<InvalidDataException>(() => content.Text("y")).Message);
    }

    [Fact]
    public void The_one_before_is_kept()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run");
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            WriteExample(path, epoch);
        }

        Assert.Equal("3", CheckpointContainer.Read(path).Text("epoch"));
        Assert.Equal("2", CheckpointContainer.Read(CheckpointContainer.PreviousOf(path)).Text("epoch"));
        Assert.Equal(2, Directory.GetFiles(folder.FullPath).Length);
    }

    [Fact]
    public void Killed_between_the_renames_the_one_before_is_read_and_next_time_not_lost()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run");
        WriteExample(path, 1);
        File.Move(path, CheckpointContainer.PreviousOf(path));
        CheckpointContent content = CheckpointContainer.Read(path);
        Assert.Equal("1", content.Text("epoch"));
        Assert.Equal(CheckpointContainer.PreviousOf(path), content.FileName);
        WriteExample(path, 2);
        Assert.Equal("2", CheckpointContainer.Read(path).Text("epoch"));
        Assert.Equal("1", CheckpointContainer.Read(CheckpointContainer.PreviousOf(path)).Text("epoch"));
    }

    [Fact]
    public void A_write_that_fails_leaves_both()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run");
        WriteExample(path, 1);
        WriteExample(path, 2);
        Assert.Throws<IOException>(() => CheckpointContainer.Write(path, [], [new("a", SafeTensorType.U8, [3], _ => throw new IOException("No space left on device."))]));
        Assert.Throws<InvalidOperationException>(() => CheckpointContainer.Write(path, [], [new("a", SafeTensorType.U8, [3], _ => { })]));
        Assert.Equal("2", CheckpointContainer.Read(path).Text("epoch"));
        Assert.Equal("1", CheckpointContainer.Read(CheckpointContainer.PreviousOf(path)).Text("epoch"));
        Assert.Equal(2, Directory.GetFiles(folder.FullPath).Length);
    }

    [Fact]
    public void A_failed_rename_puts_the_old_one_back()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run");
        WriteExample(path, 1);

        Assert.Throws<IOException>(() => CheckpointContainer.Write(path, Metadata(2), Tensors(), () =>
        {
            Assert.False(File.Exists(path));
            Assert.Equal("1", CheckpointContainer.Read(path).Text("epoch")); // As after being killed here.
            throw new IOException("x");
        }));
        Assert.True(File.Exists(path));
        Assert.Equal("1", CheckpointContainer.Read(path).Text("epoch"));
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void A_damaged_one_is_an_error_that_names_the_one_before_and_does_not_replace_it()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run");
        WriteExample(path, 1);
        WriteExample(path, 2);
        byte[] file = File.ReadAllBytes(path);
        file[^1] ^= 1;
        File.WriteAllBytes(path, file);
        string error = Assert.Throws<InvalidDataException>(() => CheckpointContainer.Read(path)).Message;
        Assert.StartsWith($"{path}: the checkpoint is damaged: its SHA-256 is ", error, StringComparison.Ordinal);
        Assert.EndsWith($"The checkpoint before it is in '{path}.previous'; to go on from there, name that file.", error, StringComparison.Ordinal);
        WriteExample(path, 3);
        Assert.Equal("3", CheckpointContainer.Read(path).Text("epoch"));
        Assert.Equal("1", CheckpointContainer.Read(CheckpointContainer.PreviousOf(path)).Text("epoch"));
    }

    [Fact]
    public void What_is_no_checkpoint_is_said_to_be_none()
    {
        using TestFolder folder = new();
        Assert.Throws<FileNotFoundException>(() => CheckpointContainer.Read(folder.PathOf("none")));
        byte[] file = TestFile.Of("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}""");
        Assert.Contains("this is not a checkpoint", Assert.Throws<InvalidDataException>(() => CheckpointContainer.Read(new MemoryStream(file), "run")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_come_twice_are_not_written()
    {
        Assert.Throws<ArgumentException>(() => CheckpointContainer.Write(Stream.Null, [new("a", ""), new("a", "")], []));
        Assert.Throws<ArgumentException>(() => CheckpointContainer.Write(Stream.Null, [new("compilednet.sha256", "")], []));
        Assert.Throws<ArgumentException>(() => CheckpointContainer.Write(Stream.Null, [], [TensorContent.Of<byte>("a", Array.Empty<byte>()), TensorContent.Of<int>("a", Array.Empty<int>())]));
    }

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        byte[] file = Example(1);
        Assert.Equal("1", CheckpointContainer.Read(new MemoryStream(file), "run").Text("epoch"));
        for (int bit = 0; bit < 8 * file.Length; bit++)
        {
            file[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => CheckpointContainer.Read(new MemoryStream(file), "run"));
            file[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => CheckpointContainer.Read(new MemoryStream(file, 0, length), "run"));
        }

        Assert.Throws<InvalidDataException>(() => CheckpointContainer.Read(new MemoryStream([.. file, 0]), "run"));
    }

    internal static byte[] Example(int epoch)
    {
        using MemoryStream stream = new();
        CheckpointContainer.Write(stream, Metadata(epoch), Tensors());
        return stream.ToArray();
    }

    private static void WriteExample(string path, int epoch) => CheckpointContainer.Write(path, Metadata(epoch), Tensors());

    private static KeyValuePair<string, string>[] Metadata(int epoch) => [new("epoch", FormattableString.Invariant($"{epoch}"))];

    private static TensorContent[] Tensors() =>
        [TensorContent.Of<float>("a", new float[] { 1, 2, 3 }), TensorContent.Of<ulong>("b", new[] { 4UL }), TensorContent.Of<byte>("c", "hello"u8.ToArray())];
}
