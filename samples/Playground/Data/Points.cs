using CompiledNet.Numerics;

namespace CompiledNet.Playground.Data;

/// <summary>
/// Points of a plane, of two classes: the four problems of TensorFlow Playground, scaled so that the points lie in about -1 to 1. The first points are
/// the same however many are asked for, and noise moves each along the same way.
/// </summary>
internal sealed class Points : IExamples
{
    private const int TrainSeed = 1;
    private const int TestSeed = 2;

    private readonly float[] _points; // x, y
    private readonly byte[] _labels;
    private readonly float _zero;

    private Points(float[] points, byte[] labels, float zero)
    {
        _points = points;
        _labels = labels;
        _zero = zero;
    }

    public int Count => _labels.Length;

    public int InputSize => 2;

    public int TargetSize => 1;

    /// <summary>Makes them.</summary>
    /// <param name="problem">Which problem.</param>
    /// <param name="count">How many.</param>
    /// <param name="noise">How far they are moved about, 0 to 0.5.</param>
    /// <param name="test">Whether they are for testing: other points.</param>
    /// <param name="zero">The target of class 0; that of class 1 is 1.</param>
    public static Points Make(string problem, int count, double noise, bool test, float zero)
    {
        SeededRandom random = new(test ? TestSeed : TrainSeed);
        float[] points = new float[2 * count];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++)
        {
            (double x, double y, bool one) = problem switch
            {
                "circle" => Circle(random, i, noise),
                "xor" => Xor(random, noise),
                "spiral" => Spiral(random, i, noise),
                _ => Gaussian(random, i, noise),
            };
            points[2 * i] = (float)x;
            points[(2 * i) + 1] = (float)y;
            labels[i] = one ? (byte)1 : (byte)0;
        }

        return new Points(points, labels, zero);
    }

    public int Label(int index) => _labels[index];

    public (float X, float Y) this[int index] => (_points[2 * index], _points[(2 * index) + 1]);

    public void Read(ReadOnlySpan<int> indices, Span<float> inputs, Span<float> targets)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            (inputs[2 * i], inputs[(2 * i) + 1]) = this[indices[i]];
            targets[i] = _labels[indices[i]] == 1 ? 1 : _zero;
        }
    }

    // Noise moves a point after its class is settled, so that with noise the classes overlap.
    private static (double X, double Y, bool One) Circle(SeededRandom random, int i, double noise)
    {
        bool inner = i % 2 == 0;
        double radius = inner ? 0.5 * Math.Sqrt(Next(random)) : 0.7 + (0.25 * Next(random));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * Next(random));
        (double dx, double dy) = Shift(random, noise);
        return ((radius * cos) + dx, (radius * sin) + dy, inner);
    }

    private static (double X, double Y, bool One) Xor(SeededRandom random, double noise)
    {
        const double Gap = 0.05;
        double x = (2 * Next(random)) - 1;
        double y = (2 * Next(random)) - 1;
        bool one = x * y < 0;
        x += x > 0 ? Gap : -Gap;
        y += y > 0 ? Gap : -Gap;
        (double dx, double dy) = Shift(random, noise);
        return ((x / (1 + Gap)) + dx, (y / (1 + Gap)) + dy, one);
    }

    private static (double X, double Y, bool One) Spiral(SeededRandom random, int i, double noise)
    {
        const double Turns = 1.75 * 2 * Math.PI;
        bool one = i % 2 == 0;
        double along = Next(random);
        double angle = (along * Turns) + (one ? 0 : Math.PI);
        (double dx, double dy) = Shift(random, noise);
        return ((0.95 * along * Math.Sin(angle)) + (dx * 0.5), (0.95 * along * Math.Cos(angle)) + (dy * 0.5), one);
    }

    private static (double X, double Y, bool One) Gaussian(SeededRandom random, int i, double noise)
    {
        bool one = i % 2 == 0;
        double centre = one ? 0.4 : -0.4;
        double width = 0.12 + (0.5 * noise);
        return (centre + (width * random.NextNormal()), centre + (width * random.NextNormal()), one);
    }

    private static double Next(SeededRandom random) => random.NextSingle();

    private static (double X, double Y) Shift(SeededRandom random, double noise) =>
        (noise * ((2 * Next(random)) - 1), noise * ((2 * Next(random)) - 1));
}
