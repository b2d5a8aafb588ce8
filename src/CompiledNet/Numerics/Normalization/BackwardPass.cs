using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>The gradient with respect to what was normalised: of rows for neighbouring channels, or of a group in lanes.</summary>
internal readonly ref struct BackwardPass : IChannelRule
{
    private readonly ref float _delta;
    private readonly ref float _values;
    private readonly ref float _slopes;
    private readonly ref float _result;
    private readonly nint _deltaStride;
    private readonly nint _valueStride;
    private readonly nint _stride;
    private readonly int _rows;

    private BackwardPass(
        ref float delta, nint deltaStride, ref float values, nint valueStride, int rows, ref float slopes, ref float result, nint stride)
    {
        _delta = ref delta;
        _values = ref values;
        _slopes = ref slopes;
        _result = ref result;
        _deltaStride = deltaStride;
        _valueStride = valueStride;
        _stride = stride;
        _rows = rows;
    }

    /// <summary>Rows.</summary>
    public static void Rows(
        ReadOnlySpan<float> delta,
        int deltaStride,
        ReadOnlySpan<float> values,
        int valueStride,
        int rows,
        int channels,
        in ChannelSlopes.Source source,
        Span<float> result,
        int stride)
    {
        ChannelSlopes slopes = default;
        for (int start = 0; start < channels; start += ChannelSlopes.Block)
        {
            int length = Math.Min(ChannelSlopes.Block, channels - start);
            slopes.Fill(source, start, length);
            ref float d = ref Unsafe.Add(ref MemoryMarshal.GetReference(delta), start);
            ref float x = ref Unsafe.Add(ref MemoryMarshal.GetReference(values), start);
            ref float to = ref Unsafe.Add(ref MemoryMarshal.GetReference(result), start);
            RowLoop.Run(new BackwardPass(ref d, deltaStride, ref x, valueStride, rows, ref slopes.Start, ref to, stride), length);
        }
    }

    /// <summary>A group in lanes.</summary>
    public static void Lanes<TRow>(
        ref float delta, ref float values, nint pixels, int channels, int count, in ChannelSlopes.Source source, ref float result)
        where TRow : struct, ISimd<TRow>
    {
        ChannelSlopes slopes = default;
        for (int start = 0; start < channels; start += ChannelSlopes.Block)
        {
            int length = Math.Min(ChannelSlopes.Block, channels - start);
            slopes.Fill(source, start, length);
            nint offset = start * TRow.Count;
            Lanes<TRow>(
                ref Unsafe.Add(ref delta, offset),
                ref Unsafe.Add(ref values, offset),
                pixels,
                length,
                (channels - length) * TRow.Count,
                count,
                ref slopes.Start,
                ref Unsafe.Add(ref result, offset));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TVector>(nint c)
        where TVector : struct, ISimd<TVector>
    {
        TVector mean = TVector.Load(ref _slopes, c);
        TVector slope = TVector.Load(ref _slopes, ChannelSlopes.Slope + c);
        TVector shift = TVector.Load(ref _slopes, ChannelSlopes.Shift + c);
        TVector scale = TVector.Load(ref _slopes, ChannelSlopes.Scale + c);
        ref float delta = ref _delta;
        ref float values = ref _values;
        ref float to = ref _result;
        for (int row = 0; row < _rows; row++)
        {
            TVector.Store(Gradient(TVector.Load(ref delta, c), TVector.Load(ref values, c), mean, slope, shift, scale), ref to, c);
            delta = ref Unsafe.Add(ref delta, _deltaStride);
            values = ref Unsafe.Add(ref values, _valueStride);
            to = ref Unsafe.Add(ref to, _stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Lanes<TRow>(
        ref float delta, ref float values, nint pixels, nint channels, nint between, int count, ref float slopes, ref float result)
        where TRow : struct, ISimd<TRow>
    {
        TRow mask = Simd.Rows.LastMask<TRow>(count);
        for (; pixels > 0; pixels--)
        {
            for (nint c = 0; c < channels; c++)
            {
                TRow mean = TRow.Create(Unsafe.Add(ref slopes, c));
                TRow slope = TRow.Create(Unsafe.Add(ref slopes, ChannelSlopes.Slope + c));
                TRow shift = TRow.Create(Unsafe.Add(ref slopes, ChannelSlopes.Shift + c));
                TRow scale = TRow.Create(Unsafe.Add(ref slopes, ChannelSlopes.Scale + c));
                TRow gradient = Gradient(TRow.Load(ref delta, 0), TRow.Load(ref values, 0), mean, slope, shift, scale);
                TRow.Store(gradient & mask, ref result, 0);
                delta = ref Unsafe.Add(ref delta, TRow.Count);
                values = ref Unsafe.Add(ref values, TRow.Count);
                result = ref Unsafe.Add(ref result, TRow.Count);
            }

            delta = ref Unsafe.Add(ref delta, between);
            values = ref Unsafe.Add(ref values, between);
            result = ref Unsafe.Add(ref result, between);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Gradient<TVector>(TVector delta, TVector value, TVector mean, TVector slope, TVector shift, TVector scale)
        where TVector : struct, ISimd<TVector>
        => Tiny.ToZero(TVector.FusedMultiplyAddNegated(value - mean, slope, delta - shift) * scale);
}
