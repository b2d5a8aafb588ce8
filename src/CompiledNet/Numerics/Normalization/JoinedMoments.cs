namespace CompiledNet.Numerics.Normalization;

/// <summary>What is done with the moments of groups once they are measured: few numbers, in double.</summary>
internal static class JoinedMoments
{
    private const int Block = 64;

    /// <summary>Joins the groups of a batch in order.</summary>
    public static void Combine(
        ReadOnlySpan<float> moments, int stride, int groups, int examples, int pixels, int channels, Span<float> mean, Span<float> variance)
    {
        Span<double> means = stackalloc double[Block];
        Span<double> squares = stackalloc double[Block];
        for (int start = 0; start < channels; start += Block)
        {
            int length = Math.Min(Block, channels - start);
            double count = 0;
            means.Clear();
            squares.Clear();
            for (int group = 0; group < groups; group++)
            {
                double added = (double)pixels * Math.Min(Lanes.Count, examples - (group * Lanes.Count));
                double all = count + added;
                double share = added / all;
                double between = count * share;
                ReadOnlySpan<float> from = moments[(group * stride)..];
                for (int c = 0; c < length; c++)
                {
                    double difference = from[start + c] - means[c];
                    means[c] += difference * share;
                    squares[c] += from[channels + start + c] + (difference * difference * between);
                }

                count = all;
            }

            for (int c = 0; c < length; c++)
            {
                mean[start + c] = (float)means[c];
                variance[start + c] = (float)(squares[c] / count);
            }
        }
    }

    /// <summary>Moves the running statistics towards the batch's.</summary>
    public static void UpdateRunning(
        ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, int values, float momentum, Span<float> runningMean, Span<float> runningVariance)
    {
        double share = momentum;
        for (int c = 0; c < runningMean.Length; c++)
        {
            runningMean[c] = (float)(((1 - share) * runningMean[c]) + (share * mean[c]));
        }

        if (values == 1)
        {
            return;
        }

        double unbiased = share * (values / (values - 1.0));
        for (int c = 0; c < runningMean.Length; c++)
        {
            runningVariance[c] = (float)(((1 - share) * runningVariance[c]) + (unbiased * variance[c]));
        }
    }
}
