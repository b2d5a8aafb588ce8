namespace CompiledNet.Playground.Sessions;

/// <summary>What a visitor may ask for: enough to play with, too little to bring the machine down.</summary>
internal static class Limits
{
    public const int Layers = 6;
    public const int Neurons = 64;
    public const int Batch = 1000;
    public const double LearningRate = 1000;
    public const double SmallestLearningRate = 1e-6;
    public const double Noise = 0.5;
    public const int FewestExamples = 10;
    public const int Points = 5000;
    public const int EpochsAtStart = 20;
    public const int StepsAtOnce = 1000;
    public const int StepsASecond = 1000;
    public const int Examples = 200;
    public const int Sessions = 16;
    public const int StreamsOfASession = 8;
    public const int BodyBytes = 64 * 1024;
    public const int Connections = 48; // connections shown of a layer

    /// <summary>After this long without a stream or a request, a session is paused: longer than a reload takes, as others may want to train.</summary>
    public static readonly TimeSpan PauseAfter = TimeSpan.FromSeconds(15);

    /// <summary>After this long without a stream or a request, a session is removed.</summary>
    public static readonly TimeSpan RemoveAfter = TimeSpan.FromMinutes(15);
}
