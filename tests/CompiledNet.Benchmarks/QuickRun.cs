using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CompiledNet.Benchmarks;

/// <summary>Everything in one process, in turn, with peers or without; prints tables, and writes them and the numbers to a folder.</summary>
internal sealed class QuickRun
{
    /// <summary>What the files of a full run are called, but for their endings.</summary>
    public const string FileName = "quick";

    private readonly List<Row> _rows = [];
    private readonly StringBuilder _markdown = new();
    private readonly TextWriter _console;

    private QuickRun(TextWriter console) => _console = console;

    /// <summary>CompiledNet and every peer, every workload.</summary>
    /// <param name="data">The folder with MNIST; null for random images.</param>
    /// <param name="output">Where to write quick.md and quick.csv; null for nowhere.</param>
    public static void Run(string? data, string? output)
    {
        QuickRun run = new(Console.Out);
        Stopwatch watch = Stopwatch.StartNew();
        List<PeerCheck> checks = run.Begin("CompiledNet beside its peers", AllWorkloads.Networks);
        Suite suite = new(checks, AllWorkloads.Networks);
        run.Steps(suite);

        List<Row> fit = [suite.Fit()];
        run.Add(SectionTables.Compare("Fit of the 2x2 matrix exponential: one step of 4-32-16-4 tanh on 10,000 rows, full batch", fit), fit);
        run.Say(Published.MatrixExponential);

        (Dataset images, string name) = Images(data);
        TrainSuite training = new(checks, images);
        List<Row> epochs = [.. training.Epochs()];
        run.Add(SectionTables.Epochs($"One epoch through Train: {images.Count.ToString("N0", CultureInfo.InvariantCulture)} images ({name}), one thread", epochs), epochs);
        run.Threads(training, AllWorkloads.Networks);
        run.Add(Targets.Table(run._rows), []);
        run.Say($"The run took {watch.Elapsed.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)} s.");
        run.Write(output, FileName);
    }

    /// <summary>CompiledNet alone: predictions and training steps.</summary>
    /// <param name="output">Where to write steps.md and steps.csv; null for nowhere.</param>
    public static void RunAlone(string? output)
    {
        QuickRun run = new(Console.Out);
        run.Say(Machine.Describe());
        run.Steps(new Suite([], AllWorkloads.Networks));
        run.Write(output, "steps");
    }

    /// <summary>Epochs through Train beside bare steps and the peers.</summary>
    /// <param name="data">The folder with MNIST; null for random images.</param>
    public static void RunEpochs(string? data)
    {
        QuickRun run = new(Console.Out);
        List<PeerCheck> checks = run.Begin("Epochs", AllWorkloads.Networks);
        (Dataset images, string name) = Images(data);
        List<Row> epochs = [.. new TrainSuite(checks, images).Epochs()];
        run.Add(SectionTables.Epochs($"One epoch through Train: {images.Count.ToString("N0", CultureInfo.InvariantCulture)} images ({name}), one thread", epochs), epochs);
    }

    /// <summary>The convolutional network alone, beside its peers.</summary>
    /// <param name="data">The folder with MNIST; null for random images.</param>
    /// <param name="output">Where to write convolutions.md and convolutions.csv; null for nowhere.</param>
    public static void RunConvolutions(string? data, string? output)
    {
        QuickRun run = new(Console.Out);
        Workload[] networks = [AllWorkloads.LeNet5];
        List<PeerCheck> checks = run.Begin("LeNet-5 beside its peers", networks);
        run.Steps(new Suite(checks, networks));
        run.Threads(new TrainSuite(checks, Images(data).Images), networks);
        run.Write(output, "convolutions");
    }

    private static (Dataset Images, string Name) Images(string? folder) =>
        folder is null ? (TrainSuite.RandomImages(), "random") : (Mnist.Load(folder).Train, "MNIST");

    // The header, and whether the peers are fit to be measured.
    private List<PeerCheck> Begin(string title, params IReadOnlyList<Workload> networks)
    {
        _markdown.Append("# ").Append(title).Append("\n\n");
        Say([.. Machine.Describe(), Machine.Load() ?? ""]);
        Table table = new(
            "Do the peers compute the same? Largest differences, relative to each tensor's largest value", "peer: network", "outputs", "loss", "parameters", "their changes", "");
        List<PeerCheck> checks = [];
        foreach (IPeer peer in AllPeers.Others.Where(peer => networks.Any(peer.Computes)))
        {
            PeerCheck check = PeerCheck.Run(peer, networks);
            checks.Add(check);
            if (check.Problem is not null)
            {
                table.Add(peer.Name, "", "", "", "", check.Problem);
            }

            foreach (PeerCheck.Agreement agreement in check.Agreements)
            {
                table.Add(
                    $"{peer.Name}: {agreement.Network}",
                    Format.Difference(agreement.Outputs),
                    Format.Difference(agreement.Loss),
                    Format.Difference(agreement.Parameters),
                    Format.Difference(agreement.Changes),
                    agreement.Agrees ? "agrees" : "DISAGREES");
            }
        }

        Add(table, []);
        return checks;
    }

    private void Steps(Suite suite)
    {
        List<Row> one = [.. suite.PredictOne()];
        Add(SectionTables.Compare("Inference of one example", one), one);
        List<Row> many = [.. suite.PredictMany()];
        Add(SectionTables.Compare("Inference of 10,000 examples", many), many);
        foreach (double momentum in AllWorkloads.Momenta)
        {
            List<Row> steps = [.. suite.Steps(momentum)];
            string optimizer = momentum == 0 ? "plain SGD" : $"SGD with momentum {momentum.ToString(CultureInfo.InvariantCulture)}";
            Add(SectionTables.Compare($"One training step: forward, loss, backward, {optimizer}", steps), steps);
        }
    }

    private void Threads(TrainSuite suite, IReadOnlyList<Workload> networks)
    {
        List<Row> threads = [.. suite.Threads(networks), .. suite.TorchThreads(networks)];
        Add(SectionTables.Threads("Two threads: an epoch through Train; for TorchSharp a training step", threads), threads);
    }

    private void Add(Table table, IEnumerable<Row> rows)
    {
        _rows.AddRange(rows);
        _console.WriteLine(table.ToText());
        _markdown.Append(table.ToMarkdown()).Append('\n');
    }

    private void Say(params IReadOnlyList<string> lines)
    {
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            _console.WriteLine(line);
            _markdown.Append(line).Append("  \n");
        }

        _console.WriteLine();
        _markdown.Append('\n');
    }

    private void Write(string? folder, string name)
    {
        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".md"), _markdown.ToString());
        ResultsFile.Write(Path.Combine(folder, name + ".csv"), _rows);
    }
}
