using System.Runtime.CompilerServices;

namespace CompiledNet.Numerics.Simd;

/// <summary>How many blocks of 16 lanes a row has.</summary>
internal interface IRowBlocks
{
    /// <summary>Where the last 16 elements of a row start, of which at least one belongs to it.</summary>
    static abstract nint Last(int size);

    /// <summary>The distance from row to row.</summary>
    static abstract nint Stride(int stride);
}

/// <summary>Rows that fit one block, as those of most networks' outputs: constants to the compiler, which leaves the loops over blocks out.</summary>
internal readonly struct OneBlock : IRowBlocks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Last(int size) => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Stride(int stride) => Rows.Lanes;
}

/// <summary>Rows of any number of blocks.</summary>
internal readonly struct AnyBlocks : IRowBlocks
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Last(int size) => (size - 1) & -Rows.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Stride(int stride) => stride;
}
