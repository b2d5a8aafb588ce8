using CompiledNet;

namespace Samples;

/// <summary>The images to learn from, those to be tested on, and what the classes are called.</summary>
internal sealed record Images(string Description, Dataset Train, Dataset Test, IReadOnlyList<string> ClassNames)
{
    private const int Pixels = 28 * 28;

    // The sets differ in their seed, so that no image is in both.
    private const int TrainCount = 10_000;
    private const int TestCount = 2_000;
    private const int TrainSeed = 1;
    private const int TestSeed = 2;

    /// <summary>Loads or draws them.</summary>
    /// <exception cref="IOException">The data is not there, or damaged.</exception>
    public static Images Get(ImageSettings settings)
    {
        string set = settings.Set ?? (settings.Data is null ? ImageSettings.Drawn : ImageSettings.Mnist);
        if (set == ImageSettings.Drawn)
        {
            return new Images(
                "drawn by this program", DrawnDigits.Make(TrainCount, TrainSeed), DrawnDigits.Make(TestCount, TestSeed), Mnist.ClassNames);
        }

        if (settings.Data is not { } folder)
        {
            throw new DirectoryNotFoundException($"--set {set} needs --data FOLDER, the folder that holds the images.");
        }

        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        }

        string chosen = Path.Combine(folder, set);
        if (!Directory.Exists(chosen))
        {
            chosen = folder;
            if (!Directory.EnumerateFiles(folder, "train-images*").Any())
            {
                throw new DirectoryNotFoundException($"The folder '{folder}' holds neither a folder '{set}' nor the four files themselves.");
            }
        }

        (Dataset train, Dataset test) = Mnist.Load(chosen);
        if (train.InputSize != Pixels)
        {
            throw new InvalidDataException($"The images in '{chosen}' have {train.InputSize} pixels; expected {Pixels}, as the network has inputs.");
        }

        return new Images($"{set} from {chosen}", train, test, set == ImageSettings.Mnist ? Mnist.ClassNames : Mnist.FashionClassNames);
    }
}
