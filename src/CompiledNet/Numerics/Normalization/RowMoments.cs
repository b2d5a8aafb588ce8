using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>
/// The mean and the sum of squared differences of each feature over at most 16 rows: the differences are taken from the first row, then from
/// the mean that this gives, so that a mean far from 0 costs no digits.
/// </summary>
internal readonly ref struct RowMoments(ReadOnlySpan<float> values, nint stride, int rows, nint channels, Span<float> moments) : IChannelRule
{
    private readonly ref float _values = ref MemoryMarshal.GetReference(values);
    private readonly ref float _moments = ref MemoryMarshal.GetReference(moments);
    private readonly nint _stride = stride;
    private readonly int _rows = rows;
    private readonly nint _channels = channels;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TVector>(nint c)
        where TVector : struct, ISimd<TVector>
    {
        TVector first = TVector.Load(ref _values, c);
        TVector sum = TVector.Zero;
        ref float x = ref _values;
        for (int row = 1; row < _rows; row++)
        {
            x = ref Unsafe.Add(ref x, _stride);
            sum += TVector.Load(ref x, c) - first;
        }

        TVector count = TVector.Create(_rows);
        TVector near = first + (sum / count);
        TVector rest = TVector.Zero;
        TVector squares = TVector.Zero;
        x = ref _values;
        for (int row = 0; row < _rows; row++)
        {
            TVector difference = TVector.Load(ref x, c) - near;
            rest += difference;
            squares = TVector.FusedMultiplyAdd(difference, difference, squares);
            x = ref Unsafe.Add(ref x, _stride);
        }

        // What rounding has left between the mean and the sums taken from it: sum (d - e)^2 = sum d^2 - e (2 sum d - n e).
        TVector mean = near + (rest / count);
        TVector error = mean - near;
        TVector twice = TVector.FusedMultiplyAddNegated(error, count, rest + rest);
        squares = TVector.FusedMultiplyAddNegated(error, twice, squares);
        TVector.Store(mean, ref _moments, c);
        TVector.Store(TVector.WhereLess(squares, TVector.Zero, TVector.Zero, squares), ref _moments, _channels + c);
    }
}
