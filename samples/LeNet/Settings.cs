using System.CommandLine;
using CompiledNet;
using Samples;

namespace LeNet;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Run">What all samples of images are asked.</param>
/// <param name="Augment">Whether to shift, turn and scale the images a little, in another way each time.</param>
/// <param name="Threads">The most threads to train on; null for as many as are worth having.</param>
internal sealed record Settings(ImageSettings Run, bool Augment, int? Threads)
{
    private const int Epochs = 10;
    private const int BatchSize = 64;
    private const double LearningRate = 0.002;
    private const int Side = 28;

    /// <summary>Reads the command line, runs, and gives the exit code.</summary>
    public static int Read(string[] arguments, Func<Settings, int> run)
    {
        Option<bool> augment = new("--augment")
        {
            Description = "Shifts, turns and scales each training image a little, in another way each time: takes more epochs (30, say), and reads unseen images better.",
        };
        Option<int?> threads = ImageCommand.OptionalNumber("--threads", "The most threads to train on. Default: as many as are worth having. The result is the same at any number.");
        ImageCommand command = new("Trains LeNet-5, a convolutional network, to read digits or to tell garments apart, and shows what its filters look for.", Epochs, BatchSize, augment, threads);
        return command.Run(arguments, (settings, parsed) => run(new Settings(settings, parsed.GetValue(augment), parsed.GetValue(threads))));
    }

    /// <summary>How to train.</summary>
    public TrainingOptions Options(Images images) => ImageRun.Options(Run, images, new Adam(LearningRate)) with
    {
        Schedule = new CosineSchedule(),
        MaxDegreeOfParallelism = Threads ?? -1,
        Augmentation = Augment ? new ImageAugmentation(Side, Side, 1) { MaxShift = 1.5, MaxRotation = 8, MaxScale = 0.1 } : null,
    };
}
