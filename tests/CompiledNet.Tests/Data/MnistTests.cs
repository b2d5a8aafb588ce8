namespace CompiledNet.Tests.Data;

public class MnistTests
{
    private static readonly byte[] TrainImages = TestIdx.File([3, 2, 2], [0, 255, 51, 102, 1, 2, 3, 4, 5, 6, 7, 8]);
    private static readonly byte[] TrainLabels = TestIdx.File([3], [5, 0, 9]);
    private static readonly byte[] TestImages = TestIdx.File([1, 2, 2], [10, 20, 30, 40]);
    private static readonly byte[] TestLabels = TestIdx.File([1], [7]);

    [Theory]
    [InlineData("-", "")]
    [InlineData("-", ".gz")]
    [InlineData(".", "")]
    [InlineData(".", ".gz")]
    public void The_four_files_are_found_under_each_of_their_names(string separator, string end)
    {
        using TestFolder folder = new();
        Func<byte[], byte[]> pack = end.Length == 0 ? content => content : TestIdx.Compress;
        folder.Write($"train-images{separator}idx3-ubyte{end}", pack(TrainImages));
        folder.Write($"train-labels{separator}idx1-ubyte{end}", pack(TrainLabels));
        folder.Write($"t10k-images{separator}idx3-ubyte{end}", pack(TestImages));
        folder.Write($"t10k-labels{separator}idx1-ubyte{end}", pack(TestLabels));

        (Dataset train, Dataset test) = Mnist.Load(folder.FullPath);

        Assert.Equal((3, 4, 10), (train.Count, train.InputSize, train.TargetSize));
        Assert.Equal([0f, 1f, 0.2f, 0.4f], train.Input(0).ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 1, 0, 0, 0, 0], train.Target(0).ToArray());
        Assert.Equal([5, 0, 9], Enumerable.Range(0, 3).Select(train.Label));
        Assert.Equal((1, 7), (test.Count, test.Label(0)));
        Assert.Equal([10 / 255f, 20 / 255f, 30 / 255f, 40 / 255f], test.Input(0).ToArray());
    }

    [Fact]
    public void Pixels_are_kept_as_bytes()
    {
        using TestFolder folder = Complete();
        (Dataset train, Dataset test) = Mnist.Load(folder.FullPath);
        Assert.False(train.HasFloatInputs || test.HasFloatInputs);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using TestFolder folder = new();
        string missing = folder.PathOf("nowhere");
        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => Mnist.Load(missing)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-images.idx3-ubyte")]
    [InlineData("train-labels-idx1-ubyte", "train-labels.idx1-ubyte")]
    [InlineData("t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte")]
    [InlineData("t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte")]
    public void A_missing_file_is_told_with_the_folder_and_all_its_names(string name, string otherName)
    {
        using TestFolder folder = Complete();
        folder.Delete(name);
        string message = Assert.Throws<FileNotFoundException>(() => Mnist.Load(folder.FullPath)).Message;
        Assert.Contains(folder.FullPath, message, StringComparison.Ordinal);
        Assert.Contains($"{name}, {name}.gz, {otherName}, {otherName}.gz", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_labels_than_images_is_refused()
    {
        using TestFolder folder = Complete();
        folder.Write("train-labels-idx1-ubyte", TestIdx.File([2], [5, 0]));
        Assert.Contains("2 labels, expected 3", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_above_nine_is_refused()
    {
        using TestFolder folder = Complete();
        folder.Write("train-labels-idx1-ubyte", TestIdx.File([3], [9, 10, 0]));
        Assert.Contains("train-labels-idx1-ubyte: label 1 is 10, expected 0 to 9", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_in_each_others_place_are_refused()
    {
        using TestFolder folder = Complete();
        folder.Write("t10k-images-idx3-ubyte", TestLabels);
        Assert.Contains("t10k-images-idx3-ubyte: the file has 1 dimensions, expected 3", Refused(folder), StringComparison.Ordinal);

        folder.Write("t10k-images-idx3-ubyte", TestImages);
        folder.Write("t10k-labels-idx1-ubyte", TestImages);
        Assert.Contains("t10k-labels-idx1-ubyte: the file has 3 dimensions, expected 1", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_and_test_images_of_different_sizes_are_refused()
    {
        using TestFolder folder = Complete();
        folder.Write("t10k-images-idx3-ubyte", TestIdx.File([1, 3, 2]));
        Assert.Contains("an image has 6 pixels, expected 4", Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_named()
    {
        using TestFolder folder = Complete();
        folder.Write("t10k-images-idx3-ubyte", TestImages[..^1]);
        Assert.StartsWith(folder.PathOf("t10k-images-idx3-ubyte"), Refused(folder), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_a_name_for_each_class()
    {
        Assert.Equal(Mnist.ClassCount, Mnist.ClassNames.Count);
        Assert.Equal(Mnist.ClassCount, Mnist.FashionClassNames.Count);
    }

    private static TestFolder Complete()
    {
        TestFolder folder = new();
        folder.Write("train-images-idx3-ubyte", TrainImages);
        folder.Write("train-labels-idx1-ubyte", TrainLabels);
        folder.Write("t10k-images-idx3-ubyte", TestImages);
        folder.Write("t10k-labels-idx1-ubyte", TestLabels);
        return folder;
    }

    private static string Refused(TestFolder folder) => Assert.Throws<InvalidDataException>(() => Mnist.Load(folder.FullPath)).Message;
}
