using System.Xml.Linq;
using SkiaSharp;

namespace CompiledNet.Visualization.Tests.Tour;

/// <summary>Figures of the caller's own, as the tour has them.</summary>
public sealed class FigureDrawTests
{
    [Fact]
    public void What_is_drawn_is_in_the_picture()
    {
        Figure figure = Figure.Draw("A word", "The word seven.", 120, 40, canvas =>
        {
            using SKFont font = Figure.Font(14, bold: true);
            using SKPaint paint = new() { Color = Palette.Ink };
            canvas.DrawText("seven", 10, 25, font, paint);
        });
        string svg = figure.ToSvg();
        Assert.Contains(">seven</text>", svg, StringComparison.Ordinal);
        Assert.Contains("currentColor", svg, StringComparison.Ordinal);
        Assert.Equal(("A word", "The word seven.", 120, 40), (figure.Title, figure.Description, figure.Width, figure.Height));
    }

    [Fact]
    public void What_is_drawn_in_black_stays_and_clearing_the_canvas_leaves_nothing()
    {
        Figure figure = Figure.Draw("Black", "Black shapes.", 120, 40, canvas =>
        {
            canvas.Clear();
            using SKPaint paint = new() { Color = SKColors.Black };
            canvas.DrawRect(0, 0, 20, 10, paint);
            canvas.DrawRect(30, 5, 20, 12, paint);
            paint.IsStroke = true;
            canvas.DrawRect(60, 5, 20, 14, paint);
        });
        XElement[] shapes = [.. XElement.Parse(figure.ToSvg()).Descendants().Where(element => element.Name.LocalName == "rect")];
        Assert.Equal(["10", "12", "14"], shapes.Select(shape => (string?)shape.Attribute("height")));
        Assert.Equal([null, null, "none"], shapes.Select(shape => (string?)shape.Attribute("fill")));
        Assert.Equal("black", (string?)shapes[2].Attribute("stroke"));
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Figure.Draw("A word", "Words.", 120, 40, null!));
        Assert.Throws<ArgumentException>(() => Figure.Draw("", "Words.", 120, 40, _ => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Draw("A word", "Words.", 0, 40, _ => { }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Font(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Figure.Font(float.NaN));
    }
}
