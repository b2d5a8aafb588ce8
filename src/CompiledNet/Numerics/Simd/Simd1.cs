using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CompiledNet.Numerics.Simd;

/// <summary>A single float as a vector of one lane: for what is left behind the last whole vector, by the same code.</summary>
internal readonly struct Simd1(float value) : ISimd<Simd1>
{
    private const int FractionBits = 23;

    private readonly float _value = value;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    public static Simd1 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    private int Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.SingleToInt32Bits(_value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator +(Simd1 left, Simd1 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator -(Simd1 left, Simd1 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator *(Simd1 left, Simd1 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator /(Simd1 left, Simd1 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator -(Simd1 value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 operator &(Simd1 left, Simd1 right) => FromBits(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Create(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 CreateBits(int bits) => FromBits(bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Load(ref float source, nint offset) => new(Unsafe.Add(ref source, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd1 value, ref float destination, nint offset) => Unsafe.Add(ref destination, offset) = value._value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 FusedMultiplyAdd(Simd1 left, Simd1 right, Simd1 addend) => new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 FusedMultiplyAddNegated(Simd1 left, Simd1 right, Simd1 addend) => new(MathF.FusedMultiplyAdd(-left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 AtMost(Simd1 bound, Simd1 value) => bound._value < value._value ? bound : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 AtLeast(Simd1 bound, Simd1 value) => bound._value > value._value ? bound : value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Abs(Simd1 value) => new(MathF.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Sqrt(Simd1 value) => new(MathF.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 WithSign(Simd1 magnitude, Simd1 sign) => FromBits((sign.Bits & int.MinValue) | (magnitude.Bits & int.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 WhereLess(Simd1 left, Simd1 right, Simd1 whereLess, Simd1 otherwise) => left._value < right._value ? whereLess : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 Select(Simd1 mask, Simd1 whereSet, Simd1 otherwise) => mask.Bits != 0 ? whereSet : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 AddBits(Simd1 left, Simd1 right) => FromBits(left.Bits + right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 SubtractBits(Simd1 left, Simd1 right) => FromBits(left.Bits - right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 ShiftIntoExponent(Simd1 value) => FromBits(value.Bits << FractionBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd1 ExponentToSingle(Simd1 value) => new(value.Bits >> FractionBits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumByHalves(Simd1 value) => Vector128.CreateScalar(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxByHalves(Simd1 value) => Vector128.Create(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Simd1 FromBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
}
