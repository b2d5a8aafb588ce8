namespace CompiledNet.Numerics;

/// <summary>
/// What schedules, optimizers, the random generator and the augmentation of images need of the functions that a platform computes in its own way: made of single additions,
/// multiplications and divisions of doubles alone, which are the same to the last bit everywhere.
/// </summary>
internal static class DeterministicMath
{
    // Pi is the double Math.PI and this.
    private const double RestOfPi = 1.2246467991473532e-16;

    // ln 2 in two parts: the first has so few bits that it is exact times any exponent (fdlibm's e_log.c).
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    private const int FractionBits = 52;
    private const int ExponentBias = 1023;
    private const double SqrtTwo = 1.4142135623730951;

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

    /// <summary>
    /// The sine and the cosine of an angle from -180 to 180 degrees; exactly 0, 1 or -1 at right angles. Their errors are below 3e-16. The sine is odd
    /// and the cosine even, to the last bit.
    /// </summary>
    /// <param name="degrees">The angle in degrees, for the reduction to come to be exact.</param>
    public static (double Sine, double Cosine) SineAndCosine(double degrees)
    {
        // The angle beyond the nearest right angle, at most 45 degrees, by the Taylor series at 0; what they leave out there is below 1e-19.
        int quarters = (int)Math.Round(degrees / 90);
        double x = (degrees - (90.0 * quarters)) * (Math.PI / 180);
        double y = x * x;
        double sine = 0;
        double cosine = 0;
        for (int n = 18; n >= 2; n -= 2)
        {
            // As in Cosine; the sine's factors, x apart, are one further on.
            sine = (1 - sine) * (y / (n * (n + 1)));
            cosine = (1 - cosine) * (y / (n * (n - 1)));
        }

        sine = x - (x * sine);
        cosine = 1 - cosine;
        return (quarters & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>The natural logarithm of a normal positive number. The relative error is below 1e-15.</summary>
    /// <param name="value">The number.</param>
    public static double Logarithm(double value)
    {
        // value = 2^exponent (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); then ln(1 + f) = 2 artanh(s) with s = f / (2 + f), whose series is
        // s + s^3/3 + s^5/5 + ... with s^2 below 0.0295: what it leaves out is below 1e-18 of it.
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> FractionBits) - ExponentBias;
        double fraction = BitConverter.Int64BitsToDouble((bits & ((1L << FractionBits) - 1)) | ((long)ExponentBias << FractionBits));
        if (fraction > SqrtTwo)
        {
            fraction /= 2;
            exponent++;
        }

        double f = fraction - 1;
        double s = f / (2 + f);
        double square = s * s;
        double rest = 0;
        for (int n = 23; n >= 3; n -= 2)
        {
            rest = (rest + (1.0 / n)) * square;
        }

        return (exponent * Ln2High) + ((exponent * Ln2Low) + ((2 * s) + (2 * s * rest)));
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
