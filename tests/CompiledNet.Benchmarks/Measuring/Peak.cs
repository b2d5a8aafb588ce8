using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CompiledNet.Benchmarks;

/// <summary>What the core can do at most: independent fused multiply-adds on the widest vectors, from registers.</summary>
internal static class Peak
{
    private const int Rounds = 2_000;
    private const int Accumulators = 12;
    private const int BitsOfFloat = 32;

    private static float _sink;

    /// <summary>The widest vectors that the machine has and the process may use, in bits.</summary>
    public static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>The floating-point operations of one call.</summary>
    public static double Operations => Rounds * Accumulators * 2.0 * VectorBits / BitsOfFloat;

    public static void Run(int times)
    {
        for (int n = 0; n < times; n++)
        {
            _sink += VectorBits switch { 512 => Run512(), 256 => Run256(), _ => Run128() };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run512()
    {
        Vector512<float> m = Vector512.Create(0.999f);
        Vector512<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int n = 0; n < Rounds; n++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, m, m);
            a1 = Vector512.FusedMultiplyAdd(a1, m, m);
            a2 = Vector512.FusedMultiplyAdd(a2, m, m);
            a3 = Vector512.FusedMultiplyAdd(a3, m, m);
            a4 = Vector512.FusedMultiplyAdd(a4, m, m);
            a5 = Vector512.FusedMultiplyAdd(a5, m, m);
            a6 = Vector512.FusedMultiplyAdd(a6, m, m);
            a7 = Vector512.FusedMultiplyAdd(a7, m, m);
            a8 = Vector512.FusedMultiplyAdd(a8, m, m);
            a9 = Vector512.FusedMultiplyAdd(a9, m, m);
            a10 = Vector512.FusedMultiplyAdd(a10, m, m);
            a11 = Vector512.FusedMultiplyAdd(a11, m, m);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run256()
    {
        Vector256<float> m = Vector256.Create(0.999f);
        Vector256<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int n = 0; n < Rounds; n++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, m, m);
            a1 = Vector256.FusedMultiplyAdd(a1, m, m);
            a2 = Vector256.FusedMultiplyAdd(a2, m, m);
            a3 = Vector256.FusedMultiplyAdd(a3, m, m);
            a4 = Vector256.FusedMultiplyAdd(a4, m, m);
            a5 = Vector256.FusedMultiplyAdd(a5, m, m);
            a6 = Vector256.FusedMultiplyAdd(a6, m, m);
            a7 = Vector256.FusedMultiplyAdd(a7, m, m);
            a8 = Vector256.FusedMultiplyAdd(a8, m, m);
            a9 = Vector256.FusedMultiplyAdd(a9, m, m);
            a10 = Vector256.FusedMultiplyAdd(a10, m, m);
            a11 = Vector256.FusedMultiplyAdd(a11, m, m);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Run128()
    {
        Vector128<float> m = Vector128.Create(0.999f);
        Vector128<float> a0 = m, a1 = m, a2 = m, a3 = m, a4 = m, a5 = m, a6 = m, a7 = m, a8 = m, a9 = m, a10 = m, a11 = m;
        for (int n = 0; n < Rounds; n++)
        {
            a0 = Vector128.FusedMultiplyAdd(a0, m, m);
            a1 = Vector128.FusedMultiplyAdd(a1, m, m);
            a2 = Vector128.FusedMultiplyAdd(a2, m, m);
            a3 = Vector128.FusedMultiplyAdd(a3, m, m);
            a4 = Vector128.FusedMultiplyAdd(a4, m, m);
            a5 = Vector128.FusedMultiplyAdd(a5, m, m);
            a6 = Vector128.FusedMultiplyAdd(a6, m, m);
            a7 = Vector128.FusedMultiplyAdd(a7, m, m);
            a8 = Vector128.FusedMultiplyAdd(a8, m, m);
            a9 = Vector128.FusedMultiplyAdd(a9, m, m);
            a10 = Vector128.FusedMultiplyAdd(a10, m, m);
            a11 = Vector128.FusedMultiplyAdd(a11, m, m);
        }

        return Vector128.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }
}
