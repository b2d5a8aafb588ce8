using System.Text;

namespace CompiledNet;

/// <summary>Finds out from its values what a column holds: numbers or categories, and which.</summary>
/// <param name="name">The column's name.</param>
/// <param name="place">Its place in the file.</param>
/// <param name="role">What it may be.</param>
internal sealed class ColumnLearner(string name, int place, ColumnRole role)
{
    // More are a mistake: names or texts where categories were meant. Each would be an input.
    private const int MostCategories = 1000;

    private readonly HashSet<string> _categories = new(StringComparer.Ordinal);
    private long _numbers;
    private double _sum;
    private long _firstNumberLine;
    private string? _firstText;
    private string? _firstWithComma; // the first text, if it would be a number with a decimal comma
    private bool _hasOtherText; // one that would not

    /// <summary>The column's place in the file.</summary>
    public int Place => place;

    /// <summary>Whether it is a target.</summary>
    public bool IsTarget => role is ColumnRole.NumberTarget or ColumnRole.ClassTarget or ColumnRole.AnyTarget;

    /// <summary>Whether every value so far was a number, where it may be one.</summary>
    private bool IsNumeric => role != ColumnRole.Categories && role != ColumnRole.ClassTarget && _firstText is null;

    /// <summary>Takes a value that is not missing into account.</summary>
    public void Add(CsvRows row, CsvText text)
    {
        if (role is not (ColumnRole.Categories or ColumnRole.ClassTarget) && text.TryNumber(row.Value(place), out float number))
        {
            AddNumber(row, number);
        }
        else
        {
            AddText(row);
        }
    }

    /// <summary>An error for a missing value.</summary>
    public InvalidDataException Missing(CsvRows row)
    {
        string expected = _numbers > 0 || role == ColumnRole.NumberTarget ? "a number" : IsNumeric ? "a value" : "text";
        string fill = IsTarget ? string.Empty : $", or {nameof(CsvMissingValues)}.{nameof(CsvMissingValues.FillWithMean)}, which fills it in";
        return row.Error(
            place,
            $"the value is missing; expected {expected} (or {nameof(CsvOptions)}.{nameof(CsvOptions.MissingValues)} = {nameof(CsvMissingValues)}.{nameof(CsvMissingValues.DropRow)}, which leaves such rows out{fill})");
    }

    /// <summary>The column as its values say, once all have been seen.</summary>
    /// <param name="file">What error messages call the file.</param>
    public CsvColumn Finish(string file)
    {
        if (IsNumeric)
        {
            return _numbers > 0
                ? new CsvColumn(name, [], (float)(_sum / _numbers))
                : throw new InvalidDataException($"{file}, column '{name}': every value is missing; expected some numbers, or the column ignored (CsvOptions.Ignore).");
        }

        // A target of classes was asked for as such; of any other column, numbers in the wrong notation are not to become categories unnoticed.
        if (role is ColumnRole.Input or ColumnRole.AnyTarget && _firstWithComma is not null && !_hasOtherText)
        {
            string asTexts = IsTarget ? "set CsvOptions.Kind to Classification" : "name the column in CsvOptions.Categorical";
            throw new InvalidDataException(
                $"{file}: the values of column '{name}' look like numbers with a decimal comma (such as {_firstWithComma}); set CsvOptions.DecimalComma, or {asTexts}.");
        }

        if (_categories.Count > MostCategories)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{file}, column '{name}': there are more than {MostCategories} different texts; expected numbers, fewer categories, or the column ignored (CsvOptions.Ignore)."));
        }

        if (role is ColumnRole.ClassTarget or ColumnRole.AnyTarget && _categories.Count < 2)
        {
            throw new InvalidDataException($"{file}, column '{name}': every row is of the same class; expected at least two classes.");
        }

        return _categories.Count > 0
            ? new CsvColumn(name, Sorted(), 0)
            : throw new InvalidDataException($"{file}, column '{name}': every value is missing; expected some, or the column ignored (CsvOptions.Ignore).");
    }

    private void AddNumber(CsvRows row, float number)
    {
        if (!float.IsFinite(number))
        {
            throw row.Error(place, $"the value is {CsvRows.Show(row.Text(place))}; expected a finite number that a 32-bit float can hold");
        }

        if (_firstText is not null && role == ColumnRole.Input)
        {
            throw row.Error(
                place,
                $"the value is {CsvRows.Show(row.Text(place))}, a number, but {_firstText} is text; expected numbers only{CommaAdvice(_firstWithComma is not null)}, or the column declared as categories (CsvOptions.Categorical)");
        }

        _firstNumberLine = _numbers == 0 ? row.Line : _firstNumberLine;
        _numbers++;
        _sum += number;
        if (role == ColumnRole.AnyTarget && _categories.Count <= MostCategories)
        {
            _categories.Add(row.Text(place));
        }
    }

    private void AddText(CsvRows row)
    {
        string value = row.Text(place);
        bool withComma = !_hasOtherText && CsvText.IsNumberWithComma(row.Value(place));
        if (role == ColumnRole.NumberTarget)
        {
            throw row.Error(place, $"the value is {CsvRows.Show(value)}; expected a number{CommaAdvice(withComma)}");
        }

        if (role == ColumnRole.Input && _numbers > 0)
        {
            throw row.Error(place, FormattableString.Invariant(
                $"the value is {CsvRows.Show(value)}; expected a number{CommaAdvice(withComma)}, as in line {_firstNumberLine}, or the column declared as categories (CsvOptions.Categorical)"));
        }

        _firstWithComma ??= withComma ? CsvRows.Show(value) : null;
        _hasOtherText |= !withComma;
        _firstText ??= FormattableString.Invariant($"{CsvRows.Show(value)} in line {row.Line}");
        if (_categories.Count <= MostCategories)
        {
            _categories.Add(value);
        }
    }

    private static string CommaAdvice(bool isLikely) => isLikely ? " (of numbers with a decimal comma: CsvOptions.DecimalComma)" : string.Empty;

    // By size if all are numbers, so that class 10 comes behind class 9.
    private string[] Sorted()
    {
        string[] sorted = [.. _categories.Order(StringComparer.Ordinal)];
        CsvText plain = new(new CsvOptions());
        float[] sizes = new float[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (!plain.TryNumber(Encoding.UTF8.GetBytes(sorted[i]), out sizes[i]) || !float.IsFinite(sizes[i]))
            {
                return sorted;
            }
        }

        return [.. sorted.Zip(sizes).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }
}
