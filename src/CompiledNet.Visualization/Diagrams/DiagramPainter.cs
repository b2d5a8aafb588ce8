using System.Globalization;
using CompiledNet.Drawing;
using SkiaSharp;

namespace CompiledNet.Diagrams;

/// <summary>Draws a network's diagram.</summary>
internal sealed class DiagramPainter
{
    private const int Top = 92; // the title and four lines of captions
    private const int Bottom = 30;
    private const int LeftMargin = 56;
    private const int RightMargin = 56;
    private const int NameWidth = 7; // of a letter
    private const int ColumnGap = 128;
    private const int Row = 23;
    private const int Gap = 14; // for the dots between neurons that are left out
    private const float Radius = 8;
    private const int TextSize = 12;
    private const int Levels = 8;

    private readonly NetworkDiagram _diagram;
    private readonly float[][] _heights;
    private readonly int _bodyHeight;
    private readonly int _largestImage;

    /// <summary>A painter of a diagram.</summary>
    /// <param name="diagram">The diagram.</param>
    public DiagramPainter(NetworkDiagram diagram)
    {
        _diagram = diagram;
        _bodyHeight = Math.Max(150, diagram.Columns.Max(HeightOf));
        _largestImage = diagram.Columns.Max(column => column.IsImage ? Math.Max(column.Shape[0], column.Shape[1]) : 1);
        Width = LeftMargin + ((diagram.Columns.Count - 1) * ColumnGap) + RightMargin + NamesWidth();
        Height = Top + _bodyHeight + Bottom;
        _heights = [.. diagram.Columns.Select(Heights)];
    }

    /// <summary>Its width in CSS pixels.</summary>
    public int Width { get; }

    /// <summary>Its height in CSS pixels.</summary>
    public int Height { get; }

    /// <summary>Draws it.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="title">The title.</param>
    public void Draw(SKCanvas canvas, string title)
    {
        Text(canvas, title, Width / 2f, 22, SKTextAlign.Center, bold: true, size: PlotDrawing.TitleSize);
        for (int c = 1; c < _diagram.Columns.Count; c++)
        {
            DrawLink(canvas, c);
        }

        for (int c = 0; c < _diagram.Columns.Count; c++)
        {
            DrawColumn(canvas, c);
        }
    }

    private static int HeightOf(DiagramColumn column) => column.IsImage
        ? column.Values is null ? 0 : column.Shown.Length * DiagramPlanes.MapRow
        : (column.Shown.Length * Row) + (column.Shown.Length < column.Count ? Gap : 0);

    // Names, and values behind them.
    private int NamesWidth()
    {
        DiagramColumn outputs = _diagram.Columns[^1];
        int longest = outputs.IsImage ? 0 : outputs.Shown.Max(output => _diagram.NameOf(output).Length);
        return (longest * NameWidth) + (_diagram.HasExample && !outputs.IsImage ? 32 : 0);
    }

    private static float X(int column) => LeftMargin + (column * ColumnGap);

    // The middle of each neuron that is shown; where some are left out, with room for dots in the middle.
    private float[] Heights(DiagramColumn column)
    {
        float[] heights = new float[column.Shown.Length];
        bool isCut = !column.IsImage && column.Shown.Length < column.Count;
        float top = Top + ((_bodyHeight - HeightOf(column)) / 2f) + (Row / 2f);
        for (int i = 0; i < heights.Length; i++)
        {
            heights[i] = top + (i * Row) + (isCut && i >= heights.Length / 2 ? Gap : 0);
        }

        return heights;
    }

    private void DrawLink(SKCanvas canvas, int c)
    {
        if (_diagram.Columns[c].Weights is { } weights)
        {
            DrawWeights(canvas, c, weights);
            return;
        }

        // No weights that could be lines: an arrow.
        float y = Top + (_bodyHeight / 2f);
        float from = X(c - 1) + HalfWidth(c - 1) + 6;
        float to = X(c) - HalfWidth(c) - 6;
        using SKPaint paint = Stroke(Palette.Ink.WithAlpha(140), 1.5f);
        using SKPath path = new();
        path.MoveTo(from, y);
        path.LineTo(to, y);
        path.MoveTo(to - 5, y - 4);
        path.LineTo(to, y);
        path.LineTo(to - 5, y + 4);
        canvas.DrawPath(path, paint);
    }

    // All lines of about one strength are one path: a fraction of the text that as many single lines would be.
    private void DrawWeights(SKCanvas canvas, int c, DiagramWeights weights)
    {
        foreach (IGrouping<int, DiagramLine> level in weights.Lines
            .GroupBy(line => Math.Sign(line.Strength) * (1 + Math.Min(Levels - 1, (int)(Math.Abs(line.Strength) * Levels))))
            .OrderBy(level => Math.Abs(level.Key)))
        {
            float strength = (Math.Abs(level.Key) - 0.5f) / Levels;
            SKColor color = (level.Key > 0 ? Palette.Blue : Palette.Red).WithAlpha((byte)(50 + (190 * strength)));
            using SKPaint paint = Stroke(color, 0.4f + (2.6f * strength));
            using SKPath path = new();
            foreach (DiagramLine line in level)
            {
                path.MoveTo(X(c - 1) + Radius, _heights[c - 1][line.From]);
                path.LineTo(X(c) - Radius, _heights[c][line.To]);
            }

            canvas.DrawPath(path, paint);
        }
    }

