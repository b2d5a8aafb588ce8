using CsvHelper;

namespace CompiledNet;

/// <summary>A CSV file, or the text of one, that can be read from its start as often as wanted.</summary>
internal sealed class CsvSource
{
    private readonly string? _text; // else a file
    private readonly CsvOptions _options;

    private CsvSource(string name, string? text, CsvOptions options)
    {
        Name = name;
        _text = text;
        _options = options;
    }

    /// <summary>What error messages call it.</summary>
    public string Name { get; }

    public static CsvSource OfFile(string path, CsvOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckNoFolder(path);
        return new CsvSource(path, null, options);
    }

    public static CsvSource OfText(TextReader reader, string name, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new CsvSource(name, reader.ReadToEnd(), options);
    }

    /// <summary>Checks that a path is not a folder's, of which the system only says that access is denied.</summary>
    /// <exception cref="IOException">It is.</exception>
    public static void CheckNoFolder(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder; expected a file.");
        }
    }

    /// <summary>Starts to read; the header has been read.</summary>
    public CsvRows Open()
    {
        char? delimiter = _options.Delimiter;
        if (delimiter is null && _options.DecimalComma)
        {
            // Commas say nothing here, and there would be more of them than of anything else.
            using CsvRows rows = new(Create(';'), Name, _options);
            delimiter = rows.Columns.Count > 1 ? ';' : '\t';
        }

        return new CsvRows(Create(delimiter), Name, _options);
    }

    private CsvReader Create(char? delimiter)
    {
        CsvReaderOptions options = CsvReaderOptions.Default with
        {
            Separator = delimiter,
            HasHeader = false, // read as a row, for the same checks
            TrackLineNumbers = true,
            TrimWhitespace = true,
            OnMalformedRecord = Refuse,
            Encoding = _options.Encoding,
        };
        return _text is null ? CsvReader.FromFile(Name, options) : CsvReader.Create(new StringReader(_text), options);
    }

    private void Refuse(CsvMalformedRecord record)
    {
        string problem = record.Reason switch
        {
            CsvMalformedReason.UnterminatedQuote => "a value begins with a quote and is never closed by another; expected one",
            CsvMalformedReason.TextAfterClosingQuote => "there is text behind a quoted value; expected the delimiter or the line's end",
            CsvMalformedReason.StrayQuote => "there is a quote within a value that is not quoted; expected the value in quotes, and two quotes for each within",
            _ => FormattableString.Invariant($"the row is not proper CSV ({record.Reason})"),
        };
        throw new InvalidDataException(FormattableString.Invariant($"{Name}, line {record.LineNumber}: {problem}."));
    }
}
