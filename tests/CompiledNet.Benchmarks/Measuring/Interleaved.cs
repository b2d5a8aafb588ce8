using System.Diagnostics;
using System.Runtime;

namespace CompiledNet.Benchmarks;

/// <summary>How long to measure.</summary>
/// <param name="Slot">What a round of one piece of work takes, about; at least one call.</param>
/// <param name="Rounds">The rounds.</param>
/// <param name="MostPerPiece">What all rounds of one piece may take; slower work has fewer rounds.</param>
internal sealed record Effort(TimeSpan Slot, int Rounds, TimeSpan MostPerPiece)
{
    private const int FewestRounds = 3;

    public int RoundsOf(TimeSpan slot) => Math.Clamp((int)(MostPerPiece / slot), FewestRounds, Rounds);
}

/// <summary>
/// Times several pieces of work in turn, A B C A B C ..., so that a machine whose speed drifts is fair to all of them. A round during which
/// the system gave the processor to another program is taken again, a few times at most.
/// </summary>
internal static class Interleaved
{
    private const int FewestWarmUpCalls = 2;
    private const int MostWarmUps = 50;
    private const int QuietWarmUps = 3;
    private const int MostRepeats = 5;

    // For the compiler's own thread to get at what the calls before have asked for.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // The system lets a thread run for a few milliseconds at a time; longer rounds would be interrupted again.
    private static readonly TimeSpan LongestRepeated = TimeSpan.FromMilliseconds(4);

    /// <summary>Times the pieces.</summary>
    /// <param name="effort">How long.</param>
    /// <param name="pieces">Each does its work as often as it is told.</param>
    /// <returns>The time of one call of each piece.</returns>
    public static Timing[] Run(Effort effort, params IReadOnlyList<Action<int>> pieces)
    {
        Slot[] slots = [.. pieces.Select(piece => new Slot(piece, effort))];
        WarmUp(slots);
        for (int round = 0; round < effort.Rounds; round++)
        {
            foreach (Slot slot in slots.Where(slot => slot.Takes(round)))
            {
                slot.Run();
            }
        }

        return [.. slots.Select(slot => slot.Timing)];
    }

    // Until the compiler has had nothing to do for a few times in a row.
    private static void WarmUp(Slot[] slots)
    {
        int quiet = 0;
        for (int n = 0; n < MostWarmUps && quiet < QuietWarmUps; n++)
        {
            long compiled = JitInfo.GetCompiledMethodCount();
            foreach (Slot slot in slots)
            {
                slot.WarmUp();
            }

            Thread.Sleep(Pause);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
    }

    private sealed class Slot(Action<int> work, Effort effort)
    {
        private readonly List<double> _nanoseconds = [];
        private double _fastest = double.PositiveInfinity;

        public Timing Timing => Timing.Of(_nanoseconds, Calls);

        private int Calls => Math.Max(1, (int)(effort.Slot.TotalNanoseconds / _fastest));

        private TimeSpan Length => TimeSpan.FromMicroseconds(Calls * _fastest / 1000);

        // More and more calls at once, until a slot is filled; the first calls may still be compiling. Slow work is warm after two calls.
        public void WarmUp()
        {
            if (_fastest > effort.Slot.TotalNanoseconds * FewestWarmUpCalls && _fastest < double.PositiveInfinity)
            {
                return;
            }

            Stopwatch watch = Stopwatch.StartNew();
            int calls = 1;
            for (int total = 0; total < FewestWarmUpCalls || watch.Elapsed < effort.Slot; total += calls)
            {
                calls = Math.Min(total + 1, Calls);
                _fastest = Math.Min(_fastest, Time(calls));
            }
        }

        // The rounds of slow work are spread over all rounds.
        public bool Takes(int round)
        {
            int rounds = effort.RoundsOf(Length);
            return (round + 1) * rounds / effort.Rounds > round * rounds / effort.Rounds;
        }

        public void Run()
        {
            for (int repeats = 0; ; repeats++)
            {
                long before = Interruptions.Count;
                double nanoseconds = Time(Calls);
                if (Interruptions.Count == before || repeats == MostRepeats || Length > LongestRepeated)
                {
                    _nanoseconds.Add(nanoseconds);
                    return;
                }
            }
        }

        private double Time(int calls)
        {
            long start = Stopwatch.GetTimestamp();
            work(calls);
            return Math.Max(1, Stopwatch.GetElapsedTime(start).TotalNanoseconds) / calls;
        }
    }
}
