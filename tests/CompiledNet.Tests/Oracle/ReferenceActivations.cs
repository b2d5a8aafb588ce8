namespace CompiledNet.Tests.Oracle;

/// <summary>The activations and their derivatives in double, straight from the formulas. Softmax works on a whole row and is not here.</summary>
internal static class ReferenceActivations
{
    private const double LeakySlope = 0.01;

    public static double Apply(Activation activation, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => Sigmoid(z),
        Activation.Tanh => Math.Tanh(z),
        Activation.ReLU => z > 0 ? z : 0,
        Activation.LeakyReLU => z > 0 ? z : LeakySlope * z,
        Activation.ELU => z > 0 ? z : Expm1(z),
        Activation.GELU => z * NormalCdf(z),
        Activation.SiLU => z * Sigmoid(z),
        Activation.Softplus => Softplus(z),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Not an activation of single numbers."),
    };

    public static double Derivative(Activation activation, double z)
    {
        double s = Sigmoid(z);
        double t = Math.Tanh(z);
        return activation switch
        {
            Activation.Identity => 1,
            Activation.Sigmoid => s * Sigmoid(-z),
            Activation.Tanh => 1 - (t * t),
            Activation.ReLU => z > 0 ? 1 : 0,
            Activation.LeakyReLU => z > 0 ? 1 : LeakySlope,
            Activation.ELU => z > 0 ? 1 : Math.Exp(z),
            Activation.GELU => NormalCdf(z) + (z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)),
            Activation.SiLU => s + (z * s * Sigmoid(-z)),
            Activation.Softplus => s,
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "Not an activation of single numbers."),
        };
    }

    public static double Softplus(double z) => Math.Max(z, 0) + Log1p(Math.Exp(-Math.Abs(z)));

    private static double Sigmoid(double z)
    {
        double e = Math.Exp(-Math.Abs(z));
        return z >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    // The share of a normal distribution below z; from the complement in the tail, where the sum of 1 and erf would lose all digits.
    private static double NormalCdf(double z) => z < 0 ? Erfc(-z / Math.Sqrt(2)) / 2 : 1 - (Erfc(z / Math.Sqrt(2)) / 2);

    // For x >= 0: the all-positive series below 2 (Abramowitz and Stegun 7.1.6), the continued fraction above (7.1.14).
    private static double Erfc(double x)
    {
        if (x > 30)
        {
            return 0;
        }

        double scale = Math.Exp(-x * x) / Math.Sqrt(Math.PI);
        if (x < 2)
        {
            double term = 2 * x;
            double sum = term;
            for (int n = 1; term > sum * 1e-18; n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return 1 - (scale * sum);
        }

        double fraction = x;
        for (int n = 120; n > 0; n--)
        {
            fraction = x + (n / 2.0 / fraction);
        }

        return scale / fraction;
    }

    // The usual compensation: exact to a few units in the last place although exp and log round (Higham 2002, section 1.14.1).
    private static double Expm1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : u - 1 == -1 ? -1 : (u - 1) * x / Math.Log(u);
    }

    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : Math.Log(u) * x / (u - 1);
    }
}
