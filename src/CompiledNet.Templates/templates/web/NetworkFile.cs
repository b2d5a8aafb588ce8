using CompiledNet;

namespace CompiledNetNamespace;

/// <summary>Where the network comes from: the file that the setting Network:Path names.</summary>
internal static class NetworkFile
{
    /// <summary>Loads the network. Where there is no file yet, it trains a network for a second and saves it: put your own in its place.</summary>
    /// <exception cref="InvalidOperationException">The setting is missing.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or is that of another network.</exception>
    public static RingNet Open(IConfiguration configuration, IHostEnvironment environment)
    {
        string setting = configuration["Network:Path"]
            ?? throw new InvalidOperationException("The setting Network:Path is missing; expected the path of a network's file, for instance in appsettings.json.");
        string path = Path.Combine(environment.ContentRootPath, setting);
        if (File.Exists(path))
        {
            return RingNet.Load(path);
        }

        RingNet net = new(seed: 1);
        net.Train(RingData.Create(count: 2_000, seed: 1), new TrainingOptions { Epochs = 30, Optimizer = new Adam(learningRate: 0.01) });
        net.Save(path, new ModelInfo { ClassNames = RingData.ClassNames });
        return net;
    }
}
