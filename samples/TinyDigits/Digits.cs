using CompiledNet;
using Samples;

namespace TinyDigits;

/// <summary>Images of digits to learn from and to be tested on.</summary>
internal static class Digits
{
    private const int DrawnForTraining = 10_000;
    private const int DrawnForTest = 2_000;
    private const string Variable = "COMPILEDNET_DATA";

    /// <summary>Loads MNIST, or draws digits.</summary>
    /// <param name="folder">The folder with the data; null for the one in COMPILEDNET_DATA, or none.</param>
    /// <exception cref="IOException">The data is not there.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static (string Description, Dataset Training, Dataset Test) Get(string? folder)
    {
        folder ??= Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(folder))
        {
            return ("drawn digits", DrawnDigits.Make(DrawnForTraining, 1), DrawnDigits.Make(DrawnForTest, 2));
        }

        string inner = Path.Combine(folder, "mnist");
        string chosen = Directory.Exists(inner) ? inner : folder;
        (Dataset training, Dataset test) = Mnist.Load(chosen);
        return training.InputSize == DigitNet.InputSize
            ? ("MNIST", training, test)
            : throw new InvalidDataException($"The images in '{chosen}' have {training.InputSize} pixels; expected {DigitNet.InputSize}, as the network has inputs.");
    }
}
