using System.Globalization;
using ScottPlot.TickGenerators;

namespace CompiledNet.Drawing;

/// <summary>Where an axis has its marks, and what stands there: the same in any culture.</summary>
internal static class Ticks
{
    private const int Most = 7;

    /// <summary>Marks at round values.</summary>
    /// <param name="from">The start of the axis.</param>
    /// <param name="to">Its end.</param>
    /// <param name="format">What stands there; null for the number itself.</param>
    /// <param name="most">The most marks.</param>
    public static NumericManual Linear(double from, double to, Func<double, string>? format = null, int most = Most) =>
        Make(from, to, Step((to - from) / most), format);

    /// <summary>Marks at round whole numbers.</summary>
    /// <param name="from">The start of the axis.</param>
    /// <param name="to">Its end.</param>
    /// <param name="most">The most marks.</param>
    public static NumericManual Whole(double from, double to, int most = Most) => Make(from, to, Math.Max(1, Step((to - from) / most)), null);

    /// <summary>Marks of a logarithmic axis, whose coordinates are decimal logarithms.</summary>
    /// <param name="from">The logarithm at the start.</param>
    /// <param name="to">That at the end.</param>
    public static NumericManual Logarithmic(double from, double to)
    {
        NumericManual ticks = new();
        int every = (int)Math.Max(1, Math.Ceiling((to - from) / Most));
        for (int power = (int)Math.Floor(from); power <= to; power++)
        {
            for (int n = 1; n < 10; n++)
            {
                double at = power + Math.Log10(n);
                if (at < from || at > to)
                {
                    continue;
                }

                bool major = n == 1 ? power % every == 0 : to - from < 2 && (n == 5 || n == 2);
                if (major)
                {
                    ticks.AddMajor(at, Number(n * Math.Pow(10, power)));
                }
                else
                {
                    ticks.AddMinor(at);
                }
            }
        }

        return ticks;
    }

    /// <summary>The marks themselves, for figures that draw their own axes.</summary>
    /// <param name="ticks">What has them.</param>
    /// <param name="from">The start of the axis.</param>
    /// <param name="to">Its end.</param>
    public static ScottPlot.Tick[] Of(NumericManual ticks, double from, double to)
    {
        using ScottPlot.Paint paint = ScottPlot.Paint.NewDisposablePaint();
        ScottPlot.LabelStyle style = new();
        ticks.Regenerate(new ScottPlot.CoordinateRange(from, to), ScottPlot.Edge.Bottom, new ScottPlot.PixelLength(1000), paint, style);
        return ticks.Ticks;
    }

    /// <summary>A number in as few digits as say it, with a true minus.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value)
    {
        double size = Math.Abs(value);
        string text = size is 0 or >= 1e-3 and < 1e6
            ? Math.Round(value, 10).ToString("#,0.######", CultureInfo.InvariantCulture)
            : value.ToString("0.##e0", CultureInfo.InvariantCulture);
        return text.Replace('-', '\u2212');
    }

    /// <summary>A number in three digits, for descriptions.</summary>
    /// <param name="value">The number.</param>
    public static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>A share as per cent, with one decimal where it is small or near to all.</summary>
    /// <param name="share">The share, from 0 to 1.</param>
    public static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static NumericManual Make(double from, double to, double step, Func<double, string>? format)
    {
        NumericManual ticks = new();
        double slack = step * 1e-6;
        for (double n = Math.Ceiling((from - slack) / step); n * step <= to + slack; n++)
        {
            // Plus zero, because a negative zero is written with its sign.
            double at = (n * step) + 0.0;
            ticks.AddMajor(at, (format ?? Number)(at));
        }

        return ticks;
    }

    private static double Step(double least)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        return (least / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }
}
