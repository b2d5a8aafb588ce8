using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>Multiplies by a channel's factor and adds its shift, rounded once: of rows for neighbouring channels, or of a group in lanes.</summary>
internal readonly ref struct NormalizingPass(
    ReadOnlySpan<float> values, nint valueStride, int rows, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> result, nint stride) : IChannelRule
{
    private readonly ref float _values = ref MemoryMarshal.GetReference(values);
    private readonly ref float _result = ref MemoryMarshal.GetReference(result);
    private readonly ref float _scale = ref MemoryMarshal.GetReference(scale);
    private readonly ref float _shift = ref MemoryMarshal.GetReference(shift);
    private readonly nint _valueStride = valueStride;
    private readonly nint _stride = stride;
    private readonly int _rows = rows;

    /// <summary>A group in lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Lanes<TRow>(ref float values, nint pixels, nint channels, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, ref float result)
        where TRow : struct, ISimd<TRow>
    {
        ref float factors = ref MemoryMarshal.GetReference(scale);
        ref float shifts = ref MemoryMarshal.GetReference(shift);
        for (; pixels > 0; pixels--)
        {
            for (nint c = 0; c < channels; c++)
            {
                TRow factor = TRow.Create(Unsafe.Add(ref factors, c));
                TRow addend = TRow.Create(Unsafe.Add(ref shifts, c));
                TRow.Store(TRow.FusedMultiplyAdd(TRow.Load(ref values, 0), factor, addend), ref result, 0);
                values = ref Unsafe.Add(ref values, TRow.Count);
                result = ref Unsafe.Add(ref result, TRow.Count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TVector>(nint c)
        where TVector : struct, ISimd<TVector>
    {
        TVector factor = TVector.Load(ref _scale, c);
        TVector addend = TVector.Load(ref _shift, c);
        ref float from = ref _values;
        ref float to = ref _result;
        for (int row = 0; row < _rows; row++)
        {
            TVector.Store(TVector.FusedMultiplyAdd(TVector.Load(ref from, c), factor, addend), ref to, c);
            from = ref Unsafe.Add(ref from, _valueStride);
            to = ref Unsafe.Add(ref to, _stride);
        }
    }
}
