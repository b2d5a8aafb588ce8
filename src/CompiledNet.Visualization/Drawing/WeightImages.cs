using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>A grid of weights' images with a colour bar.</summary>
internal sealed class WeightImages
{
    private const int Gap = 8;
    private const int Caption = 16;
    private const int Top = 32;
    private const int Side = 12;
    private const int BarHeight = 46;
    private const int Tones = 48;
    private const int MostInRow = 8;
    private const double LargestPixel = 40;

    private readonly string _title;
    private readonly string _name;
    private readonly int _count;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _inRow;
    private readonly double _width;
    private readonly double _height;
    private readonly double _largest;
    private readonly Func<int, int, int, float> _weight;

    public WeightImages(string title, string name, int count, int rows, int columns, double largest, Func<int, int, int, float> weight)
    {
        (_title, _name, _count, _rows, _columns, _largest, _weight) = (title, name, count, rows, columns, largest, weight);
        _inRow = count <= 3 ? count : Math.Min(MostInRow, (int)Math.Ceiling(Math.Sqrt(count)));
        double room = (PlotDrawing.Width - (2d * Side) - ((_inRow - 1) * Gap)) / _inRow;

        // A few weights need no large squares.
        double scale = Math.Min(LargestPixel, Math.Min(room / columns, Math.Max(room, 24) / rows));
        (_width, _height) = (columns * scale, Math.Max(rows * scale, 6));
        int lines = (count + _inRow - 1) / _inRow;
        Height = Top + (int)Math.Ceiling(lines * (_height + Caption + Gap)) + BarHeight;
    }

    /// <summary>The figure's width.</summary>
    public const int Width = PlotDrawing.Width;

    /// <summary>The figure's height.</summary>
    public int Height { get; }

    /// <summary>Draws it.</summary>
    public void Draw(SKCanvas canvas)
    {
        Pen pen = new(canvas);
        pen.Text(_title, Width / 2d, 20, PlotDrawing.TitleSize, SKTextAlign.Center);
        double left = (Width - (_inRow * _width) - ((_inRow - 1) * Gap)) / 2;
        for (int i = 0; i < _count; i++)
        {
            int image = i;
            double x = left + (i % _inRow * (_width + Gap));
            double y = Top + (i / _inRow * (_height + Caption + Gap)) + Caption;
            pen.Text(FormattableString.Invariant($"{i + 1}"), x + (_width / 2), y - 4, 12, SKTextAlign.Center);
            pen.Pixels(x, y, _width, _height, _columns, _rows, (row, column) => Color(_weight(image, row, column)));
        }

        DrawBar(pen);
    }

    private void DrawBar(Pen pen)
    {
        const double Length = 200;
        double x = (Width - Length) / 2;
        double y = Height - BarHeight + 8;
        pen.Pixels(x, y, Length, 10, (2 * Tones) + 1, 1, (_, column) => Color((column - Tones) * _largest / Tones));
        pen.Text(Ticks.Number(double.Parse(Ticks.Short(-_largest), System.Globalization.CultureInfo.InvariantCulture)), x, y + 25, align: SKTextAlign.Center);
        pen.Text("0", x + (Length / 2), y + 25, align: SKTextAlign.Center);
        pen.Text(Ticks.Number(double.Parse(Ticks.Short(_largest), System.Globalization.CultureInfo.InvariantCulture)), x + Length, y + 25, align: SKTextAlign.Center);
        pen.Text("weight", x + Length + 26, y + 9);
        pen.Text(_count == 1 ? "" : "numbers: " + _name + "s", x - 12, y + 9, align: SKTextAlign.Right);
    }

    // Few tones make small files, and more cannot be told apart.
    private SKColor Color(double weight) =>
        Palette.Weight(_largest > 0 ? Math.Round(weight / _largest * Tones) : 0, Tones);
}
