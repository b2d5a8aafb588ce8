using System.Globalization;
using System.Text;

namespace CompiledNet;

/// <summary>What the texts in a CSV file mean: numbers in one of two notations, and those that say that a value is missing.</summary>
internal sealed class CsvText
{
    private static readonly NumberFormatInfo WithComma = FormatWithComma();

    private readonly byte[][] _missing;
    private readonly NumberFormatInfo _format;

    public CsvText(CsvOptions options)
    {
        _missing = [.. options.MissingMarkers.Select(Encoding.UTF8.GetBytes)];
        _format = options.DecimalComma ? WithComma : NumberFormatInfo.InvariantInfo;
    }

    /// <summary>Whether a text would be a number with a decimal comma: for advice where it was taken for something else.</summary>
    public static bool IsNumberWithComma(ReadOnlySpan<byte> text) =>
        text.Contains((byte)',') && float.TryParse(text, NumberStyles.Float, WithComma, out float number) && float.IsFinite(number);

    /// <summary>Whether a text says that the value is missing.</summary>
    public bool IsMissing(ReadOnlySpan<byte> text)
    {
        foreach (byte[] marker in _missing)
        {
            if (text.SequenceEqual(marker))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a number; it may turn out infinite or NaN.</summary>
    public bool TryNumber(ReadOnlySpan<byte> text, out float number) => float.TryParse(text, NumberStyles.Float, _format, out number);

    private static NumberFormatInfo FormatWithComma()
    {
        NumberFormatInfo format = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        format.NumberGroupSeparator = ".";
        format.NumberDecimalSeparator = ",";
        return NumberFormatInfo.ReadOnly(format);
    }
}
