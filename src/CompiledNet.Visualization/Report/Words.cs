using System.Globalization;

namespace CompiledNet.Reports;

/// <summary>Numbers and amounts as a report writes them: the same in every culture.</summary>
internal static class Words
{
    /// <summary>A whole number: 13,002.</summary>
    public static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number that is a name: 1024.</summary>
    public static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share of 1 as per cent: 95.27 %.</summary>
    /// <remarks>What is not all is never written as 100 %.</remarks>
    public static string Percent(double share)
    {
        if (!double.IsFinite(share))
        {
            return "none";
        }

        double percent = share < 1 ? Math.Min(share * 100, 99.99) : share * 100;
        return FormattableString.Invariant($"{percent:F2} %");
    }

    /// <summary>A number to six digits.</summary>
    public static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>A number to four decimals.</summary>
    public static string Four(double number) => number.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A network's output, in little room.</summary>
    public static string Output(float value) => float.IsFinite(value) && Math.Abs(value) < 1000
        ? value.ToString("0.000", CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A time.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 60
        ? FormattableString.Invariant($"{time.TotalSeconds:F2} s")
        : FormattableString.Invariant($"{(long)time.TotalMinutes} min {time.Seconds} s");

    /// <summary>An amount: 1 epoch, 15 epochs.</summary>
    public static string Counted(long count, string one, string? many = null) => $"{Whole(count)} {(count == 1 ? one : many ?? one + "s")}";
}
