using System.Runtime.Intrinsics;

namespace CompiledNet.Numerics.Simd;

/// <summary>
/// One vector of floats, so that each algorithm is written once and runs at 512, 256 and 128 bits with the same result in every lane.
/// Every operation is exact or correctly rounded, hence the same at all widths: no estimates, no platform functions.
/// </summary>
/// <typeparam name="TSelf">The vector type.</typeparam>
internal interface ISimd<TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>The number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TSelf Zero { get; }

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf value);

    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>The value in all lanes.</summary>
    static abstract TSelf Create(float value);

    /// <summary>The bits of a whole number in all lanes.</summary>
    static abstract TSelf CreateBits(int bits);

    /// <summary>Reads the lanes from <paramref name="offset"/> floats behind the source; no alignment needed.</summary>
    static abstract TSelf Load(ref float source, nint offset);

    /// <summary>Writes the lanes.</summary>
    static abstract void Store(TSelf value, ref float destination, nint offset);

    /// <summary><c>left * right + addend</c>, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary><c>addend - left * right</c>, rounded once.</summary>
    static abstract TSelf FusedMultiplyAddNegated(TSelf left, TSelf right, TSelf addend);

    /// <summary>The smaller of a bound, neither NaN nor zero, and a value; a NaN value stays NaN.</summary>
    static abstract TSelf AtMost(TSelf bound, TSelf value);

    /// <summary>The larger of a bound, neither NaN nor zero, and a value; a NaN value stays NaN.</summary>
    static abstract TSelf AtLeast(TSelf bound, TSelf value);

    /// <summary>The values without their signs.</summary>
    static abstract TSelf Abs(TSelf value);

    /// <summary>The square roots, rounded once; NaN below zero.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Values without a sign, given the signs of others.</summary>
    static abstract TSelf WithSign(TSelf magnitude, TSelf sign);

    /// <summary>Lane by lane the one where left is below right, and the other where it is not or one of them is NaN.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf whereLess, TSelf otherwise);

    /// <summary>Lane by lane the one where all bits of the mask are set, and the other where none is.</summary>
    static abstract TSelf Select(TSelf mask, TSelf whereSet, TSelf otherwise);

    /// <summary>The sum of the bit patterns as whole numbers.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>The difference of the bit patterns as whole numbers.</summary>
    static abstract TSelf SubtractBits(TSelf left, TSelf right);

    /// <summary>The bit patterns moved up by the 23 bits of a float's fraction, so that a whole number lands in the exponent.</summary>
    static abstract TSelf ShiftIntoExponent(TSelf value);

    /// <summary>The bit patterns moved down by 23 bits, keeping the sign, and converted from whole numbers to floats.</summary>
    static abstract TSelf ExponentToSingle(TSelf value);

    /// <summary>The lanes of the upper half added to those of the lower half, and so on until 4 are left.</summary>
    static abstract Vector128<float> SumByHalves(TSelf value);

    /// <summary>As <see cref="SumByHalves"/>, the larger of two lanes. Which zero, and what of NaN, is open.</summary>
    static abstract Vector128<float> MaxByHalves(TSelf value);
}
