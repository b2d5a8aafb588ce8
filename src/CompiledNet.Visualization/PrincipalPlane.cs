namespace CompiledNet;

/// <summary>
/// The plane through an origin that holds most of some points: it is spanned by the two first right singular vectors of the matrix of the points minus
/// the origin, found from the small matrix of their inner products.
/// </summary>
internal sealed class PrincipalPlane
{
    private const int Rounds = 400;

    private readonly float[] _origin;

    /// <summary>Finds it.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="points">The points.</param>
    public PrincipalPlane(float[] origin, IReadOnlyList<float[]> points)
    {
        _origin = origin;
        double[,] products = Products(points);
        double total = Enumerable.Range(0, points.Count).Sum(i => products[i, i]);
        First = Direction(points, Leading(products), null, 1);
        Deflate(products, points, First);
        Second = Direction(points, Leading(products), First, 2);

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

    private double[,] Products(IReadOnlyList<float[]> points)
    {
        double[,] products = new double[points.Count, points.Count];
        for (int i = 0; i < points.Count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                (float[] a, float[] b) = (points[i], points[j]);
                for (int k = 0; k < _origin.Length; k++)
                {
                    double origin = _origin[k];
                    sum += (a[k] - origin) * (b[k] - origin);
                }

                products[i, j] = products[j, i] = sum;
            }
        }

        return products;
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

    private void Deflate(double[,] products, IReadOnlyList<float[]> points, float[] direction)
    {
        double[] along = new double[points.Count];
        for (int i = 0; i < points.Count; i++)
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

    private float[] Direction(IReadOnlyList<float[]> points, double[] shares, float[]? other, uint seed)
    {
        double[] sum = new double[_origin.Length];
        double size = 0;
        for (int i = 0; i < points.Count; i++)
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
