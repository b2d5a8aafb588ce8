using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet.Numerics.Simd;

/// <summary>8 floats in a 256-bit vector.</summary>
internal readonly struct Simd256(Vector256<float> lanes) : ISimd<Simd256>
{
    private const int FractionBits = 23;

    private readonly Vector256<float> _lanes = lanes;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    public static Simd256 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector256<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator +(Simd256 left, Simd256 right) => new(left._lanes + right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 left, Simd256 right) => new(left._lanes - right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator *(Simd256 left, Simd256 right) => new(left._lanes * right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator /(Simd256 left, Simd256 right) => new(left._lanes / right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 value) => new(-value._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator &(Simd256 left, Simd256 right) => new(left._lanes & right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 CreateBits(int bits) => new(Vector256.Create(bits).AsSingle());

    // A dereference, not Vector256.LoadUnsafe: in a large method the inliner's budget runs out and the latter becomes a call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Load(ref float source, nint offset) =>
        new(Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd256 value, ref float destination, nint offset) =>
        Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref destination, offset)) = value._lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 FusedMultiplyAdd(Simd256 left, Simd256 right, Simd256 addend) =>
        new(Vector256.FusedMultiplyAdd(left._lanes, right._lanes, addend._lanes));

    // The compiler would negate first, in an instruction of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 FusedMultiplyAddNegated(Simd256 left, Simd256 right, Simd256 addend) => Fma.IsSupported
        ? new(Fma.MultiplyAddNegated(left._lanes, right._lanes, addend._lanes))
        : FusedMultiplyAdd(-left, right, addend);

    // Min and Max would cost fix-ups for NaN and -0. The native ones give back their second operand where one is NaN (x86, and the
    // portable form), or NaN itself (Arm), so with the value second a NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 AtMost(Simd256 bound, Simd256 value) => new(Vector256.MinNative(bound._lanes, value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 AtLeast(Simd256 bound, Simd256 value) => new(Vector256.MaxNative(bound._lanes, value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Abs(Simd256 value) => new(Vector256.Abs(value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Sqrt(Simd256 value) => new(Vector256.Sqrt(value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 WithSign(Simd256 magnitude, Simd256 sign) =>
        new(magnitude._lanes | (sign._lanes & Vector256.Create(-0f)));

    // In one expression, for the comparison to stay in a mask register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 WhereLess(Simd256 left, Simd256 right, Simd256 whereLess, Simd256 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(left._lanes, right._lanes), whereLess._lanes, otherwise._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Select(Simd256 mask, Simd256 whereSet, Simd256 otherwise) =>
        new(Vector256.ConditionalSelect(mask._lanes, whereSet._lanes, otherwise._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 AddBits(Simd256 left, Simd256 right) =>
        new((left._lanes.AsInt32() + right._lanes.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 SubtractBits(Simd256 left, Simd256 right) =>
        new((left._lanes.AsInt32() - right._lanes.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ShiftIntoExponent(Simd256 value) => new((value._lanes.AsInt32() << FractionBits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 ExponentToSingle(Simd256 value) =>
        new(Vector256.ConvertToSingle(value._lanes.AsInt32() >> FractionBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumByHalves(Simd256 value) => value._lanes.GetLower() + value._lanes.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxByHalves(Simd256 value) =>
        Vector128.MaxNative(value._lanes.GetLower(), value._lanes.GetUpper());
}
