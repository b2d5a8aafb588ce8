using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>The gradients of weights and bias of each feature over rows, in order.</summary>
internal readonly ref struct RowGradients(
    ReadOnlySpan<float> delta,
    nint stride,
    ReadOnlySpan<float> values,
    nint valueStride,
    int rows,
    nint channels,
    ReadOnlySpan<float> mean,
    ReadOnlySpan<float> variance,
    float epsilon,
    Span<float> sums) : IChannelRule
{
    private readonly ref float _delta = ref MemoryMarshal.GetReference(delta);
    private readonly ref float _values = ref MemoryMarshal.GetReference(values);
    private readonly ref float _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref float _variance = ref MemoryMarshal.GetReference(variance);
    private readonly ref float _sums = ref MemoryMarshal.GetReference(sums);
    private readonly nint _stride = stride;
    private readonly nint _valueStride = valueStride;
    private readonly nint _channels = channels;
    private readonly int _rows = rows;
    private readonly float _epsilon = epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TVector>(nint c)
        where TVector : struct, ISimd<TVector>
    {
        TVector mean = TVector.Load(ref _mean, c);
        TVector deviation = TVector.Sqrt(TVector.Load(ref _variance, c) + TVector.Create(_epsilon));
        TVector products = TVector.Zero;
        TVector deltas = TVector.Zero;
        ref float delta = ref _delta;
        ref float values = ref _values;
        for (int row = 0; row < _rows; row++)
        {
            TVector d = TVector.Load(ref delta, c);
            deltas += d;
            products = TVector.FusedMultiplyAdd(d, TVector.Load(ref values, c) - mean, products);
            delta = ref Unsafe.Add(ref delta, _stride);
            values = ref Unsafe.Add(ref values, _valueStride);
        }

        TVector.Store(products / deviation, ref _sums, c);
        TVector.Store(deltas, ref _sums, _channels + c);
    }
}
