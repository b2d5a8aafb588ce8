using CompiledNet.Numerics;

namespace CompiledNet.Benchmarks;

/// <summary>Measures the workloads, section by section, on CompiledNet and the peers that are fit; the others are noted in each row.</summary>
/// <param name="checks">The peers besides CompiledNet.</param>
/// <param name="networks">The workloads.</param>
internal sealed class Suite(IReadOnlyList<PeerCheck> checks, IReadOnlyList<Workload> networks)
{
    public const string PredictOneSection = "one example";
    public const string PredictManySection = "10000 examples";
    public const string StepSection = "training step";
    public const string MomentumSection = "training step with momentum 0.9";
    public const string FitSection = "matrix exponential";

    // Small enough that the parameters stay where they are, however often a step is repeated.
    private const double LearningRate = 1e-6;

    private static readonly Effort Quick = new(TimeSpan.FromMilliseconds(2), Rounds: 21, MostPerPiece: TimeSpan.FromSeconds(0.6));

    public static string BatchName(int batch) => FormattableString.Invariant($"batch {batch}");

    public IEnumerable<Row> PredictOne() => networks.Select(workload => Predict(PredictOneSection, workload, 1));

    public IEnumerable<Row> PredictMany() =>
        networks.Select(workload => Predict(PredictManySection, workload, AllWorkloads.ManyExamples));

    public IEnumerable<Row> Steps(double momentum) =>
        from workload in networks
        from batch in AllWorkloads.BatchSizes
        select Step(momentum == 0 ? StepSection : MomentumSection, workload, Examples.Random(workload.Topology, batch), momentum);

    /// <summary>The fit of the 2x2 matrix exponential on 10,000 rows, full batch.</summary>
    public Row Fit()
    {
        Workload workload = AllWorkloads.SmallTanh;
        return Step(FitSection, workload, Examples.MatrixExponentials(workload.Topology, AllWorkloads.ManyExamples), momentum: 0);
    }

    private Row Predict(string section, Workload workload, int count)
    {
        Examples examples = Examples.Random(workload.Topology, count);
        double operations = count * workload.PredictOperations;
        return Measure(section, workload, BatchName(count), operations, _ => true, model =>
        {
            IPrediction prediction = model.Predict(examples);
            return (prediction.Run, prediction);
        });
    }

    private Row Step(string section, Workload workload, Examples examples, double momentum)
    {
        double operations = examples.Count * workload.StepOperations;
        return Measure(section, workload, BatchName(examples.Count), operations, peer => peer.Trains, model =>
        {
            ITraining training = model.Train(examples, LearningRate, momentum);
            return (training.Run, training);
        });
    }

    private Row Measure(
        string section,
        Workload workload,
        string work,
        double operations,
        Predicate<IPeer> takesPart,
        Func<IModel, (Action<int> Run, IDisposable Owner)> prepare)
    {
        List<PeerCheck> able = [.. checks.Where(check => takesPart(check.Peer) && check.Peer.Computes(workload))];
        IPeer[] peers = [AllPeers.Compiled, .. able.Where(check => check.Problem is null).Select(check => check.Peer)];
        List<IDisposable> owners = [];
        try
        {
            List<Action<int>> pieces = [Peak.Run];
            foreach (IPeer peer in peers)
            {
                IModel model = peer.Create(workload);
                owners.Add(model);
                (Action<int> run, IDisposable owner) = prepare(model);
                owners.Add(owner);
                pieces.Add(run);
            }

            Timing[] timings = Interleaved.Run(Quick, pieces);
            IEnumerable<Result> measured = peers.Zip(timings.Skip(1), (peer, timing) => new Result(peer.Name, timing));
            IEnumerable<Result> left = able.Where(check => check.Problem is not null)
                .Select(check => new Result(check.Peer.Name, null, check.Problem!));
            (double peak, double best) = (Peak.Operations / timings[0].LowerQuartile, Peak.Operations / timings[0].Minimum);
            return new Row(section, workload.Name, work, operations, peak, best, [.. measured, .. left]);
        }
        finally
        {
            owners.Reverse();
            owners.ForEach(owner => owner.Dispose());
        }
    }
}
