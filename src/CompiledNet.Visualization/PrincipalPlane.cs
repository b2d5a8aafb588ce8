using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CompiledNet;

/// <summary>
/// The plane through an origin that shows two descents best: its first direction is the first right singular vector of the matrix of their points minus the
/// origin, its second, at right angles, that of the zigzag of one of them. Both are found from the small matrix of the points' inner products.
/// </summary>
internal sealed class PrincipalPlane
{
    private const int Rounds = 400;

    private readonly float[] _origin;

    /// <summary>Finds it.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="smooth">The points of a path.</param>
    /// <param name="zigzag">Those of the other, whose zigzag is to be seen.</param>
    public PrincipalPlane(float[] origin, IReadOnlyList<PathPoint> smooth, IReadOnlyList<PathPoint> zigzag)
    {
        _origin = origin;
        float[][] points = [.. smooth.Select(point => point.Parameters), .. zigzag.Select(point => point.Parameters)];
        double[,] products = Products(points);
        double total = Enumerable.Range(0, points.Length).Sum(i => products[i, i]);
        First = Direction(points, Leading(products), null, 1);
        Deflate(products, points, First);
        double[,] offsets = Offsets(zigzag, smooth.Count, points.Length);
        double[] shares = Leading(Multiply(offsets, products));
        Second = Direction(points, Combine(offsets, shares), First, 2);

        // The start to the left and above, so that a picture does not depend on the signs that come out.
        (double x, double y) = Project(points[0]);
        Turn(First, x > 0);
        Turn(Second, y < 0);
        double inside = points.Sum(point =>
        {
            (double along, double across) = Project(point);
            return (along * along) + (across * across);
        });
        Share = total > 0 ? Math.Min(1, inside / total) : 1;
    }

    /// <summary>The first direction, of length 1.</summary>
    public float[] First { get; }

    /// <summary>The second, of length 1 and at right angles to the first.</summary>
    public float[] Second { get; }

    /// <summary>How much of the points' squared distances from the origin lies in the plane, from 0 to 1.</summary>
    public double Share { get; }

    /// <summary>A point's coordinates in the plane.</summary>
    public (double X, double Y) Project(float[] point)
    {
        double x = 0;
        double y = 0;
        for (int i = 0; i < point.Length; i++)
        {
            double difference = (double)point[i] - _origin[i];
            x += difference * First[i];
            y += difference * Second[i];
        }

        return (x, y);
    }

