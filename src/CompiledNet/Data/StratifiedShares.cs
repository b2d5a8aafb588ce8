namespace CompiledNet;

/// <summary>How many examples of each class go to the training data, so that each class keeps its share of it.</summary>
internal static class StratifiedShares
{
    /// <summary>The method of the largest remainder, bent so that a class of two examples or more is on both sides.</summary>
    /// <param name="counts">Each class's examples.</param>
    /// <param name="share">The training data's share, above 0 and below 1.</param>
    /// <param name="total">The examples it should have in all.</param>
    public static int[] Compute(ReadOnlySpan<int> counts, double share, int total)
    {
        int[] taken = new int[counts.Length];
        double[] missing = new double[counts.Length]; // from each class's exact share
        for (int c = 0; c < taken.Length; c++)
        {
            double exact = counts[c] * share;
            taken[c] = Math.Clamp((int)Math.Floor(exact), Least(counts[c]), Most(counts[c]));
            missing[c] = exact - taken[c];
            total -= taken[c];
        }

        // One example at a time, to or from the class that it fits best, until the total fits or no class can give or take.
        for (; total != 0; total -= Math.Sign(total))
        {
            int sign = Math.Sign(total);
            int best = -1;
            for (int c = 0; c < taken.Length; c++)
            {
                bool can = sign > 0 ? taken[c] < Most(counts[c]) : taken[c] > Least(counts[c]);
                if (can && (best < 0 || sign * missing[c] > sign * missing[best]))
                {
                    best = c;
                }
            }

            if (best < 0)
            {
                break;
            }

            taken[best] += sign;
            missing[best] -= sign;
        }

        return taken;
    }

    private static int Least(int count) => count > 1 ? 1 : 0;

    private static int Most(int count) => count > 1 ? count - 1 : count;
}
