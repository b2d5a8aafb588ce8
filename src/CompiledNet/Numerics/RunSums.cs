using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>Puts together what the members of a team have computed apart, in the order in which one thread would have. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RunSums
{
    /// <summary>Adds up the runs of weighted sums: <c>z[i] = ((runs[0][i] + runs[1][i]) + runs[2][i]) + ...</c>.</summary>
    /// <param name="runs">The runs, <c>[count][runStride]</c>, of which the first <c>z.Length</c> elements each are read.</param>
    /// <param name="count">How many runs, at least 2.</param>
    /// <param name="runStride">The distance from run to run.</param>
    /// <param name="z">Receives the sums; apart from the runs.</param>
    /// <exception cref="ArgumentException">The runs are too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> runs, int count, int runStride, Span<float> z)
    {
        Throw.IfShorter(nameof(runs), runs.Length, ((count - 1L) * runStride) + z.Length);
        ref float from = ref MemoryMarshal.GetReference(runs);
        ref float to = ref MemoryMarshal.GetReference(z);
        nint i = 0;
        for (; i <= z.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ref float run = ref Unsafe.Add(ref from, i);
            Vector<float> sum = Unsafe.As<float, Vector<float>>(ref run);
            for (int n = 1; n < count; n++)
            {
                run = ref Unsafe.Add(ref run, runStride);
                sum += Unsafe.As<float, Vector<float>>(ref run);
            }

            Unsafe.As<float, Vector<float>>(ref Unsafe.Add(ref to, i)) = sum;
        }

        for (; i < z.Length; i++)
        {
            ref float run = ref Unsafe.Add(ref from, i);
            float sum = run;
            for (int n = 1; n < count; n++)
            {
                run = ref Unsafe.Add(ref run, runStride);
                sum += run;
            }

            Unsafe.Add(ref to, i) = sum;
        }
    }

    /// <summary>The sum of the losses of single examples, in double and in order.</summary>
    /// <param name="losses">The losses.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<float> losses)
    {
        double sum = 0;
        foreach (float loss in losses)
        {
            sum += loss;
        }

        return sum;
    }
}
