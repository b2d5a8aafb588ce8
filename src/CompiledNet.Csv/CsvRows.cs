using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace CompiledNet;

/// <summary>The rows of a CSV file, one after the other. Whatever is wrong with one is an error that names file, line and column.</summary>
internal sealed class CsvRows : IDisposable
{
    private const int MostShown = 40;
    private const int MostColumnsShown = 50;

    private readonly CsvReader _reader;
    private readonly string _name;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private bool _hasRow; // one that was read to see how many columns there are

    public CsvRows(CsvReader reader, string name, CsvOptions options)
    {
        _reader = reader;
        _name = name;
        try
        {
            Columns = ReadColumns(options.HasHeader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The columns' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The line of the file on which the row begins, from 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>The place of a column, from 0.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="whose">Who named it, for the message.</param>
    /// <exception cref="InvalidDataException">There is no such column.</exception>
    public int Find(string column, string whose)
    {
        if (_places.TryGetValue(column, out int place))
        {
            return place;
        }

        string more = Columns.Count > MostColumnsShown ? FormattableString.Invariant($" and {Columns.Count - MostColumnsShown} more") : string.Empty;
        string columns = string.Join(", ", Columns.Take(MostColumnsShown).Select(Show));
        throw new InvalidDataException($"{_name}: there is no column {Show(column)}, which {whose}; the columns are {columns}{more}.");
    }

    /// <summary>Goes on to the next row; false at the end. Blank lines are no rows.</summary>
    public bool Read()
    {
        if (_hasRow)
        {
            _hasRow = false;
            return true;
        }

        if (!ReadRecord())
        {
            return false;
        }

        if (_reader.FieldCount != Columns.Count)
        {
            string values = _reader.FieldCount == 1 ? "value" : "values";
            throw Error(FormattableString.Invariant($"the row has {_reader.FieldCount} {values}; expected {Columns.Count}, one for each column"));
        }

        return true;
    }

    /// <summary>A value of the row, in UTF-8, without the blanks around it.</summary>
    /// <param name="column">The column, from 0.</param>
    public ReadOnlySpan<byte> Value(int column) => _reader.GetSpan(column);

    /// <summary>A value of the row as text.</summary>
    /// <param name="column">The column, from 0.</param>
    public string Text(int column)
    {
        ReadOnlySpan<byte> value = Value(column);
        return Utf8.IsValid(value) ? Encoding.UTF8.GetString(value) : throw NotUtf8(Where(column));
    }

    /// <summary>An error about a value of the row.</summary>
    /// <param name="column">The column, from 0.</param>
    /// <param name="what">What is wrong and what was expected.</param>
    public InvalidDataException Error(int column, string what) => new($"{Where(column)}: {what}.");

    /// <summary>A value for an error message: in quotes, and cut if it is long.</summary>
    public static string Show(string text) => text.Length <= MostShown ? $"'{text}'" : $"'{text[..MostShown]}...'";

    /// <summary>Closes the file.</summary>
    public void Dispose() => _reader.Dispose();

    private string[] ReadColumns(bool hasHeader)
    {
        if (!ReadRecord())
        {
            throw new InvalidDataException($"{_name}: the file is empty; expected {(hasHeader ? "a header and " : string.Empty)}at least one row.");
        }

        string[] columns = new string[_reader.FieldCount];
        for (int c = 0; c < columns.Length; c++)
        {
            string number = (c + 1).ToString(CultureInfo.InvariantCulture);
            if (hasHeader && !Utf8.IsValid(Value(c)))
            {
                throw NotUtf8($"{_name}, line {Line.ToString(CultureInfo.InvariantCulture)}, the name of column {number}");
            }

            // A column without a name, as that of row numbers in files that R writes, has its number for one.
            columns[c] = hasHeader && Value(c).Length > 0 ? Encoding.UTF8.GetString(Value(c)) : number;
            if (!_places.TryAdd(columns[c], c))
            {
                throw Error(FormattableString.Invariant($"columns {_places[columns[c]] + 1} and {c + 1} have the same name, '{columns[c]}'; expected each name once"));
            }
        }

        _hasRow = !hasHeader;
        return columns;
    }

    // A line of nothing but blanks is a blank line, too.
    private bool ReadRecord()
    {
        try
        {
            while (_reader.Read())
            {
                if (_reader.FieldCount > 1 || Value(0).Length > 0)
                {
                    return true;
                }
            }

            return false;
        }
        catch (CsvFormatException exception)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{_name}, line {exception.LineNumber}: {exception.Message}"), exception);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"{_name}: the text is not in the encoding that CsvOptions.Encoding says. {exception.Message}", exception);
        }
    }

    private string Where(int column) => FormattableString.Invariant($"{_name}, line {Line}, column '{Columns[column]}'");

    private InvalidDataException Error(string what) => new(FormattableString.Invariant($"{_name}, line {Line}: {what}."));

    private static InvalidDataException NotUtf8(string where) =>
        new($"{where}: the text is not UTF-8; expected UTF-8, or the file's encoding in CsvOptions.Encoding.");
}
