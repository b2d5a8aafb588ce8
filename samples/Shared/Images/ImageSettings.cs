namespace Samples;

/// <summary>What the samples that learn from images are asked on the command line.</summary>
/// <param name="Data">The folder with real data; null to draw digits.</param>
/// <param name="Set">Which images; null for what fits <paramref name="Data"/>.</param>
/// <param name="Epochs">How often to go over the training images.</param>
/// <param name="BatchSize">The images in a mini-batch.</param>
/// <param name="Seed">Where the random numbers start.</param>
/// <param name="Checkpoint">Where to keep the run while it goes on; null for nowhere.</param>
/// <param name="Resume">Whether to go on from the checkpoint.</param>
/// <param name="Save">Where to save the trained network; null for nowhere.</param>
/// <param name="Load">A saved network to show; null to train one.</param>
/// <param name="Report">Where to write a report on the network; null for nowhere.</param>
internal sealed record ImageSettings(
    string? Data,
    string? Set,
    int Epochs,
    int BatchSize,
    int Seed,
    string? Checkpoint,
    bool Resume,
    string? Save,
    string? Load,
    string? Report)
{
    public const string Drawn = "drawn";
    public const string Mnist = "mnist";
    public const string FashionMnist = "fashion-mnist";
}
