using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>The lines of equal cost on a grid, each with its value.</summary>
/// <param name="logarithms">The decimal logarithms of the cost, <c>[row][column]</c>, without NaN.</param>
/// <param name="area">Where the grid is drawn; its first row is at the bottom.</param>
internal sealed class CostContours(double[,] logarithms, SKRect area)
{
    private const int Wanted = 4;
    private const float LabelSize = 12;
    private const double FromEdge = 20;
    private const double FromOthers = 16;

    private static readonly double[][] Steps = [[1, 10], [1, 2, 5, 10], [1, 1.5, 2, 3, 5, 7, 10]];

    /// <summary>Draws the lines.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="low">The least logarithm.</param>
    /// <param name="high">The greatest.</param>
    /// <returns>The values, and the middle points of their lines' pieces.</returns>
    public List<(double Value, List<SKPoint> Points)> Draw(SKCanvas canvas, double low, double high)
    {
        List<(double, List<SKPoint>)> lines = [];
        using SKPaint paint = new() { Style = SKPaintStyle.Stroke, IsAntialias = true, StrokeWidth = 1, Color = SKColors.White.WithAlpha(115) };
        foreach (double value in Values(low, high))
        {
            using SKPath path = new();
            List<SKPoint> middles = [];
            foreach ((SKPoint from, SKPoint to) in Pieces(Math.Log10(value)))
            {
                path.MoveTo(from);
                path.LineTo(to);
                middles.Add(new SKPoint((from.X + to.X) / 2, (from.Y + to.Y) / 2));
            }

            if (middles.Count > 0)
            {
                canvas.DrawPath(path, paint);
                lines.Add((value, middles));
            }
        }

        return lines;
    }

    /// <summary>Writes each value on its line, as far from what must not be covered as may be; where there is no room, not at all.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="lines">What <see cref="Draw"/> returned.</param>
    /// <param name="others">Points of the paths and marks.</param>
    public void Label(SKCanvas canvas, List<(double Value, List<SKPoint> Points)> lines, IReadOnlyList<SKPoint> others)
    {
        Pen pen = new(canvas);
        List<SKPoint> taken = [.. others];
        foreach ((double value, List<SKPoint> points) in lines)
        {
            string text = Ticks.Number(value);
            double half = Pen.Measure(text, LabelSize) / 2;
            (SKPoint best, double room) = (default, 0);
            foreach (SKPoint point in points)
            {
                bool inside = point.X > area.Left + FromEdge && point.X < area.Right - FromEdge && point.Y > area.Top + FromEdge && point.Y < area.Bottom - FromEdge;
                double nearest = inside ? taken.Min(other => Math.Max(0, Math.Abs(other.X - point.X) - half) + Math.Abs(other.Y - point.Y)) : 0;
                (best, room) = nearest > room ? (point, nearest) : (best, room);
            }

            if (room > FromOthers)
            {
                pen.Fill(best.X - half - 2, best.Y - 7, (2 * half) + 4, 14, CostLandscape.Casing.WithAlpha(170));
                pen.Text(text, best.X, best.Y + 4.3, LabelSize, SKTextAlign.Center, color: SKColors.White);
                taken.Add(best);
            }
        }
    }

    /// <summary>The values that have a line: round ones, some in each decade, or evenly spaced where there are too few.</summary>
    /// <param name="low">The least logarithm.</param>
    /// <param name="high">The greatest.</param>
    public static List<double> Values(double low, double high)
    {
        List<double> values = [];
        foreach (double[] steps in Steps)
        {
            values.Clear();
            for (int power = (int)Math.Floor(low); power <= high; power++)
            {
                values.AddRange(steps.SkipLast(1).Select(step => step * Math.Pow(10, power)).Where(value => Math.Log10(value) > low && Math.Log10(value) < high));
            }

            if (values.Count >= Wanted)
            {
                return values;
            }
        }

        (double least, double most) = (Math.Pow(10, low), Math.Pow(10, high));
        return most > least ? [.. Ticks.Of(Ticks.Linear(least, most), least, most).Select(tick => tick.Position)] : [];
    }

    // Marching squares: in each cell the line goes from edge to edge, where the value is met.
    private List<(SKPoint From, SKPoint To)> Pieces(double level)
    {
        List<(SKPoint, SKPoint)> pieces = [];
        for (int row = 0; row + 1 < logarithms.GetLength(0); row++)
        {
            for (int column = 0; column + 1 < logarithms.GetLength(1); column++)
            {
                List<SKPoint> crossings = [];
                Cross(column, row, column + 1, row);
                Cross(column + 1, row, column + 1, row + 1);
                Cross(column + 1, row + 1, column, row + 1);
                Cross(column, row + 1, column, row);
                for (int i = 0; i + 1 < crossings.Count; i += 2)
                {
                    pieces.Add((crossings[i], crossings[i + 1]));
                }

                void Cross(int x1, int y1, int x2, int y2)
                {
                    (double a, double b) = (logarithms[y1, x1], logarithms[y2, x2]);
                    if (a < level != b < level)
                    {
                        double share = (level - a) / (b - a);
                        crossings.Add(Place(x1 + (share * (x2 - x1)), y1 + (share * (y2 - y1))));
                    }
                }
            }
        }

        return pieces;
    }

    private SKPoint Place(double column, double row) => new(
        (float)(area.Left + (area.Width * column / (logarithms.GetLength(1) - 1))),
        (float)(area.Bottom - (area.Height * row / (logarithms.GetLength(0) - 1))));
}
