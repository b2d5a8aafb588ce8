using System.Runtime.CompilerServices;

namespace CompiledNet;

/// <summary>Checks of the numbers that optimizers and schedules are given, and the errors where they are wrong.</summary>
internal static class Setting
{
    /// <summary>The value, if it is finite also as a float, and at least 0: for what meets parameters.</summary>
    public static double NonNegativeFloat(double value, [CallerMemberName] string setting = "") =>
        float.IsFinite((float)value) && value >= 0 ? value : throw Wrong(value, setting, "a finite float of at least 0");

    /// <summary>
    /// The value, if it is a finite float of at least 1e-16: for what keeps a divisor from 0. Below it, what becomes 0 among the squares of
    /// gradients (<see cref="Numerics.RunningMean"/>) would be seen.
    /// </summary>
    public static double Epsilon(double value, [CallerMemberName] string setting = "") =>
        value >= 1e-16 && float.IsFinite((float)value) ? value : throw Wrong(value, setting, "a finite float of at least 1e-16");

    /// <summary>The value, if it is at least 0 and, also as a float, below 1: for the share of a running mean that is kept.</summary>
    public static double Share(double value, [CallerMemberName] string setting = "") =>
        value >= 0 && (float)value < 1 ? value : throw Wrong(value, setting, "at least 0 and, as a float, below 1");

    /// <summary>The value, if it is finite and at least 0.</summary>
    public static double NonNegative(double value, [CallerMemberName] string setting = "") =>
        double.IsFinite(value) && value >= 0 ? value : throw Wrong(value, setting, "a finite number of at least 0");

    /// <summary>The value, if it is at least 0.</summary>
    public static int NonNegative(int value, [CallerMemberName] string setting = "") =>
        value >= 0 ? value : throw Wrong(value, setting, "at least 0");

    /// <summary>The value, if it is above 0 and at most 1.</summary>
    public static double Factor(double value, [CallerMemberName] string setting = "") =>
        value is > 0 and <= 1 ? value : throw Wrong(value, setting, "above 0 and at most 1");

    private static ArgumentOutOfRangeException Wrong(double value, string setting, string expected) =>
        new(setting, FormattableString.Invariant($"{setting} is {value}; expected {expected}."));
}
