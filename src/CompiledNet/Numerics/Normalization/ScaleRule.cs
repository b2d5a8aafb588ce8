using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>What normalising multiplies by and adds.</summary>
internal readonly ref struct ScaleRule(
    ReadOnlySpan<float> weights,
    ReadOnlySpan<float> bias,
    ReadOnlySpan<float> mean,
    ReadOnlySpan<float> variance,
    float epsilon,
    Span<float> scale,
    Span<float> shift) : IChannelRule
{
    private readonly ref float _weights = ref MemoryMarshal.GetReference(weights);
    private readonly ref float _bias = ref MemoryMarshal.GetReference(bias);
    private readonly ref float _mean = ref MemoryMarshal.GetReference(mean);
    private readonly ref float _variance = ref MemoryMarshal.GetReference(variance);
    private readonly ref float _scale = ref MemoryMarshal.GetReference(scale);
    private readonly ref float _shift = ref MemoryMarshal.GetReference(shift);
    private readonly float _epsilon = epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TVector>(nint c)
        where TVector : struct, ISimd<TVector>
    {
        TVector deviation = TVector.Sqrt(TVector.Load(ref _variance, c) + TVector.Create(_epsilon));
        TVector scale = TVector.Load(ref _weights, c) / deviation;
        TVector shift = TVector.FusedMultiplyAddNegated(TVector.Load(ref _mean, c), scale, TVector.Load(ref _bias, c));
        TVector.Store(scale, ref _scale, c);
        TVector.Store(shift, ref _shift, c);
    }
}
