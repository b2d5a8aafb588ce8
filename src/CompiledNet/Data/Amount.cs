namespace CompiledNet;

/// <summary>Numbers of things for messages: 1 value, 2 values.</summary>
internal static class Amount
{
    /// <summary>A number of things.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one is called.</param>
    /// <param name="many">What several are called; null for the same with an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        count == 1 ? $"1 {one}" : FormattableString.Invariant($"{count} {many ?? one + "s"}");

    /// <summary>That there is one or are several, to go behind "there".</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one is called.</param>
    /// <param name="many">What several are called; null for the same with an s.</param>
    public static string Are(long count, string one, string? many = null) => $"{(count == 1 ? "is" : "are")} {Of(count, one, many)}";
}
