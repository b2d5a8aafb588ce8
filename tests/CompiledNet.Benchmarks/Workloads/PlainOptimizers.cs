namespace CompiledNet.Benchmarks;

/// <summary>The loops everybody would write for an optimizer's step: PyTorch's formulas in floats, one parameter after the other.</summary>
internal static class PlainOptimizers
{
    public static void Sgd(float[] p, float[] g, float rate)
    {
        for (int i = 0; i < p.Length; i++)
        {
            p[i] -= rate * g[i];
        }
    }

    public static void SgdMomentum(float[] p, float[] g, float[] v, float rate, float momentum)
    {
        for (int i = 0; i < p.Length; i++)
        {
            v[i] = (momentum * v[i]) + g[i];
            p[i] -= rate * v[i];
        }
    }

    public static void Adam(float[] p, float[] g, float[] m, float[] v, float rate, float decay, float beta1, float beta2, float epsilon, long step)
    {
        float stepSize = rate / (1 - MathF.Pow(beta1, step));
        float root = MathF.Sqrt(1 - MathF.Pow(beta2, step));
        for (int i = 0; i < p.Length; i++)
        {
            p[i] *= 1 - (rate * decay);
            m[i] = (beta1 * m[i]) + ((1 - beta1) * g[i]);
            v[i] = (beta2 * v[i]) + ((1 - beta2) * g[i] * g[i]);
            p[i] -= stepSize * m[i] / ((MathF.Sqrt(v[i]) / root) + epsilon);
        }
    }

    public static void RmsProp(float[] p, float[] g, float[] v, float rate, float alpha, float epsilon)
    {
        for (int i = 0; i < p.Length; i++)
        {
            v[i] = (alpha * v[i]) + ((1 - alpha) * g[i] * g[i]);
            p[i] -= rate * g[i] / (MathF.Sqrt(v[i]) + epsilon);
        }
    }

    public static void Adagrad(float[] p, float[] g, float[] s, float rate, float epsilon)
    {
        for (int i = 0; i < p.Length; i++)
        {
            s[i] += g[i] * g[i];
            p[i] -= rate * g[i] / (MathF.Sqrt(s[i]) + epsilon);
        }
    }
}
