namespace CompiledNet.Numerics;

/// <summary>
/// What schedules, optimizers and the random generator need of the functions that a platform computes in its own way: made of single additions,
/// multiplications and divisions of doubles alone, which are the same to the last bit everywhere.
/// </summary>
internal static class DeterministicMath
{
    // Pi is the double Math.PI and this.
    private const double RestOfPi = 1.2246467991473532e-16;

    /// <summary>The cosine of an angle from 0 to <see cref="Math.PI"/>; exactly 1 and -1 at the two. The error is below 4e-16.</summary>
    /// <param name="angle">The angle in radians.</param>
    public static double Cosine(double angle)
    {
        // The Taylor series at 0 for the smaller of two angles; what it leaves out at pi/2 is below 1e-19.
        bool obtuse = angle > Math.PI / 2;
        double x = obtuse ? (Math.PI - angle) + RestOfPi : angle;
        double y = x * x;
        double sum = 0;
        for (int n = 22; n >= 2; n -= 2)
        {
            // y/(n (n-1)) times what the series goes on with.
            sum = (1 - sum) * (y / (n * (n - 1)));
        }

        return obtuse ? sum - 1 : 1 - sum;
    }

    /// <summary>A number to a whole power of at least 0, by repeated squaring; 1 to the power 0.</summary>
    /// <param name="value">The number.</param>
    /// <param name="exponent">The power.</param>
    public static double Power(double value, long exponent)
    {
        double result = 1;
        double square = value;
        for (long rest = exponent; rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
            {
                result *= square;
            }

            square *= square;
        }

        return result;
    }
}
