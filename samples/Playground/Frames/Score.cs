using CompiledNet.Numerics;
using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;

namespace CompiledNet.Playground.Frames;

/// <summary>How good a network is on a sample of examples, spread over all of them: never more than some, so that training goes on.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Accuracy">The share of right answers.</param>
internal readonly record struct Score(double Loss, double Accuracy)
{
    private const int Sample = 1000;
    private const int Slice = 250;

    public static Score Of(INetworkRunner network, IExamples examples, float threshold)
    {
        int count = Math.Min(Sample, examples.Count);
        int slice = Math.Min(Slice, count);
        Span<int> indices = stackalloc int[slice];
        float[] inputs = new float[slice * examples.InputSize];
        float[] targets = new float[slice * examples.TargetSize];
        float[] outputs = new float[slice * examples.TargetSize];
        double loss = 0;
        int right = 0;
        for (int start = 0; start < count; start += slice)
        {
            int rows = Math.Min(slice, count - start);
            for (int i = 0; i < rows; i++)
            {
                indices[i] = Index(start + i, count, examples.Count);
            }

            Span<float> answers = outputs.AsSpan(0, rows * examples.TargetSize);
            examples.Read(indices[..rows], inputs, targets);
            loss += rows * (double)network.ComputeLoss(inputs.AsSpan(0, rows * examples.InputSize), targets.AsSpan(0, answers.Length), answers);
            for (int i = 0; i < rows; i++)
            {
                right += Class(answers.Slice(i * examples.TargetSize, examples.TargetSize), threshold) == examples.Label(indices[i]) ? 1 : 0;
            }
        }

        return new Score(loss / count, (double)right / count);
    }

    /// <summary>
    /// One example out of each of as many equal parts, but not always the first of its part: where classes take turns and every second example is
    /// looked at, that would be one class only.
    /// </summary>
    internal static int Index(int part, int parts, int count)
    {
        int from = (int)((long)part * count / parts);
        int to = (int)((part + 1L) * count / parts);
        uint spread = unchecked((uint)part * 2_654_435_769u); // Knuth's multiplicative hash: 2^32 by the golden ratio
        return from + (int)(((ulong)spread * (uint)(to - from)) >> 32);
    }

    /// <summary>The class that outputs stand for: the largest one's, or whether a single one reaches the threshold.</summary>
    public static int Class(ReadOnlySpan<float> outputs, float threshold) =>
        outputs.Length == 1 ? outputs[0] >= threshold ? 1 : 0 : OutputClass.Of(outputs);
}
