using ScottPlot;
using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>Makes figures of ScottPlot's plots, all in one style.</summary>
internal static class PlotDrawing
{
    /// <summary>The usual width of a figure: small enough that its texts can be read when it is shrunk to a phone.</summary>
    public const int Width = 480;

    /// <summary>The usual height of a plot, without its legend.</summary>
    public const int PlotHeight = 300;

    /// <summary>The size of the title.</summary>
    public const float TitleSize = 16;

    /// <summary>The size of axes' labels, ticks and legends.</summary>
    public const float TextSize = 14;

    private static readonly byte GridOpacity = 36;

    static PlotDrawing() => Fonts.FontResolvers.Insert(0, new Resolver());

    /// <summary>The ink as ScottPlot has colours.</summary>
    public static Color Ink => Of(Palette.Ink);

    /// <summary>A colour as ScottPlot has it.</summary>
    public static Color Of(SKColor color) => new(color.Red, color.Green, color.Blue, color.Alpha);

    /// <summary>A figure of lines with a legend below them.</summary>
    /// <param name="title">Its title, drawn above it, too.</param>
    /// <param name="description">Its alternative text.</param>
    /// <param name="lines">The lines.</param>
    public static Figure Create(string title, string description, LinePlot lines)
    {
        FigureLegend legend = new(lines.Legend);
        return new(title, description, Width, PlotHeight + legend.Height, canvas =>
        {
            canvas.Save();

            // ScottPlot clears what it may draw on.
            canvas.ClipRect(SKRect.Create(Width, PlotHeight));
            using Plot plot = CreatePlot();
            plot.Title(title, TitleSize);
            lines.Draw(plot);
            Render(plot, canvas, Width, PlotHeight);
            canvas.Restore();
            legend.Draw(canvas, PlotHeight);
        });
    }

    /// <summary>Draws a plot, once.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="canvas">Where to.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    public static void Render(Plot plot, SKCanvas canvas, int width, int height)
    {
        // ScottPlot draws a second time, over the first, where it finds its layout changed: at its first drawing always. In an SVG both would stay.
        using SKNoDrawCanvas nowhere = new(width, height);
        plot.Render(nowhere, width, height);
        plot.Render(canvas, width, height);
    }

    /// <summary>A plot in the style of the figures, for those that consist of several.</summary>
    public static Plot CreatePlot()
    {
        Plot plot = new();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Font.Set(FigureFonts.Name);
        plot.Axes.Color(Ink);
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Ink.WithAlpha(GridOpacity);
        foreach (IAxis axis in plot.Axes.GetAxes())
        {
            axis.TickLabelStyle.FontSize = TextSize;
            axis.Label.FontSize = TextSize;
            axis.Label.Bold = false;
        }

        plot.Axes.Title.Label.FontSize = TitleSize;
        plot.Axes.Title.Label.ForeColor = Ink;
        return plot;
    }

    /// <summary>Gives ScottPlot the package's font under its name; other fonts are found as before.</summary>
    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            Create(fontName, weight >= FontWeight.SemiBold);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => Create(fontName, bold);

        private static SKTypeface? Create(string fontName, bool bold) =>
            fontName == FigureFonts.Name ? (bold ? FigureFonts.Bold : FigureFonts.Regular) : null;
    }
}
