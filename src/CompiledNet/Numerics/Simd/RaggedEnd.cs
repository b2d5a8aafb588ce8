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
        Copy(ref source, ref Unsafe.As<TVector, float>(ref lanes), count);
        return lanes;
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector>(TVector value, ref float destination, int count)
        where TVector : struct, ISimd<TVector>
        => Copy(ref Unsafe.As<TVector, float>(ref value), ref destination, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref float from, ref float to, int count) =>
        Unsafe.CopyBlockUnaligned(ref Unsafe.As<float, byte>(ref to), ref Unsafe.As<float, byte>(ref from), (uint)(count * sizeof(float)));
}
