using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using CompiledNet;
using CompiledNet.KillTarget;

// A training run that is made to be killed: kind, checkpoint, epochs, batches from checkpoint to checkpoint, threads. It says when it is under way,
// and at the end what has come of it. With an error it ends with 1, and says which.
string kind = args[0];
CheckpointOptions checkpoint = new(args[1]) { EveryBatches = Number(args[3]), Resume = true };
TrainingOptions options = new()
{
    Epochs = Number(args[2]),
    BatchSize = 16,
    Seed = 5,
    Checkpoint = checkpoint,
    MaxDegreeOfParallelism = Number(args[4]),
    Callbacks = [new Announcer()],
};
try
{
    switch (kind)
    {
        case "wanderer":
            TrainingCallback wander = TrainingCallback.OnEpoch((_, _) => Environment.CurrentDirectory = Path.GetTempPath());
            Train<SmallNetwork>(options with { Callbacks = [.. options.Callbacks, wander] });
            break;
        case "adam":
            Train<SmallNetwork>(options with
            {
                Optimizer = new Adam(0.01),
                Schedule = new CosineSchedule { WarmUpEpochs = 0.5 },
                ClipNorm = 1,
                LabelSmoothing = 0.1,
                BalanceClasses = true,
            });
            break;
        case "momentum":
            Train<SmallNetwork>(options with
            {
                Optimizer = new Sgd(0.05) { Momentum = 0.9, Nesterov = true, WeightDecay = 1e-4 },
                Schedule = new StepSchedule(2),
                L1 = 1e-5,
                L2 = 1e-4,
            });
            break;
        case "saving":
            Train<LargeNetwork>(options with { Optimizer = new Adam(0.001), Schedule = new CosineSchedule() });
            break;
        case "longer":
            Train<LargeNetwork>(options with { Optimizer = new Sgd(0.05) { Momentum = 0.9 }, Schedule = new StepSchedule(2) });
            break;
        case "team":
            Train<LargeNetwork>(options with { Optimizer = new AdamW(0.001), Schedule = new CosineSchedule(), BatchSize = 96 });
            break;
        default:
            throw new ArgumentException($"There is no kind '{kind}'.");
    }

    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
{
    Console.WriteLine($"{exception.GetType().Name} {exception.Message}");
    return 1;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static void Train<TNetwork>(TrainingOptions options)
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    TNetwork network = TNetwork.Create(7);
    TrainingResult result = new Trainer<TNetwork>(network, options).Train(RandomData.Create(TNetwork.Topology.InputSize, TNetwork.Topology.OutputSize));
    string history = string.Join('\n', result.History.Select(report => string.Create(
        CultureInfo.InvariantCulture, $"{report.Epoch} {BitConverter.DoubleToInt64Bits(report.TrainLoss):x} {BitConverter.DoubleToInt64Bits(report.LearningRate):x} {report.Steps}")));
    string hashes = Hash(MemoryMarshal.AsBytes(network.Parameters)) + " " + Hash(Encoding.UTF8.GetBytes(history));
    Console.WriteLine($"finished {hashes}");
}

static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
