using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>What a legend's key looks like.</summary>
internal enum LegendKey
{
    /// <summary>A line.</summary>
    Line,

    /// <summary>A dashed line.</summary>
    Dashes,

    /// <summary>A ring, round a point.</summary>
    Ring,
}

/// <summary>A line of a legend.</summary>
/// <param name="Key">What it looks like.</param>
/// <param name="Color">In which colour.</param>
/// <param name="Text">What it is.</param>
internal sealed record LegendEntry(LegendKey Key, SKColor Color, string Text);

/// <summary>
/// A legend below a plot, in as many rows as it takes. ScottPlot's own finds its rows only while it draws, and draws all once more where they are not
/// those it thought of: on a bitmap that is not seen, in an SVG it is.
/// </summary>
/// <param name="entries">What it says.</param>
internal sealed class FigureLegend(IReadOnlyList<LegendEntry> entries)
{
    private const double KeyWidth = 22;
    private const double Gap = 6;
    private const double Apart = 18;
    private const double RowHeight = 21;

    private readonly List<List<LegendEntry>> _rows = Arrange(entries);

    /// <summary>Its height.</summary>
    public int Height => (int)(_rows.Count * RowHeight) + 4;

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="top">Its upper edge.</param>
    public void Draw(SKCanvas canvas, double top)
    {
        Pen pen = new(canvas);
        for (int row = 0; row < _rows.Count; row++)
        {
            double x = (PlotDrawing.Width - WidthOf(_rows[row])) / 2;
            double y = top + ((row + 0.5) * RowHeight);
            foreach (LegendEntry entry in _rows[row])
            {
                DrawKey(canvas, pen, entry, x, y);
                pen.Text(entry.Text, x + KeyWidth + Gap, y + 4.7);
                x += WidthOf(entry) + Apart;
            }
        }
    }

    private static void DrawKey(SKCanvas canvas, Pen pen, LegendEntry entry, double x, double y)
    {
        switch (entry.Key)
        {
            case LegendKey.Line:
                pen.Line(x, y, x + KeyWidth, y, entry.Color, 2.4f);
                break;
            case LegendKey.Dashes:
                for (int dash = 0; dash < 3; dash++)
                {
                    pen.Line(x + (dash * 8.5), y, x + (dash * 8.5) + 5, y, entry.Color, 2);
                }

                break;
            default:
                using (SKPaint paint = new() { Style = SKPaintStyle.Stroke, StrokeWidth = 1.6f, Color = entry.Color, IsAntialias = true })
                {
                    canvas.DrawCircle((float)(x + (KeyWidth / 2)), (float)y, 6, paint);
                }

                break;
        }
    }

    private static List<List<LegendEntry>> Arrange(IReadOnlyList<LegendEntry> entries)
    {
        List<List<LegendEntry>> rows = [];
        foreach (LegendEntry entry in entries)
        {
            if (rows.Count == 0 || WidthOf([.. rows[^1], entry]) > PlotDrawing.Width - 8)
            {
                rows.Add([]);
            }

            rows[^1].Add(entry);
        }

        return rows;
    }

    private static double WidthOf(LegendEntry entry) => KeyWidth + Gap + Pen.Measure(entry.Text);

    private static double WidthOf(List<LegendEntry> row) => row.Sum(WidthOf) + ((row.Count - 1) * Apart);
}
