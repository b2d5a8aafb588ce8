using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>Draws a cost surface: bands of equal loss, the two paths, a scale.</summary>
/// <param name="surface">What is drawn.</param>
internal sealed class CostLandscape(CostSurface surface)
{
    /// <summary>The figure's width.</summary>
    public const int Width = PlotDrawing.Width;

    /// <summary>The figure's height.</summary>
    public const int Height = 424;

    private const double Left = 58;
    private const double Top = 34;
    private const double MapWidth = 338;
    private const double MapHeight = 286;
    private const int Bands = 16;
    private const double BarWidth = 14;

    private static readonly SKColor[] Tones = [SKColor.Parse("#10263f"), SKColor.Parse("#1d4e79"), SKColor.Parse("#3f86a6"), SKColor.Parse("#8fbfc2"), SKColor.Parse("#e9eddc")];
    private static readonly SKColor FullColor = SKColor.Parse("#ffb224");
    private static readonly SKColor MiniColor = SKColor.Parse("#ff5c6c");
    /// <summary>What is round paths, marks and values.</summary>
    public static readonly SKColor Casing = SKColor.Parse("#0b1522");

    private readonly double[,] _logarithms = Logarithms(surface);

    private double Lowest => _logarithms.Cast<double>().Min();

    private double Highest => _logarithms.Cast<double>().Max();

    /// <summary>Draws it.</summary>
    public void Draw(SKCanvas canvas)
    {
        Pen pen = new(canvas);
        pen.Text("A slice of the cost surface", Width / 2d, 20, PlotDrawing.TitleSize, SKTextAlign.Center);
        (double low, double high) = (Lowest, Highest);
        const int PixelWidth = (int)(MapWidth / 2);
        const int PixelHeight = (int)(MapHeight / 2);
        pen.Pixels(Left, Top, MapWidth, MapHeight, PixelWidth, PixelHeight, (row, column) =>
            Tone((Between((column + 0.5) / PixelWidth, 1 - ((row + 0.5) / PixelHeight)) - low) / (high - low)));
        CostContours contours = new(_logarithms, SKRect.Create((float)Left, (float)Top, (float)MapWidth, (float)MapHeight));
        var lines = contours.Draw(canvas, low, high);
        DrawAxes(pen);
        DrawScale(pen, low, high);
        DrawPath(canvas, surface.MiniBatch, MiniColor, 1.4f);
        DrawPath(canvas, surface.FullBatch, FullColor, 2.4f);
        DrawMarks(canvas);
        contours.Label(canvas, lines, [.. surface.MiniBatch.Concat(surface.FullBatch).Append(default).Select(point => Place(point.X, point.Y))]);
        DrawLegend(canvas, pen);
    }

    private static double[,] Logarithms(CostSurface surface)
    {
        (int rows, int columns) = (surface.Y.Count, surface.X.Count);
        double[,] values = new double[rows, columns];
        double least = double.MaxValue;
        double most = 0;
        for (int i = 0; i < rows * columns; i++)
        {
            double loss = surface[i % columns, i / columns];
            if (double.IsFinite(loss) && loss > 0)
            {
                least = Math.Min(least, loss);
                most = Math.Max(most, loss);
            }
        }

        if (least > most)
        {
            (least, most) = (1, 1);
        }

        for (int i = 0; i < rows * columns; i++)
        {
            double loss = surface[i % columns, i / columns];
            values[i / columns, i % columns] = Math.Log10(double.IsFinite(loss) ? Math.Clamp(loss, least, most) : most);
        }

        return values;
    }

    private static SKColor Tone(double share)
    {
        double at = double.IsFinite(share) ? Math.Clamp(Math.Floor(share * Bands) / (Bands - 1), 0, 1) * (Tones.Length - 1) : 0;
        int lower = Math.Min((int)at, Tones.Length - 2);
        return Palette.Mix(Tones[lower], Tones[lower + 1], at - lower);
    }

    // Bilinear between the points of the grid.
    private double Between(double right, double up)
    {
        double x = right * (surface.X.Count - 1);
        double y = up * (surface.Y.Count - 1);
        int column = Math.Min((int)x, surface.X.Count - 2);
        int row = Math.Min((int)y, surface.Y.Count - 2);
        (double a, double b) = (x - column, y - row);
        return ((1 - b) * (((1 - a) * _logarithms[row, column]) + (a * _logarithms[row, column + 1])))
            + (b * (((1 - a) * _logarithms[row + 1, column]) + (a * _logarithms[row + 1, column + 1])));
    }