    private void DrawColumn(SKCanvas canvas, int c)
    {
        DiagramColumn column = _diagram.Columns[c];
        for (int line = 0; line < column.Caption.Count && line < 4; line++)
        {
            Text(canvas, column.Caption[line], X(c), 44 + (line * 14), SKTextAlign.Center, bold: line == 0);
        }

        if (column.IsImage)
        {
            DrawPlanes(canvas, c);
        }
        else
        {
            DrawNeurons(canvas, c);
        }
    }

    private void DrawNeurons(SKCanvas canvas, int c)
    {
        DiagramColumn column = _diagram.Columns[c];
        bool isLast = c == _diagram.Columns.Count - 1;
        double largest = column.Values is { } all ? Largest(all) : 0;
        int best = isLast && column.Values is { } outputs && outputs.Length > 1 ? IndexOfLargest(outputs) : -1;
        for (int i = 0; i < column.Shown.Length; i++)
        {
            int neuron = column.Shown[i];
            float y = _heights[c][i];
            bool isBest = neuron == best;
            Fill(canvas, X(c), y, column.Values?[neuron], largest);
            using SKPaint ring = Stroke(Palette.Ink.WithAlpha(isBest ? (byte)255 : (byte)150), isBest ? 2.2f : 1);
            canvas.DrawCircle(X(c), y, Radius, ring);
            if (isLast)
            {
                string value = column.Values is { } values ? $"  {Short(values[neuron], largest)}" : "";
                Text(canvas, _diagram.NameOf(neuron) + value, X(c) + Radius + 8, y + 4, SKTextAlign.Left, bold: isBest);
            }
            else if (c == 0 && column.Shown.Length < column.Count)
            {
                // Which of the inputs it is: of a large column, the strongest are shown, not the first.
                Text(canvas, FormattableString.Invariant($"{neuron}"), X(c) - Radius - 6, y + 4, SKTextAlign.Right, size: 11);
            }
        }

        if (column.Shown.Length < column.Count)
        {
            DrawDots(canvas, X(c), (_heights[c][(column.Shown.Length / 2) - 1] + _heights[c][column.Shown.Length / 2]) / 2);
            Text(canvas, FormattableString.Invariant($"{column.Shown.Length} of {column.Count:N0}"), X(c), Height - 8, SKTextAlign.Center, size: 11);
        }
    }

    private static void Fill(SKCanvas canvas, float x, float y, float? value, double largest)
    {
        SKColor color = Palette.Ink.WithAlpha(18);
        if (value is { } number)
        {
            double share = largest > 0 && float.IsFinite(number) ? Math.Abs(number) / largest : 0;
            color = (number < 0 ? Palette.Red : Palette.Blue).WithAlpha((byte)Math.Round(255 * share));
        }

        using SKPaint paint = new() { Color = color, IsAntialias = true };
        canvas.DrawCircle(x, y, Radius, paint);
    }

    private static void DrawDots(SKCanvas canvas, float x, float y)
    {
        using SKPaint paint = new() { Color = Palette.Ink, IsAntialias = true };
        for (int i = -1; i <= 1; i++)
        {
            canvas.DrawCircle(x, y + (i * 5), 1.3f, paint);
        }
    }

    private void DrawPlanes(SKCanvas canvas, int c)
    {
        DiagramColumn column = _diagram.Columns[c];
        float end = DiagramPlanes.Draw(canvas, column, _largestImage, X(c), Top + (_bodyHeight / 2f));
        if (column.Shown.Length < column.Shape[2])
        {
            string shown = FormattableString.Invariant($"{column.Shown.Length} of {column.Shape[2]:N0}");
            Text(canvas, shown, X(c), Math.Min(end + 18, Height - 8), SKTextAlign.Center, size: 11);
        }
    }

    private float HalfWidth(int c)
    {
        DiagramColumn column = _diagram.Columns[c];
        return column.IsImage ? DiagramPlanes.WidthOf(column, _largestImage) / 2 : Radius;
    }

    private static double Largest(float[] values)
    {
        double largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, float.IsFinite(value) ? Math.Abs(value) : 0);
        }

        return largest;
    }

    private static int IndexOfLargest(float[] values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }

    // Two decimals, where that says something beside the largest of the outputs.
    private static string Short(float value, double largest) =>
        value.ToString(largest is >= 0.1 and < 1000 ? "0.00" : "G3", CultureInfo.InvariantCulture);

    private static SKPaint Stroke(SKColor color, float width) => new() { Color = color, IsStroke = true, StrokeWidth = width, IsAntialias = true };

    private static void Text(SKCanvas canvas, string text, float x, float y, SKTextAlign align, bool bold = false, float size = TextSize) =>
        new Pen(canvas).Text(text, x, y, size, align, bold);
}
