using System.Globalization;
using CompiledNet;
using SkiaSharp;

namespace TourSample;

/// <summary>Where a plot lies on the picture, and the range of its axes.</summary>
internal readonly record struct Plane(float X, float Y, float Width, float Height, double MinX, double MaxX, double MinY, double MaxY)
{
    /// <summary>The place of a value of x, from the left.</summary>
    public float Left(double x) => X + (float)((x - MinX) / (MaxX - MinX) * Width);

    /// <summary>The place of a value of y, from the top.</summary>
    public float Top(double y) => Y + Height - (float)((y - MinY) / (MaxY - MinY) * Height);
}

/// <summary>Plots within a sketch: several to a picture, and small.</summary>
internal sealed partial class Sketch
{
    /// <summary>Axes with the given ticks, and a faint line across at each tick of y.</summary>
    public void Axes(Plane plane, double[] ticksX, double[] ticksY, string label)
    {
        float bottom = plane.Y + plane.Height;
        foreach (double tick in ticksY)
        {
            float y = plane.Top(tick);
            Line(plane.X, y, plane.X + plane.Width, y, Palette.Ink, 1, 0.14f);
            Text(tick.ToString(CultureInfo.InvariantCulture), plane.X - 7, y + 4, 12, Align.End);
        }

        foreach (double tick in ticksX)
        {
            float x = plane.Left(tick);
            Line(x, bottom, x, bottom + 4, Palette.Ink, 1, 0.6f);
            Text(tick.ToString("#,0.##", CultureInfo.InvariantCulture), x, bottom + 17, 12, Align.Middle);
        }

        Line(plane.X, bottom, plane.X + plane.Width, bottom, Palette.Ink, 1, 0.6f);
        Line(plane.X, plane.Y, plane.X, bottom, Palette.Ink, 1, 0.6f);
        Text(label, plane.X + (plane.Width / 2), bottom + 34, 12, Align.Middle);
    }

    /// <summary>A line through points, cut off at the plot's edges.</summary>
    public void Curve(Plane plane, (double X, double Y)[] points, SKColor color, float width)
    {
        using SKPaint paint = Stroke(color, width, 1);
        using SKPath path = new();
        path.MoveTo(plane.Left(points[0].X), plane.Top(points[0].Y));
        foreach ((double x, double y) in points.AsSpan(1))
        {
            path.LineTo(plane.Left(x), plane.Top(y));
        }

        _canvas.Save();
        _canvas.ClipRect(SKRect.Create(plane.X, plane.Y - 2, plane.Width + 2, plane.Height + 4));
        _canvas.DrawPath(path, paint);
        _canvas.Restore();
    }

    /// <summary>A path with a ring at its start, a dot at each step and a larger one at its end.</summary>
    public void Walk(Plane plane, (double X, double Y)[] points, SKColor color, float width, bool dots = true)
    {
        Curve(plane, points, color, width);
        if (dots)
        {
            foreach ((double x, double y) in points)
            {
                Dot(plane, x, y, color, 2.5f);
            }
        }

        Dot(plane, points[^1].X, points[^1].Y, color, 5);
        Dot(plane, points[0].X, points[0].Y, Palette.Ink, 4);
    }

    /// <summary>A dot, where it lies within the plot.</summary>
    public void Dot(Plane plane, double x, double y, SKColor color, float radius)
    {
        if (x >= plane.MinX && x <= plane.MaxX && y >= plane.MinY && y <= plane.MaxY)
        {
            using SKPaint paint = Paint(color, 1);
            _canvas.DrawCircle(plane.Left(x), plane.Top(y), radius, paint);
        }
    }

    /// <summary>An image over the whole plot, of rows from the top.</summary>
    public void Map(Plane plane, int side, Func<int, SKColor> color) => Image(side, SKRect.Create(plane.X, plane.Y, plane.Width, plane.Height), color);

    /// <summary>What each colour stands for, from left to right.</summary>
    public void Legend(float x, float y, params ReadOnlySpan<(SKColor Color, string Name)> entries)
    {
        using SKFont font = CompiledNet.Figure.Font(13, false);
        foreach ((SKColor color, string name) in entries)
        {
            Fill(x, y - 9, 14, 9, color);
            Text(name, x + 20, y);
            x += 20 + font.MeasureText(name) + 22;
        }
    }
}