    private void DrawAxes(Pen pen)
    {
        pen.Frame(Left, Top, MapWidth, MapHeight, Palette.Ink.WithAlpha(150));
        NumericManual across = Ticks.Linear(surface.X[0], surface.X[^1]);
        foreach (Tick tick in Ticks.Of(across, surface.X[0], surface.X[^1]))
        {
            double x = Place(tick.Position, 0).X;
            pen.Line(x, Top + MapHeight, x, Top + MapHeight + 4, Palette.Ink);
            pen.Text(tick.Label, x, Top + MapHeight + 17, align: SKTextAlign.Center);
        }

        NumericManual upwards = Ticks.Linear(surface.Y[0], surface.Y[^1]);
        foreach (Tick tick in Ticks.Of(upwards, surface.Y[0], surface.Y[^1]))
        {
            double y = Place(0, tick.Position).Y;
            pen.Line(Left - 4, y, Left, y, Palette.Ink);
            pen.Text(tick.Label, Left - 7, y + 4.5, align: SKTextAlign.Right);
        }

        pen.Text("distance along the first direction", Left + (MapWidth / 2), Top + MapHeight + 35, align: SKTextAlign.Center);
        pen.TextUpwards("along the second direction", 14, Top + (MapHeight / 2));
    }

    private static void DrawScale(Pen pen, double low, double high)
    {
        double x = Left + MapWidth + 14;
        pen.Pixels(x, Top, BarWidth, MapHeight, 1, Bands, (row, _) => Tone((Bands - row - 0.5) / Bands));
        double free = double.PositiveInfinity;
        foreach (double value in CostContours.Values(low, high))
        {
            double y = Top + (MapHeight * (1 - ((Math.Log10(value) - low) / Math.Max(high - low, 1e-12))));
            if (y < free)
            {
                pen.Line(x + BarWidth, y, x + BarWidth + 4, y, Palette.Ink);
                pen.Text(Ticks.Number(value), x + BarWidth + 6, y + 4.7);
                free = y - PlotDrawing.TextSize;
            }
        }

        pen.Text("loss", x, Top - 6);
    }

    private void DrawPath(SKCanvas canvas, IReadOnlyList<CostPoint> points, SKColor color, float width)
    {
        using SKPath path = new();
        foreach (CostPoint point in points)
        {
            SKPoint at = Place(point.X, point.Y);
            if (path.IsEmpty)
            {
                path.MoveTo(at);
            }
            else
            {
                path.LineTo(at);
            }
        }

        using SKPaint paint = new() { Style = SKPaintStyle.Stroke, IsAntialias = true, StrokeJoin = SKStrokeJoin.Round, StrokeCap = SKStrokeCap.Round };
        (paint.Color, paint.StrokeWidth) = (Casing, width + 1.6f);
        canvas.DrawPath(path, paint);
        (paint.Color, paint.StrokeWidth) = (color, width);
        canvas.DrawPath(path, paint);
    }

    private void DrawMarks(SKCanvas canvas)
    {
        Dot(canvas, Place(surface.FullBatch[0].X, surface.FullBatch[0].Y), SKColors.White);
        Dot(canvas, Place(surface.FullBatch[^1].X, surface.FullBatch[^1].Y), FullColor);
        Dot(canvas, Place(surface.MiniBatch[^1].X, surface.MiniBatch[^1].Y), MiniColor);
        Cross(canvas, Place(0, 0));
    }

    private static void Dot(SKCanvas canvas, SKPoint at, SKColor color)
    {
        using SKPaint paint = new() { IsAntialias = true, Color = Casing };
        canvas.DrawCircle(at, 5.6f, paint);
        paint.Color = color;
        canvas.DrawCircle(at, 4.2f, paint);
    }

    private static void Cross(SKCanvas canvas, SKPoint at)
    {
        using SKPaint paint = new() { IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeCap = SKStrokeCap.Round };
        foreach ((SKColor color, float width) in new[] { (Casing, 5f), (SKColors.White, 2.2f) })
        {
            (paint.Color, paint.StrokeWidth) = (color, width);
            canvas.DrawLine(at.X - 6, at.Y - 6, at.X + 6, at.Y + 6, paint);
            canvas.DrawLine(at.X - 6, at.Y + 6, at.X + 6, at.Y - 6, paint);
        }
    }

    private void DrawLegend(SKCanvas canvas, Pen pen)
    {
        double y = Height - 34;
        Line(Left, FullColor);
        pen.Text("full batch", Left + 28, y + 4.5);
        Line(Left + 178, MiniColor);
        pen.Text("mini-batches", Left + 206, y + 4.5);
        y += 20;
        Dot(canvas, new SKPoint((float)Left + 11, (float)y), SKColors.White);
        pen.Text(surface.IsRecorded ? "start: fresh weights" : "start, up the slope", Left + 28, y + 4.5);
        Cross(canvas, new SKPoint((float)Left + 189, (float)y));
        pen.Text("the trained network", Left + 206, y + 4.5);

        void Line(double x, SKColor color)
        {
            pen.Line(x, y, x + 22, y, Casing, 4.4f);
            pen.Line(x + 1, y, x + 21, y, color, 2.4f);
        }
    }

    private SKPoint Place(double x, double y) => new(
        (float)(Left + (MapWidth * (x - surface.X[0]) / (surface.X[^1] - surface.X[0]))),
        (float)(Top + (MapHeight * (1 - ((y - surface.Y[0]) / (surface.Y[^1] - surface.Y[0]))))));
}
