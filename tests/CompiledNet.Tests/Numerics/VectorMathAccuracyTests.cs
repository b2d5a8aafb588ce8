using System.Runtime.Intrinsics;
using CompiledNet.Numerics;
using Xunit.Abstractions;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class VectorMathAccuracyTests(ITestOutputHelper output)
{
    private const double Tolerance = 4e-7;

    public static TheoryData<string> Names => VectorFunction.Names;

    // Without vector hardware every lane is a call, so fewer points are taken; the lanes' arithmetic is the same.
    private static int Thinning => Vector128.IsHardwareAccelerated ? 1 : 50;

    [Theory]
    [MemberData(nameof(Names))]
    public void Errors_stay_below_the_tolerance_over_all_exponents(string name)
    {
        // Every 4099th bit pattern: all exponents and signs, 2,000 numbers each.
        int count = (int)((1L << 32) / 4099 / Thinning);
        float[] x = new float[count];
        uint bits = 12345;
        for (int i = 0; i < count; i++)
        {
            bits += (uint)(4099 * Thinning);
            x[i] = BitConverter.UInt32BitsToSingle(bits);
        }

        AssertAccurate(name, x);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Errors_stay_below_the_tolerance_where_the_function_bends(string name)
    {
        var random = new SeededRandom(7);
        float[] x = new float[400_000 / Thinning];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = random.NextSingle(-95f, 95f) / (1 << (i % 8));
        }

        AssertAccurate(name, x);
    }

    [Fact]
    public void Log_is_accurate_around_one()
    {
        float[] x = new float[20_000];
        int one = BitConverter.SingleToInt32Bits(1f);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = BitConverter.Int32BitsToSingle(one + i - 10_000);
        }

        AssertAccurate("log", x);
    }

    private void AssertAccurate(string name, float[] x)
    {
        VectorFunction function = VectorFunction.All[name];
        float[] values = new float[x.Length];
        function.Apply(x, values);

        double largest = 0;
        float where = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double exact = function.Exact(x[i]);
            if (double.IsNaN(exact) || Math.Abs(exact) > float.MaxValue)
            {
                // Minus infinity times 0 is NaN in the plain formulas of GELU and SiLU; the functions give the limit.
                Assert.True(
                    double.IsNaN(exact) ? float.IsNaN(values[i]) || float.IsNegativeInfinity(x[i]) : values[i] == (float)exact,
                    $"{name}({x[i]:R}) is {values[i]:R}, not {(float)exact:R}");
                continue;
            }

            double error = Math.Abs(values[i] - exact);
            if (!(error <= (Tolerance * Math.Abs(exact)) + function.Floor))
            {
                Assert.Fail($"{name}({x[i]:R}) is {values[i]:R}, not {exact:R}: relative error {error / Math.Abs(exact):E2}");
            }

            if (Math.Abs(exact) > 4 * function.Floor && error > largest * Math.Abs(exact))
            {
                largest = error / Math.Abs(exact);
                where = x[i];
            }
        }

        output.WriteLine(FormattableString.Invariant($"{name}: largest relative error {largest:E2} at {where:R}"));
    }
}
