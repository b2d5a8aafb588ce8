using System.Runtime.CompilerServices;

namespace CompiledNet.Numerics.Simd;

/// <summary>
/// Reads and writes fewer floats than a vector has, without touching the memory behind them. The lanes go through the same vector code as
/// all others, so an element's result does not depend on where in a span it stands.
/// </summary>
internal static class RaggedEnd
{
    /// <summary>Reads <paramref name="count"/> floats; the lanes behind them are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector>(ref float source, int count)
        where TVector : struct, ISimd<TVector>
    {
        TVector lanes = default;
        ref float lane = ref Unsafe.As<TVector, float>(ref lanes);
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref lane, i) = Unsafe.Add(ref source, i);
        }

        return lanes;
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector>(TVector value, ref float destination, int count)
        where TVector : struct, ISimd<TVector>
    {
        ref float lane = ref Unsafe.As<TVector, float>(ref value);
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref destination, i) = Unsafe.Add(ref lane, i);
        }
    }
}
