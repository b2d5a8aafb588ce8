namespace CompiledNet.Benchmarks;

/// <summary>e^A = I + A + A²/2! + ... of a 2x2 matrix, in double precision.</summary>
internal static class MatrixExponential
{
    private const int Halvings = 8;
    private const int Terms = 16;

    /// <summary>By scaling and squaring: the Taylor series of A / 2^8, squared eight times.</summary>
    /// <param name="matrix">A, row after row, <c>[4]</c>.</param>
    /// <param name="result">Receives e^A, <c>[4]</c>.</param>
    public static void Of2x2(ReadOnlySpan<float> matrix, Span<float> result)
    {
        double scale = 1.0 / (1 << Halvings);
        Matrix a = new(matrix[0] * scale, matrix[1] * scale, matrix[2] * scale, matrix[3] * scale);
        Matrix sum = new(1, 0, 0, 1);
        Matrix term = sum;
        for (int n = 1; n <= Terms; n++)
        {
            term = (term * a).Times(1.0 / n);
            sum = new Matrix(sum.A + term.A, sum.B + term.B, sum.C + term.C, sum.D + term.D);
        }

        for (int n = 0; n < Halvings; n++)
        {
            sum *= sum;
        }

        result[0] = (float)sum.A;
        result[1] = (float)sum.B;
        result[2] = (float)sum.C;
        result[3] = (float)sum.D;
    }

    private readonly record struct Matrix(double A, double B, double C, double D)
    {
        public static Matrix operator *(Matrix x, Matrix y) => new(
            (x.A * y.A) + (x.B * y.C), (x.A * y.B) + (x.B * y.D), (x.C * y.A) + (x.D * y.C), (x.C * y.B) + (x.D * y.D));

        public Matrix Times(double factor) => new(A * factor, B * factor, C * factor, D * factor);
    }
}
