using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>Examples that count more or less than others: each one's loss, and so its delta, times its weight. Generated code calls it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExampleWeights
{
    /// <summary>Multiplies each example's loss and delta by its weight.</summary>
    /// <param name="weights">The weights, one an example.</param>
    /// <param name="losses">The examples' losses, <c>[rows]</c>; each becomes its weight's multiple.</param>
    /// <param name="delta">The gradients with respect to the last layer's output, <c>[rows][stride]</c>; the same.</param>
    /// <param name="stride">The length of a row in memory.</param>
    /// <returns>The sum of the weighted losses, in double and in order.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static double Apply(ReadOnlySpan<float> weights, Span<float> losses, Span<float> delta, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        Throw.IfShorter(nameof(losses), losses.Length, weights.Length);
        Throw.IfShorter(nameof(delta), delta.Length, (long)weights.Length * stride);
        for (int row = 0; row < weights.Length; row++)
        {
            float weight = weights[row];
            losses[row] *= weight;
            ref float d = ref MemoryMarshal.GetReference(delta[(row * stride)..]);
            for (nint i = 0; i < stride; i++)
            {
                Unsafe.Add(ref d, i) *= weight;
            }
        }

        return RunSums.Sum(losses[..weights.Length]);
    }
}
