using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet.Numerics.Simd;

/// <summary>4 floats in a 128-bit vector.</summary>
internal readonly struct Simd128(Vector128<float> lanes) : ISimd<Simd128>
{
    private const int FractionBits = 23;

    private readonly Vector128<float> _lanes = lanes;

    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    public static Simd128 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector128<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator +(Simd128 left, Simd128 right) => new(left._lanes + right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 left, Simd128 right) => new(left._lanes - right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator *(Simd128 left, Simd128 right) => new(left._lanes * right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator /(Simd128 left, Simd128 right) => new(left._lanes / right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 value) => new(-value._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator &(Simd128 left, Simd128 right) => new(left._lanes & right._lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 CreateBits(int bits) => new(Vector128.Create(bits).AsSingle());

    // A dereference, not Vector128.LoadUnsafe: in a large method the inliner's budget runs out and the latter becomes a call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Load(ref float source, nint offset) =>
        new(Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref source, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Simd128 value, ref float destination, nint offset) =>
        Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref destination, offset)) = value._lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 FusedMultiplyAdd(Simd128 left, Simd128 right, Simd128 addend) => Fma.IsSupported || AdvSimd.IsSupported
        ? new(Vector128.FusedMultiplyAdd(left._lanes, right._lanes, addend._lanes))
        : FusedMultiplyAddLaneByLane(left, right, addend);

    // The compiler would negate first, in an instruction of its own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 FusedMultiplyAddNegated(Simd128 left, Simd128 right, Simd128 addend) => Fma.IsSupported
        ? new(Fma.MultiplyAddNegated(left._lanes, right._lanes, addend._lanes))
        : FusedMultiplyAdd(-left, right, addend);

    // Min and Max would cost fix-ups for NaN and -0. The native ones give back their second operand where one is NaN (x86, and the
    // portable form), or NaN itself (Arm), so with the value second a NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 AtMost(Simd128 bound, Simd128 value) => new(Vector128.MinNative(bound._lanes, value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 AtLeast(Simd128 bound, Simd128 value) => new(Vector128.MaxNative(bound._lanes, value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Abs(Simd128 value) => new(Vector128.Abs(value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Sqrt(Simd128 value) => new(Vector128.Sqrt(value._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 WithSign(Simd128 magnitude, Simd128 sign) =>
        new(magnitude._lanes | (sign._lanes & Vector128.Create(-0f)));

    // In one expression, for the comparison to stay in a mask register.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 WhereLess(Simd128 left, Simd128 right, Simd128 whereLess, Simd128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(left._lanes, right._lanes), whereLess._lanes, otherwise._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Select(Simd128 mask, Simd128 whereSet, Simd128 otherwise) =>
        new(Vector128.ConditionalSelect(mask._lanes, whereSet._lanes, otherwise._lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 AddBits(Simd128 left, Simd128 right) =>
        new((left._lanes.AsInt32() + right._lanes.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 SubtractBits(Simd128 left, Simd128 right) =>
        new((left._lanes.AsInt32() - right._lanes.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ShiftIntoExponent(Simd128 value) => new((value._lanes.AsInt32() << FractionBits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 ExponentToSingle(Simd128 value) =>
        new(Vector128.ConvertToSingle(value._lanes.AsInt32() >> FractionBits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumByHalves(Simd128 value) => value._lanes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxByHalves(Simd128 value) => value._lanes;

    // Where there is no such instruction each lane is a call; the runtime's own way to those four takes nearly twice as long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Simd128 FusedMultiplyAddLaneByLane(Simd128 left, Simd128 right, Simd128 addend) => new(Vector128.Create(
        MathF.FusedMultiplyAdd(left._lanes.GetElement(0), right._lanes.GetElement(0), addend._lanes.GetElement(0)),
        MathF.FusedMultiplyAdd(left._lanes.GetElement(1), right._lanes.GetElement(1), addend._lanes.GetElement(1)),
        MathF.FusedMultiplyAdd(left._lanes.GetElement(2), right._lanes.GetElement(2), addend._lanes.GetElement(2)),
        MathF.FusedMultiplyAdd(left._lanes.GetElement(3), right._lanes.GetElement(3), addend._lanes.GetElement(3))));
}
