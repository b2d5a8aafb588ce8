using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CompiledNet;

/// <summary>Searches over plain floats that data, trainer and evaluation share.</summary>
internal static class FloatScan
{
    private const int MagnitudeBits = 0x7FFF_FFFF;
    private const int InfinityBits = 0x7F80_0000;

    /// <summary>The index of the first NaN or infinity, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        // A float without its sign bit is NaN or infinite exactly where its bits, as an integer, reach those of infinity.
        ReadOnlySpan<Vector<int>> vectors = MemoryMarshal.Cast<float, Vector<int>>(values);
        Vector<int> magnitude = new(MagnitudeBits);
        Vector<int> limit = new(InfinityBits);
        int start = 0;
        foreach (Vector<int> bits in vectors)
        {
            if (Vector.GreaterThanOrEqualAny(bits & magnitude, limit))
            {
                break;
            }

            start += Vector<int>.Count;
        }

        for (int i = start; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The index of the largest value; the first of equal ones.</summary>
    public static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>The class that outputs or targets stand for: the largest one's index; a single one says 1 from 0.5 on, else 0.</summary>
    public static int ClassOf(ReadOnlySpan<float> values) =>
        values.Length == 1 ? (values[0] >= 0.5f ? 1 : 0) : IndexOfLargest(values);
}
