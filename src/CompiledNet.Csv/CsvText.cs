using System.Globalization;
using System.Text;

namespace CompiledNet;

/// <summary>What the texts in a CSV file mean: numbers in one of two notations, and those that say that a value is missing.</summary>
internal sealed class CsvText
{
    private readonly byte[][] _missing;
    private readonly NumberFormatInfo _format;

    public CsvText(CsvOptions options)
    {
        _missing = [.. options.MissingMarkers.Select(Encoding.UTF8.GetBytes)];
        _format = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        if (options.DecimalComma)
        {
            _format.NumberGroupSeparator = ".";
            _format.NumberDecimalSeparator = ",";
        }
    }

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
}
