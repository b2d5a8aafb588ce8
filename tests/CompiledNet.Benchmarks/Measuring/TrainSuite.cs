using CompiledNet.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace CompiledNet.Benchmarks;

/// <summary>Measures whole epochs through <c>Train</c>: beside bare steps and peers, and on two threads beside one.</summary>
/// <param name="checks">The peers besides CompiledNet.</param>
/// <param name="data">The images to train on, 784 pixels each.</param>
internal sealed class TrainSuite(IReadOnlyList<PeerCheck> checks, Dataset data)
{
    public const string EpochSection = "epoch";
    public const string ThreadsSection = "threads";
    public const string BareSteps = "bare steps";
    public const string TwoThreads = ", 2 threads";

    private const double LearningRate = 0.5;
    private const double BareLearningRate = 1e-6;
    private const int ImagesForConvolutions = 12_800;

    // A call is a whole epoch, or a step of milliseconds.
    private static readonly Effort Whole = new(TimeSpan.FromMilliseconds(5), Rounds: 15, MostPerPiece: TimeSpan.FromSeconds(2));

    /// <summary>What the epochs are over.</summary>
    public static Dataset RandomImages()
    {
        const int Count = 60_000;
        SeededRandom random = new(1);
        float[] inputs = new float[Count * 784];
        int[] labels = new int[Count];
        foreach (ref float pixel in inputs.AsSpan())
        {
            pixel = random.NextSingle();
        }

        foreach (ref int label in labels.AsSpan())
        {
            label = random.NextInt32(10);
        }

        return Dataset.FromLabels(inputs, labels, 10, 784);
    }

    /// <summary>
    /// One epoch of 784-16-16-10 through <c>Train</c> on one thread: data shuffled anew, every batch gathered. Bare steps are as many steps on
    /// the same rows over and over.
    /// </summary>
    public IEnumerable<Row> Epochs()
    {
        foreach (int batch in new[] { 10, 32 })
        {
            Workload workload = AllWorkloads.Digits;
            int steps = (data.Count + batch - 1) / batch;
            using IModel model = AllPeers.Compiled.Create(workload);
            using ITraining training = model.Train(Examples.Of(data, batch), BareLearningRate, momentum: 0);
            Func<double> train = workload.CreateEpoch(data, batch, LearningRate, threads: 1);
            List<(string Name, Action<int> Run)> pieces = [(AllPeers.Compiled.Name, Repeat(() => train())), (BareSteps, times => training.Run(times * steps))];
            if (IsFit(AllPeers.Plain))
            {
                pieces.Add((AllPeers.Plain.Name, Repeat(PlainEpoch(workload, batch))));
            }

            using TorchEpoch? torchEpoch = IsFit(AllPeers.TorchModules) ? new TorchEpoch(workload, data, batch) : null;
            if (torchEpoch is not null)
            {
                pieces.Add((AllPeers.TorchModules.Name, Repeat(torchEpoch.Run)));
            }

            yield return Measure(EpochSection, workload, batch, steps, pieces);
        }
    }

    /// <summary>One epoch through <c>Train</c> on one thread and on two.</summary>
    public IEnumerable<Row> Threads(params IReadOnlyList<Workload> networks)
    {
        // A convolution does more with an image: a part of them gives as many rounds in the time.
        Dataset part = data.Select([.. Enumerable.Range(0, Math.Min(data.Count, ImagesForConvolutions))]);
        (Workload, int, Dataset)[] cases =
        [
            (AllWorkloads.LargeReLU, 32, data), (AllWorkloads.LargeReLU, 128, data), (AllWorkloads.Digits, 128, data), (AllWorkloads.Digits, 1000, data),
            (AllWorkloads.LeNet5, 32, part), (AllWorkloads.LeNet5, 128, part),
        ];
        foreach ((Workload workload, int batch, Dataset images) in cases.Where(one => networks.Contains(one.Item1)))
        {
            Func<double> one = workload.CreateEpoch(images, batch, LearningRate / 10, threads: 1);
            Func<double> two = workload.CreateEpoch(images, batch, LearningRate / 10, threads: 2);
            string name = AllPeers.Compiled.Name;
            yield return Measure(ThreadsSection, workload, batch, (images.Count + batch - 1) / batch, [(name, Repeat(() => one())), (name + TwoThreads, Repeat(() => two()))]);
        }
    }

    /// <summary>Training steps of TorchSharp's modules on one thread and on two. To be measured last: libtorch's second thread spins on.</summary>
    public IEnumerable<Row> TorchThreads(params IReadOnlyList<Workload> networks)
    {
        if (!IsFit(AllPeers.TorchModules))
        {
            yield break;
        }

        (Workload, int)[] cases = [(AllWorkloads.LargeReLU, 32), (AllWorkloads.LargeReLU, 128), (AllWorkloads.LeNet5, 32), (AllWorkloads.LeNet5, 128)];
        foreach ((Workload workload, int batch) in cases.Where(one => networks.Contains(one.Item1)))
        {
            using IModel model = AllPeers.TorchModules.Create(workload);
            using ITraining training = model.Train(Examples.Of(data, batch), BareLearningRate, momentum: 0);
            string name = AllPeers.TorchModules.Name;
            yield return Measure(ThreadsSection, workload, batch, 1, [(name, On(1, training)), (name + TwoThreads, On(2, training))]);
            Torch.UseThreads(1);
        }

        static Action<int> On(int threads, ITraining training) => times =>
        {
            Torch.UseThreads(threads);
            training.Run(times);
        };
    }

    private bool IsFit(IPeer peer) => checks.Any(check => check.Peer == peer && check.Problem is null);

    private static Row Measure(string section, Workload workload, int batch, int steps, List<(string Name, Action<int> Run)> pieces)
    {
        Timing[] timings = Interleaved.Run(Whole, [.. pieces.Select(piece => piece.Run)]);
        IEnumerable<Result> results = pieces.Zip(timings, (piece, timing) => new Result(piece.Name, timing));
        string work = FormattableString.Invariant($"{Suite.BatchName(batch)}: {steps} step{(steps == 1 ? "" : "s")}");
        return new Row(section, workload.Name, work, 0, 0, 0, [.. results]);
    }

    private static Action<int> Repeat(Action work) => times =>
    {
        for (int n = 0; n < times; n++)
        {
            work();
        }
    };

    private Action PlainEpoch(Workload workload, int batch)
    {
        PlainNetwork network = new(workload.Topology, workload.Parameters);
        int[] order = [.. Enumerable.Range(0, data.Count)];
        SeededRandom random = new(1);
        return () =>
        {
            random.Shuffle(order.AsSpan());
            for (int start = 0; start < order.Length; start += batch)
            {
                network.Step(data, order.AsSpan(start, Math.Min(batch, order.Length - start)), (float)LearningRate);
            }
        };
    }

    private sealed class TorchEpoch : IDisposable
    {
        private readonly TorchModules _model;
        private readonly Tensor _inputs;
        private readonly Tensor _targets;
        private readonly int _batch;

        public TorchEpoch(Workload workload, Dataset data, int batch)
        {
            Torch.UseThreads(1);
            _model = new TorchModules(workload);
            _inputs = Torch.Matrix(data.Inputs.Span, data.Count, data.InputSize);
            _targets = Torch.Matrix(data.Targets.Span, data.Count, data.TargetSize);
            _batch = batch;
        }

        public void Run() => _model.TrainEpoch(_inputs, _targets, _batch, LearningRate);

        public void Dispose()
        {
            _inputs.Dispose();
            _targets.Dispose();
            _model.Dispose();
        }
    }
}
