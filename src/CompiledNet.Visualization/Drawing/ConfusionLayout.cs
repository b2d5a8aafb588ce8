using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>Where everything is on the picture of a confusion matrix.</summary>
internal sealed class ConfusionLayout
{
    private const int LargestGrid = 400;
    private const int LargestCell = 80;
    private const float NumberSize = 13;
    private const double LongestName = 105;
    private const double Top = 36;
    private const double Edge = 24;
    private const int MostNames = 20;

    // On a dark and on a light page, the number must still be read on the strongest colour.
    private const double FaintestShare = 30;
    private const double StrongestShare = 190;

    private readonly ConfusionMatrix _matrix;
    private readonly string[] _names;
    private readonly bool _numbers;
    private readonly double _left;
    private readonly double _cell;
    private readonly double _largestError;
    private readonly bool _slanted;
    private readonly int _every;
    private readonly double _below;

    public ConfusionLayout(ConfusionMatrix matrix, string[] names, bool numbers)
    {
        _matrix = matrix;
        _names = [.. names.Select(name => Pen.Fit(name, LongestName))];
        _numbers = numbers;
        _cell = Math.Min(LargestCell, (double)LargestGrid / names.Length);
        double longest = _names.Max(name => Pen.Measure(name));
        _every = (int)Math.Ceiling((double)names.Length / MostNames);
        _slanted = longest > (_every * _cell) - 4 && names.Any(name => name.Length > 3);
        _below = _slanted ? longest : NumberSize;
        _left = longest + 10 + Edge;
        Width = Math.Max(PlotDrawing.Width, (int)Math.Ceiling(_left + (_cell * names.Length) + 12));
        _left += (Width - _left - (_cell * names.Length)) / 2;
        Height = (int)Math.Ceiling(Top + (_cell * names.Length) + _below + 14 + Edge);
        _largestError = Enumerable.Range(0, names.Length)
            .SelectMany(actual => Enumerable.Range(0, names.Length).Where(predicted => predicted != actual).Select(predicted => Share(actual, predicted)))
            .DefaultIfEmpty(0)
            .Max();
    }

    /// <summary>The figure's width.</summary>
    public int Width { get; }

    /// <summary>The figure's height.</summary>
    public int Height { get; }

    /// <summary>Draws it.</summary>
    public void Draw(SKCanvas canvas)
    {
        Pen pen = new(canvas);
        int classes = _names.Length;
        double size = _cell * classes;
        pen.Text("Confusion matrix", _left + (size / 2), 20, PlotDrawing.TitleSize, SKTextAlign.Center);
        if (_numbers)
        {
            DrawCells(pen);
        }
        else
        {
            pen.Pixels(_left, Top, size, size, classes, classes, ColorOf);
        }

        pen.Frame(_left, Top, size, size, Palette.Ink.WithAlpha(150));
        for (int i = 0; i < classes; i += _every)
        {
            double middle = (i + 0.5) * _cell;
            pen.Text(_names[i], _left - 6, Top + middle + 4.5, align: SKTextAlign.Right);
            if (_slanted)
            {
                double half = Pen.Measure(_names[i]) / 2;
                pen.TextUpwards(_names[i], _left + middle + 4.5, Top + size + 6 + half);
            }
            else
            {
                pen.Text(_names[i], _left + middle, Top + size + 16, align: SKTextAlign.Center);
            }
        }

        pen.TextUpwards("actual class", _left - 16 - _names.Max(name => Pen.Measure(name)), Top + (size / 2));
        pen.Text("class answered by the network", _left + (size / 2), Height - 6, align: SKTextAlign.Center);
    }

    private void DrawCells(Pen pen)
    {
        int classes = _names.Length;
        for (int actual = 0; actual < classes; actual++)
        {
            for (int predicted = 0; predicted < classes; predicted++)
            {
                long count = _matrix[actual, predicted];
                double x = _left + (predicted * _cell);
                double y = Top + (actual * _cell);
                if (count > 0)
                {
                    pen.Fill(x + 0.5, y + 0.5, _cell - 1, _cell - 1, ColorOf(actual, predicted));
                }

                string number = FormattableString.Invariant($"{count}");
                float size = Math.Min(NumberSize, NumberSize * (float)((_cell - 3) / Math.Max(1, Pen.Measure(number, NumberSize))));
                pen.Text(number, x + (_cell / 2), y + (_cell / 2) + (size * 0.36), size, SKTextAlign.Center, color: Palette.Ink.WithAlpha(count == 0 ? (byte)90 : (byte)255));
            }
        }
    }

    private SKColor ColorOf(int actual, int predicted)
    {
        if (_matrix[actual, predicted] == 0)
        {
            return SKColors.Transparent;
        }

        bool right = actual == predicted;
        double strength = Math.Sqrt(right ? Share(actual, predicted) : Share(actual, predicted) / _largestError);
        return (right ? Palette.Blue : Palette.Red).WithAlpha((byte)(FaintestShare + ((StrongestShare - FaintestShare) * strength)));
    }

    private double Share(int actual, int predicted) =>
        _matrix.Support(actual) == 0 ? 0 : (double)_matrix[actual, predicted] / _matrix.Support(actual);
}
