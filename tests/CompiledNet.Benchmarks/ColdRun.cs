using System.Diagnostics;
using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>
/// What LeNet-5 costs before it is warm: fresh processes up to the end of the first training step, beside TorchSharp's; the size of the generated
/// source; what it adds to a build, which takes minutes and is asked for by itself.
/// </summary>
internal static class ColdRun
{
    private const int Processes = 11;
    private const string Ours = "CompiledNet";
    private const string Torch = "TorchSharp modules";

    private static readonly string[] Peers = [Ours, Torch];

    /// <summary>
    /// Without arguments: measures processes. With <c>build</c>: builds. Else it is one of its own processes: <c>child</c>, the peer, the time stamp at
    /// which it was asked for.
    /// </summary>
    public static void Run(string[] arguments)
    {
        if (arguments is ["child", var peer, var spawned])
        {
            long time = long.Parse(spawned, CultureInfo.InvariantCulture);
            Console.WriteLine((peer == Ours ? ColdChild.RunCompiled(time) : ColdChild.RunTorch(time)).ToText());
            return;
        }

        foreach (string line in Machine.Describe())
        {
            Console.WriteLine(line);
        }

        Console.WriteLine();
        if (arguments is ["build"])
        {
            Console.WriteLine(ColdBuild.Measure().ToMarkdown());
            return;
        }

        Console.WriteLine(FirstStep().ToMarkdown());
        Console.WriteLine(Sources().ToMarkdown());
    }

    private static Table FirstStep()
    {
        Dictionary<string, List<ColdFigures>> figures = Peers.ToDictionary(peer => peer, _ => new List<ColdFigures>());
        Dictionary<string, string> problems = [];
        for (int round = -1; round < Processes; round++)
        {
            foreach (string peer in Peers.Where(peer => !problems.ContainsKey(peer)))
            {
                try
                {
                    ColdFigures measured = ColdFigures.Parse(ChildProcess.Run("cold", "child", peer, Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)));

                    // The first round brings the files into the system's cache.
                    if (round >= 0)
                    {
                        figures[peer].Add(measured);
                    }
                }
                catch (InvalidOperationException)
                {
                    problems[peer] = "does not run here";
                }
            }
        }

        Table table = new(
            $"LeNet-5 in a fresh process, milliseconds: median of {Processes} (least); steps of {ColdChild.BatchSize}",
            "", "process to Main", "Main to the end of the first step", "together", "JIT time in it", "methods", "second step");
        foreach (string peer in Peers)
        {
            List<ColdFigures> all = figures[peer];
            table.Add(problems.TryGetValue(peer, out string? problem) ? [peer, problem, "", "", "", "", ""] :
            [
                peer, Of(all, f => f.Main), Of(all, f => f.Step), Of(all, f => f.Main + f.Step), Of(all, f => f.JitMilliseconds), Of(all, f => f.Methods, "F0"),
                Of(all, f => f.SecondStep, "F2"),
            ]);
        }

        return table;
    }

    private static Table Sources()
    {
        Table table = new("The generated source of LeNet-5", "file", "bytes", "lines");
        IReadOnlyList<FileInfo> files = StartupCode.SourceFiles(typeof(LeNet5));
        long lines = 0;
        foreach (FileInfo file in files)
        {
            int count = File.ReadLines(file.FullName).Count();
            lines += count;
            table.Add(file.Name, Whole(file.Length), Whole(count));
        }

        table.Add("all", files.Count == 0 ? "unknown" : Whole(files.Sum(file => file.Length)), Whole(lines));
        return table;
    }

    private static string Of(List<ColdFigures> figures, Func<ColdFigures, double> value, string format = "F1") => string.Create(
        CultureInfo.InvariantCulture,
        $"{StartupSpeed.Median(figures.Select(value)).ToString(format, CultureInfo.InvariantCulture)} ({figures.Min(value).ToString(format, CultureInfo.InvariantCulture)})");

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
