using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet.Numerics.Simd;

/// <summary>16 floats in a 512-bit vector.</summary>
internal readonly struct Simd512(Vector512<float> lanes) : ISimd<Simd512>
{
    private const int FractionBits = 23;

    private readonly Vector512<float> _lanes = lanes;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    public static Simd512 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 left, Simd512 right) => new(left._lanes + right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 left, Simd512 right) => new(left._lanes - right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator *(Simd512 left, Simd512 right) => new(left._lanes * right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator /(Simd512 left, Simd512 right) => new(left._lanes / right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 value) => new(-value._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator &(Simd512 left, Simd512 right) => new(left._lanes & right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 CreateBits(int bits) => new(Vector512.Create(bits).AsSingle());

    // A dereference, not Vector512.LoadUnsafe: in a large method the inliner's budget runs out and the latter becomes a call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(ref float source, nint offset) =>
        new(Unsafe.As<float, Vector512<float>>(ref Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd512 value, ref float destination, nint offset) =>
        Unsafe.As<float, Vector512<float>>(ref Unsafe.Add(ref destination, offset)) = value._lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 FusedMultiplyAdd(Simd512 left, Simd512 right, Simd512 addend) =>
        new(Vector512.FusedMultiplyAdd(left._lanes, right._lanes, addend._lanes));

    // The compiler would negate first, in an instruction of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 FusedMultiplyAddNegated(Simd512 left, Simd512 right, Simd512 addend) =>
        new(Avx512F.FusedMultiplyAddNegated(left._lanes, right._lanes, addend._lanes));

    // Min and Max would cost fix-ups for NaN and -0. The native ones give back their second operand where one is NaN (x86, and the
    // portable form), or NaN itself (Arm), so with the value second a NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 AtMost(Simd512 bound, Simd512 value) => new(Vector512.MinNative(bound._lanes, value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 AtLeast(Simd512 bound, Simd512 value) => new(Vector512.MaxNative(bound._lanes, value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Abs(Simd512 value) => new(Vector512.Abs(value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Sqrt(Simd512 value) => new(Vector512.Sqrt(value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 WithSign(Simd512 magnitude, Simd512 sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(-0f), sign._lanes, magnitude._lanes));

    // In one expression, for the comparison to stay in a mask register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 WhereLess(Simd512 left, Simd512 right, Simd512 whereLess, Simd512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left._lanes, right._lanes), whereLess._lanes, otherwise._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Select(Simd512 mask, Simd512 whereSet, Simd512 otherwise) =>
        new(Vector512.ConditionalSelect(mask._lanes, whereSet._lanes, otherwise._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 AddBits(Simd512 left, Simd512 right) =>
        new((left._lanes.AsInt32() + right._lanes.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 SubtractBits(Simd512 left, Simd512 right) =>
        new((left._lanes.AsInt32() - right._lanes.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ShiftIntoExponent(Simd512 value) => new((value._lanes.AsInt32() << FractionBits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 ExponentToSingle(Simd512 value) =>
        new(Vector512.ConvertToSingle(value._lanes.AsInt32() >> FractionBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumByHalves(Simd512 value)
    {
        Vector256<float> eight = value._lanes.GetLower() + value._lanes.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxByHalves(Simd512 value)
    {
        Vector256<float> eight = Vector256.MaxNative(value._lanes.GetLower(), value._lanes.GetUpper());
        return Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
    }
}
