namespace CompiledNet;

/// <summary>
/// Reads MNIST, the 70,000 handwritten digits (LeCun, Cortes and Burges), and data sets published in the same four files, such as
/// Fashion-MNIST (Xiao, Rasul and Vollgraf 2017).
/// </summary>
public static class Mnist
{
    /// <summary>The number of classes: ten digits, or ten kinds of clothing.</summary>
    public const int ClassCount = 10;

    /// <summary>What MNIST's labels stand for.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>What Fashion-MNIST's labels stand for.</summary>
    public static IReadOnlyList<string> FashionClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>
    /// Loads the four files <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c>, <c>t10k-images-idx3-ubyte</c> and
    /// <c>t10k-labels-idx1-ubyte</c> of a folder; each also with <c>.gz</c> behind its name, and with <c>.idx</c> in place of <c>-idx</c>.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <returns>
    /// The training and the test images: inputs are the pixels row after row, from 0 (black) to 1 (white), kept as bytes (see
    /// <see cref="Dataset.FromBytes"/>); targets are one-hot over the ten classes.
    /// </returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message gives the names it may have.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is damaged, its dimensions are not those of images or labels, images and labels differ in number, a label is above 9, or training
    /// and test images differ in size.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (Dataset Train, Dataset Test) Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to load MNIST's four files from.");
        }

        // All four are found before the first is read, so that a missing one is told at once.
        string trainImages = Find(folder, "train-images", "idx3-ubyte");
        string trainLabels = Find(folder, "train-labels", "idx1-ubyte");
        string testImages = Find(folder, "t10k-images", "idx3-ubyte");
        string testLabels = Find(folder, "t10k-labels", "idx1-ubyte");
        Dataset train = Join(trainImages, trainLabels);
        Dataset test = Join(testImages, testLabels);
        if (train.InputSize != test.InputSize)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{testImages}: an image has {test.InputSize} pixels, expected {train.InputSize} as in {trainImages}."));
        }

        return (train, test);
    }

    private static string Find(string folder, string part, string format)
    {
        string[] names = [$"{part}-{format}", $"{part}-{format}.gz", $"{part}.{format}", $"{part}.{format}.gz"];
        foreach (string name in names)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException($"The folder '{folder}' has none of the files {string.Join(", ", names)}; expected one of them.", names[0]);
    }

    private static Dataset Join(string imagesPath, string labelsPath)
    {
        IdxFile images = IdxFile.Read(imagesPath);
        CheckDimensions(images, imagesPath, 3, "images: number, rows, columns");
        IdxFile labels = IdxFile.Read(labelsPath);
        CheckDimensions(labels, labelsPath, 1, "labels: number");
        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{labelsPath}: there are {labels.Dimensions[0]} labels, expected {images.Dimensions[0]}, one for each image of {imagesPath}."));
        }

        return Dataset.FromBytes(images.Data, ToLabels(labels.Data.Span, labelsPath), ClassCount, images.Dimensions[1] * images.Dimensions[2]);
    }

    private static void CheckDimensions(IdxFile file, string path, int expected, string what)
    {
        if (file.Dimensions.Count != expected)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: the file has {file.Dimensions.Count} dimensions, expected {expected} ({what})."));
        }
    }

    private static int[] ToLabels(ReadOnlySpan<byte> bytes, string path)
    {
        int[] labels = new int[bytes.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (bytes[i] >= ClassCount)
            {
                throw new InvalidDataException(FormattableString.Invariant($"{path}: label {i} is {bytes[i]}, expected 0 to {ClassCount - 1}."));
            }

            labels[i] = bytes[i];
        }

        return labels;
    }
}
