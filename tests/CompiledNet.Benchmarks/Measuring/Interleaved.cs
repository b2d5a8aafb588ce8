using System.Diagnostics;

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
    private const int MostRepeats = 5;

    // The system lets a thread run for a few milliseconds at a time; longer rounds would be interrupted again.
    private static readonly TimeSpan LongestRepeated = TimeSpan.FromMilliseconds(4);

    /// <summary>Times the pieces.</summary>
    /// <param name="effort">How long.</param>
    /// <param name="pieces">Each does its work as often as it is told.</param>
    /// <returns>The time of one call of each piece.</returns>
    public static Timing[] Run(Effort effort, params IReadOnlyList<Action<int>> pieces)
    {
        Slot[] slots = [.. pieces.Select(piece => new Slot(piece, effort))];
        for (int round = 0; round < effort.Rounds; round++)
        {
            foreach (Slot slot in slots.Where(slot => slot.Takes(round, effort.Rounds)))
            {
                slot.Run();
            }
        }

        return [.. slots.Select(slot => slot.Timing)];
    }

    private sealed class Slot
    {
        private readonly Action<int> _work;
        private readonly int _calls;
        private readonly int _rounds;
        private readonly TimeSpan _length;
        private readonly List<double> _nanoseconds = [];

        public Slot(Action<int> work, Effort effort)
        {
            _work = work;
            double call = WarmUp(effort.Slot) / 1e9;
            _calls = Math.Max(1, (int)(effort.Slot.TotalSeconds / call));
            _length = TimeSpan.FromSeconds(call * _calls);
            _rounds = effort.RoundsOf(_length);
        }

        public Timing Timing => Timing.Of(_nanoseconds, _calls);

        // The rounds of slow work are spread over all rounds.
        public bool Takes(int round, int rounds) => (round + 1) * _rounds / rounds > round * _rounds / rounds;

        public void Run()
        {
            for (int repeats = 0; ; repeats++)
            {
                long before = Interruptions.Count;
                double nanoseconds = Time(_calls);
                if (Interruptions.Count == before || repeats == MostRepeats || _length > LongestRepeated)
                {
                    _nanoseconds.Add(nanoseconds);
                    return;
                }
            }
        }

        // More and more calls at once, until they fill a slot; the first calls may still be compiling. Gives the time of a call.
        private double WarmUp(TimeSpan slot)
        {
            Stopwatch watch = Stopwatch.StartNew();
            int calls = 1;
            double nanoseconds = Time(calls);
            int total = calls;
            while (total < FewestWarmUpCalls || watch.Elapsed < slot * 2)
            {
                calls = Math.Max(1, (int)Math.Min(calls * 2L, slot.TotalNanoseconds / nanoseconds));
                nanoseconds = Math.Min(nanoseconds, Time(calls));
                total += calls;
            }

            return nanoseconds;
        }

        private double Time(int calls)
        {
            long start = Stopwatch.GetTimestamp();
            _work(calls);
            return Math.Max(1, Stopwatch.GetElapsedTime(start).TotalNanoseconds) / calls;
        }
    }
}
