using Samples;

namespace CompiledNet.Playground.Data;

/// <summary>The digits of this server: MNIST where it is given, else drawn by this program.</summary>
/// <param name="Description">What they are, for the page.</param>
/// <param name="Train">The images to learn from.</param>
/// <param name="Test">The images to be tested on.</param>
internal sealed record DigitData(string Description, DigitImages Train, DigitImages Test)
{
    /// <summary>Names the folder with MNIST, where the command line does not.</summary>
    public const string FolderVariable = "COMPILEDNET_DATA";

    /// <summary>Loads or draws them.</summary>
    /// <exception cref="IOException">The data is not there, or damaged.</exception>
    public static DigitData Load(string? folder)
    {
        Images images = Images.Get(new ImageSettings(folder, null, 0, 0, 0, null, false, null, null, null));
        string what = folder is null ? "Digits drawn by this program" : "MNIST";
        return new DigitData(
            FormattableString.Invariant($"{what}: {images.Train.Count:N0} images to learn from, {images.Test.Count:N0} to be tested on"),
            DigitImages.Of(images.Train),
            DigitImages.Of(images.Test));
    }
}
