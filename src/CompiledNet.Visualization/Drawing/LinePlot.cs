using ScottPlot;
using ScottPlot.Plottables;

namespace CompiledNet.Drawing;

/// <summary>A plot of lines, with marks and lines of zero.</summary>
internal sealed class LinePlot
{
    // Where values are spread over more than two decades, a linear axis shows the largest only.
    private const double SpreadForLogarithm = 100;
    private const int MostPointsWithMarks = 30;
    private const float WidthOfLeft = 76;
    private const int MostDashedPoints = 60;
    private const double Margin = 0.04;

    private static readonly LinePattern Dashes = new([8, 5], 0, "dashes");

    /// <summary>The lines.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>What the horizontal axis shows, with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>What the vertical axis shows, with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>Whether the horizontal axis has whole numbers only.</summary>
    public bool WholeX { get; init; }

    /// <summary>Whether the horizontal axis is logarithmic.</summary>
    public bool LogX { get; init; }

    /// <summary>Whether the vertical axis is; null where the values decide.</summary>
    public bool? LogY { get; init; }

    /// <summary>What stands at the vertical axis' marks; null for the number.</summary>
    public Func<double, string>? YFormat { get; init; }

    /// <summary>The highest the vertical axis may go.</summary>
    public double YMost { get; init; } = double.PositiveInfinity;

    /// <summary>A point to mark, and what to call it.</summary>
    public (double X, double Y, string Name)? Mark { get; init; }

    /// <summary>Whether there are lines where the axes' zeros are.</summary>
    public bool ZeroLines { get; init; }

    /// <summary>What the legend says besides the names of the lines that are not dashed.</summary>
    public IReadOnlyList<LegendEntry> Keys { get; init; } = [];

    /// <summary>The legend.</summary>
    public IReadOnlyList<LegendEntry> Legend =>
    [
        .. Series.Where(series => !series.Dashed).Select(series => new LegendEntry(LegendKey.Line, series.Color, series.Name)),
        .. Keys,
        .. Mark is { } mark ? [new LegendEntry(LegendKey.Ring, Palette.Ink, mark.Name)] : Array.Empty<LegendEntry>(),
    ];

    /// <summary>Whether the vertical axis is logarithmic.</summary>
    public bool IsLogarithmic
    {
        get
        {
            double[] values = [.. AllY()];
            return values.Length > 0 && values.Min() > 0 && (LogY ?? values.Max() / values.Min() > SpreadForLogarithm);
        }
    }

    /// <summary>Draws it.</summary>
    public void Draw(Plot plot)
    {
        bool log = IsLogarithmic;
        Func<double, double> toX = LogX ? Math.Log10 : static x => x;
        Func<double, double> toY = log ? Math.Log10 : static y => y;
        SetLimits(plot, log, toX, toY);
        if (ZeroLines)
        {
            plot.Add.HorizontalLine(0, 1, PlotDrawing.Ink.WithAlpha(110));
            plot.Add.VerticalLine(0, 1, PlotDrawing.Ink.WithAlpha(110));
        }

        foreach (Series series in Series.Where(series => series.Band is not null))
        {
            FillY band = plot.Add.FillY([.. series.X.Select(toX)], [.. series.Band!.Value.Low.Select(toY)], [.. series.Band!.Value.High.Select(toY)]);
            band.FillColor = PlotDrawing.Of(series.Color).WithAlpha(50);
            band.LineWidth = 0;
            band.MarkerSize = 0;
        }

        foreach (Series series in Series)
        {
            int[] finite = [.. Enumerable.Range(0, series.X.Length).Where(i => double.IsFinite(series.Y[i]))];

            // Every dash is a shape of its own in an SVG.
            int every = series.Dashed ? ((finite.Length - 1) / MostDashedPoints) + 1 : 1;
            finite = [.. finite.Where((_, n) => n % every == 0 || n == finite.Length - 1)];
            Scatter line = plot.Add.Scatter([.. finite.Select(i => toX(series.X[i]))], finite.Select(i => toY(series.Y[i])).ToArray());
            line.Color = PlotDrawing.Of(series.Color);
            line.LineWidth = 2;
            line.LinePattern = series.Dashed ? Dashes : LinePattern.Solid;
            line.MarkerSize = finite.Length <= MostPointsWithMarks && !series.Dashed ? 5 : 0;
        }

        if (Mark is { } mark)
        {
            Marker ring = plot.Add.Marker(toX(mark.X), toY(mark.Y), MarkerShape.OpenCircle, 13, PlotDrawing.Ink);
            ring.LineWidth = 1.6f;
        }

        plot.XLabel(XLabel);
        plot.YLabel(YLabel);
        plot.Axes.Left.MinimumSize = WidthOfLeft;
    }

    private void SetLimits(Plot plot, bool log, Func<double, double> toX, Func<double, double> toY)
    {
        double[] x = [.. Series.SelectMany(series => series.X).Select(toX)];
        double[] y = [.. AllY().Select(toY)];
        (double left, double right) = Widen(x.Min(), x.Max());
        (double bottom, double top) = y.Length == 0 ? (0, 1) : Widen(y.Min(), y.Max());
        top = Math.Min(top, log ? Math.Log10(YMost) : YMost + ((YMost - bottom) * Margin));
        plot.Axes.SetLimits(left, right, bottom, top);
        plot.Axes.Bottom.TickGenerator = LogX ? Ticks.Logarithmic(left, right) : WholeX ? Ticks.Whole(left, right) : Ticks.Linear(left, right);
        plot.Axes.Left.TickGenerator = log ? Ticks.Logarithmic(bottom, top) : Ticks.Linear(bottom, Math.Min(top, YMost), YFormat);
    }

    private static (double From, double To) Widen(double from, double to)
    {
        double by = to > from ? (to - from) * Margin : Math.Max(Math.Abs(to) * Margin, 0.5);
        return (from - by, to + by);
    }

    private IEnumerable<double> AllY() =>
        Series.SelectMany(series => series.Y.Concat(series.Band?.Low ?? []).Concat(series.Band?.High ?? [])).Where(double.IsFinite);
}
