using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CompiledNet.Numerics.Simd;

/// <summary>
/// Two vectors as one of twice the width: with it the code that works on rows of 16 floats is the same at every width, as a row is one
/// <see cref="Simd512"/>, a pair of <see cref="Simd256"/> or a pair of pairs of <see cref="Simd128"/>.
/// </summary>
/// <typeparam name="T">The type of both.</typeparam>
internal readonly struct Pair<T>(T low, T high) : ISimd<Pair<T>>
    where T : struct, ISimd<T>
{
    private readonly T _low = low;
    private readonly T _high = high;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * T.Count;
    }

    public static Pair<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(T.Zero, T.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator +(Pair<T> left, Pair<T> right) => new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator -(Pair<T> left, Pair<T> right) => new(left._low - right._low, left._high - right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator *(Pair<T> left, Pair<T> right) => new(left._low * right._low, left._high * right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator /(Pair<T> left, Pair<T> right) => new(left._low / right._low, left._high / right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator -(Pair<T> value) => new(-value._low, -value._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> operator &(Pair<T> left, Pair<T> right) => new(left._low & right._low, left._high & right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Create(float value) => new(T.Create(value), T.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> CreateBits(int bits) => new(T.CreateBits(bits), T.CreateBits(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Load(ref float source, nint offset) => new(T.Load(ref source, offset), T.Load(ref source, offset + T.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Pair<T> value, ref float destination, nint offset)
    {
        T.Store(value._low, ref destination, offset);
        T.Store(value._high, ref destination, offset + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> FusedMultiplyAdd(Pair<T> left, Pair<T> right, Pair<T> addend) => new(
        T.FusedMultiplyAdd(left._low, right._low, addend._low), T.FusedMultiplyAdd(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> FusedMultiplyAddNegated(Pair<T> left, Pair<T> right, Pair<T> addend) => new(
        T.FusedMultiplyAddNegated(left._low, right._low, addend._low), T.FusedMultiplyAddNegated(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> AtMost(Pair<T> bound, Pair<T> value) => new(T.AtMost(bound._low, value._low), T.AtMost(bound._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> AtLeast(Pair<T> bound, Pair<T> value) => new(T.AtLeast(bound._low, value._low), T.AtLeast(bound._high, value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Abs(Pair<T> value) => new(T.Abs(value._low), T.Abs(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Sqrt(Pair<T> value) => new(T.Sqrt(value._low), T.Sqrt(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> WithSign(Pair<T> magnitude, Pair<T> sign) =>
        new(T.WithSign(magnitude._low, sign._low), T.WithSign(magnitude._high, sign._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> WhereLess(Pair<T> left, Pair<T> right, Pair<T> whereLess, Pair<T> otherwise) => new(
        T.WhereLess(left._low, right._low, whereLess._low, otherwise._low),
        T.WhereLess(left._high, right._high, whereLess._high, otherwise._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> Select(Pair<T> mask, Pair<T> whereSet, Pair<T> otherwise) => new(
        T.Select(mask._low, whereSet._low, otherwise._low), T.Select(mask._high, whereSet._high, otherwise._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> AddBits(Pair<T> left, Pair<T> right) => new(T.AddBits(left._low, right._low), T.AddBits(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> SubtractBits(Pair<T> left, Pair<T> right) =>
        new(T.SubtractBits(left._low, right._low), T.SubtractBits(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> ShiftIntoExponent(Pair<T> value) => new(T.ShiftIntoExponent(value._low), T.ShiftIntoExponent(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<T> ExponentToSingle(Pair<T> value) => new(T.ExponentToSingle(value._low), T.ExponentToSingle(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumByHalves(Pair<T> value) => T.SumByHalves(value._low + value._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxByHalves(Pair<T> value) => T.MaxByHalves(T.AtLeast(value._low, value._high));
}
