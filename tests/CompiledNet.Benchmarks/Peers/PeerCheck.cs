using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>
/// Whether a peer can be loaded, and computes what CompiledNet computes: outputs of one example and of a batch, and, if it trains, the loss
/// and the parameters after one step of plain SGD and after three steps with momentum.
/// </summary>
internal sealed class PeerCheck
{
    private const int Batch = 33;
    private const double LearningRate = 0.1;
    private const double Tolerance = 1e-4;

    // A step changes a parameter by less than its size, so that its change has fewer exact digits than itself.
    private const double ChangeTolerance = 1e-2;

    private PeerCheck(IPeer peer, string? problem, IReadOnlyList<Agreement> agreements)
    {
        Peer = peer;
        Problem = problem;
        Agreements = agreements;
    }

    public IPeer Peer { get; }

    /// <summary>Why the peer is left out; null if it is fit to be measured.</summary>
    public string? Problem { get; }

    /// <summary>How well it agrees on each network.</summary>
    public IReadOnlyList<Agreement> Agreements { get; }

    public static PeerCheck Run(IPeer peer, IEnumerable<Workload> workloads)
    {
        List<Agreement> agreements = [];
        try
        {
            foreach (Workload workload in workloads.Where(peer.Computes))
            {
                agreements.Add(Compare(peer, workload));
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Whatever a native library throws where it is missing or does not fit the machine.
            return new PeerCheck(peer, "not available: " + Reason(exception), []);
        }

        Agreement? broken = agreements.Find(agreement => !agreement.Agrees);
        return new PeerCheck(peer, broken is null ? null : $"broken: it does not agree on {broken.Network}", agreements);
    }

    private static Agreement Compare(IPeer peer, Workload workload)
    {
        Agreement differences = new(workload.Name);
        foreach (int count in new[] { 1, Batch })
        {
            Examples examples = Examples.Random(workload.Topology, count);
            differences.Outputs = Math.Max(
                differences.Outputs,
                Difference(Predict(peer, workload, examples), Predict(AllPeers.Compiled, workload, examples)));
        }

        if (!peer.Trains)
        {
            return differences;
        }

        foreach ((double momentum, int steps) in new[] { (0.0, 1), (0.9, 3) })
        {
            Examples examples = Examples.Random(workload.Topology, Batch);
            (float loss, float[] parameters) = Train(peer, workload, examples, momentum, steps);
            (float expectedLoss, float[] expected) = Train(AllPeers.Compiled, workload, examples, momentum, steps);
            differences.Loss = Largest(differences.Loss, Math.Abs(loss - expectedLoss) / Math.Abs(expectedLoss));
            foreach (ParameterTensor tensor in workload.Topology.Tensors)
            {
                Range range = tensor.Offset..(tensor.Offset + tensor.Length);
                float[] changes = Changes(workload.Parameters[range], parameters[range]);
                float[] expectedChanges = Changes(workload.Parameters[range], expected[range]);
                differences.Parameters = Largest(differences.Parameters, Difference(parameters[range], expected[range]));
                differences.Changes = Largest(differences.Changes, Difference(changes, expectedChanges));
            }
        }

        return differences;
    }

    private static float[] Predict(IPeer peer, Workload workload, Examples examples)
    {
        using IModel model = peer.Create(workload);
        using IPrediction prediction = model.Predict(examples);
        prediction.Run(2);
        return prediction.ReadOutputs();
    }

    private static (float Loss, float[] Parameters) Train(IPeer peer, Workload workload, Examples examples, double momentum, int steps)
    {
        using IModel model = peer.Create(workload);
        using ITraining training = model.Train(examples, LearningRate, momentum);
        training.Run(steps);
        return (training.ReadLoss(), model.ReadParameters());
    }

    private static float[] Changes(float[] before, float[] after) => [.. before.Zip(after, (b, a) => a - b)];

    // The largest difference, relative to the largest value.
    private static double Difference(float[] actual, float[] expected)
    {
        double largest = expected.Max(Math.Abs);
        double difference = actual.Length == expected.Length ? actual.Zip(expected, (a, e) => Math.Abs((double)a - e)).Max() : double.NaN;
        return largest == 0 ? difference : difference / largest;
    }

    private static double Largest(double? before, double value) => Math.Max(before ?? 0, value);

    // The innermost message's line that says why, without the paths of this machine.
    private static string Reason(Exception exception)
    {
        while (exception.InnerException is not null)
        {
            exception = exception.InnerException;
        }

        string[] lines = exception.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string line = lines.FirstOrDefault(line => line.Contains("' not found", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "";
        line = line.Split(" (required")[0].Split(". ")[0];
        int path = line.LastIndexOf('/');
        return $"{exception.GetType().Name}: {line[(path + 1)..]}";
    }

    /// <summary>The largest differences on one network, relative to the largest value of the tensor; null for what the peer does not do.</summary>
    internal sealed class Agreement(string network)
    {
        public string Network { get; } = network;

        public double Outputs { get; set; }

        public double? Loss { get; set; }

        public double? Parameters { get; set; }

        /// <summary>Of the steps: parameters after, less parameters before.</summary>
        public double? Changes { get; set; }

        // Written so that NaN does not agree.
        public bool Agrees => Outputs <= Tolerance
            && (Loss is null || (Loss <= Tolerance && Parameters <= Tolerance && Changes <= ChangeTolerance));
    }
}
