namespace CompiledNet.Tests.Numerics;

/// <summary>The float64 functions that the vector functions are held against; nothing here is shared with them.</summary>
internal static class DoubleMath
{
    public static double Log1P(double x)
    {
        // Kahan's trick: the rounding error of 1 + x cancels in the quotient.
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }

    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1)
        {
            return x;
        }

        return u - 1 == -1 ? -1 : double.IsInfinity(u) ? u : (u - 1) * x / Math.Log(u);
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    public static double Tanh(double x)
    {
        double e = ExpM1(2 * Math.Min(Math.Abs(x), 100));
        return Math.CopySign(e / (e + 2), x);
    }

    public static double Elu(double x) => x > 0 ? x : ExpM1(x);

    public static double Silu(double x) => x * Sigmoid(x);

    public static double Gelu(double x) => x * Phi(x);

    public static double Phi(double x) => Erfc(-x / Math.Sqrt(2)) / 2;

    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        return Math.CopySign(a < 2 ? ErfSeries(a) : 1 - Erfc(a), x);
    }

    public static double Erfc(double x) => x < 2 ? (x < 0 ? 2 - Erfc(-x) : 1 - ErfSeries(x)) : ErfcFraction(x);

    // erf(x) = 2 / sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms positive (DLMF 7.6.2).
    private static double ErfSeries(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; term > sum * 1e-18; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // The continued fraction DLMF 7.9.1, evaluated from a depth that is ample for x >= 2.
    private static double ErfcFraction(double x)
    {
        double fraction = 0;
        for (int n = 60; n >= 1; n--)
        {
            fraction = n / 2.0 / (x + fraction);
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }
}
