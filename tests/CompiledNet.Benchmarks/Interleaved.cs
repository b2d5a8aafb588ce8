using System.Diagnostics;
using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>
/// Times several pieces of work in turn, A B C A B C ..., so that a machine whose speed drifts is fair to all of them; gives the median.
/// </summary>
internal sealed class Interleaved
{
    private readonly List<(string Name, Action Work, double Operations, List<double> Microseconds)> _work = [];

    /// <summary>Adds a piece of work.</summary>
    /// <param name="name">What it is called in the table.</param>
    /// <param name="floatingPointOperations">The floating-point operations of one call, or 0.</param>
    /// <param name="work">One call.</param>
    public void Add(string name, double floatingPointOperations, Action work) => _work.Add((name, work, floatingPointOperations, []));

    /// <summary>Runs every piece for about a time in each of a number of rounds, and prints a table.</summary>
    public void Run(int rounds, TimeSpan time)
    {
        int[] calls = [.. _work.Select(work => Calibrate(work.Work, time))];
        for (int round = 0; round < rounds; round++)
        {
            for (int n = 0; n < _work.Count; n++)
            {
                Stopwatch watch = Stopwatch.StartNew();
                for (int call = 0; call < calls[n]; call++)
                {
                    _work[n].Work();
                }

                _work[n].Microseconds.Add(watch.Elapsed.TotalMicroseconds / calls[n]);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"",-46}{"median",12}{"min",12}{"max",12}{"GFLOP/s",10}"));
        foreach ((string name, _, double operations, List<double> microseconds) in _work)
        {
            microseconds.Sort();
            double median = microseconds[microseconds.Count / 2];
            string rate = operations > 0 ? (operations / median / 1000).ToString("F1", CultureInfo.InvariantCulture) : string.Empty;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-46}{median,9:F3} us{microseconds[0],9:F3} us{microseconds[^1],9:F3} us{rate,10}"));
        }
    }

    private static int Calibrate(Action work, TimeSpan time)
    {
        Stopwatch warmUp = Stopwatch.StartNew();
        int calls = 0;
        while (warmUp.Elapsed < time)
        {
            work();
            calls++;
        }

        Stopwatch watch = Stopwatch.StartNew();
        for (int call = 0; call < calls; call++)
        {
            work();
        }

        return Math.Max(1, (int)(calls * (time / watch.Elapsed)));
    }
}