    /// <summary>Sets parameters to a point of the plane.</summary>
    public void Set(Span<float> parameters, double x, double y)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = (float)(_origin[i] + (x * First[i]) + (y * Second[i]));
        }
    }

    private static void Turn(float[] direction, bool turn)
    {
        for (int i = 0; turn && i < direction.Length; i++)
        {
            direction[i] = -direction[i];
        }
    }

    private static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));

    private double[,] Products(float[][] points)
    {
        double[,] products = new double[points.Length, points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = Product(points[i], points[j], _origin);
                products[i, j] = products[j, i] = sum;
            }
        }

        return products;
    }

    // Always in eight sums, so that the same comes out on every machine.
    private static double Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> origin)
    {
        Vector512<double> sums = default;
        int whole = origin.Length & ~7;
        ReadOnlySpan<Vector256<float>> left = MemoryMarshal.Cast<float, Vector256<float>>(a[..whole]);
        ReadOnlySpan<Vector256<float>> right = MemoryMarshal.Cast<float, Vector256<float>>(b[..whole]);
        ReadOnlySpan<Vector256<float>> from = MemoryMarshal.Cast<float, Vector256<float>>(origin[..whole]);
        for (int i = 0; i < from.Length; i++)
        {
            sums += Wide(left[i] - from[i]) * Wide(right[i] - from[i]);
        }

        double sum = Vector512.Sum(sums);
        for (int i = whole; i < origin.Length; i++)
        {
            sum += (double)(a[i] - origin[i]) * (b[i] - origin[i]);
        }

        return sum;

        static Vector512<double> Wide(Vector256<float> values)
        {
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(values);
            return Vector512.Create(lower, upper);
        }
    }

    // How far each point lies off the line between its neighbours, as weights of the points.
    private static double[,] Offsets(IReadOnlyList<PathPoint> zigzag, int first, int count)
    {
        double[,] offsets = new double[Math.Max(zigzag.Count - 2, 1), count];
        for (int i = 1; i + 1 < zigzag.Count; i++)
        {
            double share = (double)(zigzag[i].Step - zigzag[i - 1].Step) / (zigzag[i + 1].Step - zigzag[i - 1].Step);
            offsets[i - 1, first + i - 1] = share - 1;
            offsets[i - 1, first + i] = 1;
            offsets[i - 1, first + i + 1] = -share;
        }

        return offsets;
    }

    // The offsets' inner products.
    private static double[,] Multiply(double[,] offsets, double[,] products)
    {
        int n = offsets.GetLength(0);
        int all = offsets.GetLength(1);
        double[,] half = new double[n, all];
        double[,] result = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < all; k++)
            {
                for (int j = 0; offsets[i, k] != 0 && j < all; j++)
                {
                    half[i, j] += offsets[i, k] * products[k, j];
                }
            }
        }

        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < all; k++)
            {
                for (int i = 0; offsets[j, k] != 0 && i < n; i++)
                {
                    result[i, j] += half[i, k] * offsets[j, k];
                }
            }
        }

        return result;
    }

    private static double[] Combine(double[,] offsets, double[] shares)
    {
        double[] weights = new double[offsets.GetLength(1)];
        for (int i = 0; i < shares.Length; i++)
        {
            for (int k = 0; k < weights.Length; k++)
            {
                weights[k] += shares[i] * offsets[i, k];
            }
        }

        return weights;
    }

    // Power iteration: it need not separate the two directions well, only find their plane.
    private static double[] Leading(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[] vector = [.. Enumerable.Range(0, n).Select(i => 1 + (((i * 7919) % 101) / 101d))];
        for (int round = 0; round < Rounds; round++)
        {
            double[] next = new double[n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    next[i] += matrix[i, j] * vector[j];
                }
            }

            double length = Length(next);
            if (length == 0)
            {
                break;
            }

            vector = [.. next.Select(value => value / length)];
        }

        return vector;
    }

    private void Deflate(double[,] products, float[][] points, float[] direction)
    {
        double[] along = new double[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            for (int k = 0; k < direction.Length; k++)
            {
                along[i] += ((double)points[i][k] - _origin[k]) * direction[k];
            }
        }

        for (int i = 0; i < along.Length; i++)
        {
            for (int j = 0; j < along.Length; j++)
            {
                products[i, j] -= along[i] * along[j];
            }
        }
    }

    private float[] Direction(float[][] points, double[] shares, float[]? other, uint seed)
    {
        double[] sum = new double[_origin.Length];
        double size = 0;
        for (int i = 0; i < points.Length; i++)
        {
            for (int k = 0; k < sum.Length; k++)
            {
                double difference = (double)points[i][k] - _origin[k];
                sum[k] += shares[i] * difference;
                size = Math.Max(size, Math.Abs(difference));
            }
        }

        Separate(sum, other);
        if (Length(sum) <= size * 1e-6)
        {
            // The points lie on a line, or all at the origin: any other direction will do.
            uint state = seed * 2654435761;
            for (int k = 0; k < sum.Length; k++)
            {
                state = unchecked((state * 1664525) + 1013904223);
                sum[k] = (state / (double)uint.MaxValue) - 0.5;
            }

            Separate(sum, other);
        }

        double length = Length(sum);
        return [.. sum.Select(value => (float)(value / length))];
    }

    private static void Separate(double[] vector, float[]? other)
    {
        double product = 0;
        for (int k = 0; other is not null && k < vector.Length; k++)
        {
            product += vector[k] * other[k];
        }

        for (int k = 0; other is not null && k < vector.Length; k++)
        {
            vector[k] -= product * other[k];
        }
    }
}
