using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>Numbers as the tables show them.</summary>
internal static class Format
{
    /// <summary>Three digits and a unit.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1e3 => Digits(nanoseconds) + " ns",
        < 1e6 => Digits(nanoseconds / 1e3) + " us",
        < 1e9 => Digits(nanoseconds / 1e6) + " ms",
        _ => Digits(nanoseconds / 1e9) + " s",
    };

    public static string Ratio(double ratio) => Digits(ratio) + "x";

    public static string Percent(double share) => (share * 100).ToString("F0", CultureInfo.InvariantCulture) + " %";

    public static string Rate(double gigaflops) => gigaflops.ToString("F1", CultureInfo.InvariantCulture);

    public static string Difference(double? difference) => difference?.ToString("0e+0", CultureInfo.InvariantCulture) ?? "-";

    private static string Digits(double number) =>
        number.ToString(number switch { < 9.995 => "F2", < 99.95 => "F1", _ => "N0" }, CultureInfo.InvariantCulture);
}
