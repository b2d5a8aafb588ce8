using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CompiledNet;

/// <summary>Schemas as JSON: what is needed to code other files and rows alike.</summary>
internal static class CsvSchemaFile
{
    private const string Format = "CompiledNet CSV schema";
    private const int Version = 1;

    // Where the usual one would put a replacement character, and so change a name.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] Write(CsvSchema schema)
    {
        using MemoryStream content = new();
        JsonWriterOptions layout = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (Utf8JsonWriter json = new(content, layout))
        {
            CsvOptions options = schema.Options;
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("delimiter", options.Delimiter?.ToString());
            json.WriteBoolean("hasHeader", options.HasHeader);
            json.WriteBoolean("decimalComma", options.DecimalComma);
            json.WriteString("missingValues", options.MissingValues.ToString());
            WriteTexts(json, "missingMarkers", options.MissingMarkers);
            json.WriteString("encoding", options.Encoding?.WebName);
            WriteColumns(json, "inputs", schema.Inputs);
            WriteColumns(json, "targets", schema.Targets);
            json.WriteEndObject();
        }

        return content.ToArray();
    }

    public static CsvSchema Read(string json, string name)
    {
        try
        {
            return Read(Strict.GetBytes(json), name);
        }
        catch (EncoderFallbackException exception)
        {
            throw new InvalidDataException($"{name}: not a schema that CsvSchema wrote. The text holds half a surrogate pair, which is not a character.", exception);
        }
    }

    public static CsvSchema Read(byte[] content, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content.AsMemory(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
            JsonElement json = document.RootElement;
            if (json.GetProperty("format").GetString() != Format || json.GetProperty("version").GetInt32() != Version)
            {
                throw new InvalidDataException(FormattableString.Invariant($"{name}: expected the format '{Format}' of version {Version}."));
            }

            CsvColumn[] inputs = ReadColumns(json.GetProperty("inputs"));
            CsvColumn[] targets = ReadColumns(json.GetProperty("targets"));
            if (inputs.Length == 0 || targets.Length == 0 || (targets.Length > 1 && !targets.All(column => column.IsNumeric)))
            {
                throw new InvalidDataException($"{name}: expected at least one input and one target column, and a single one of classes.");
            }

            CsvOptions options = new()
            {
                Inputs = [.. inputs.Select(column => column.Name)],
                Targets = [.. targets.Select(column => column.Name)],
                Delimiter = json.GetProperty("delimiter").GetString() is { } delimiter ? char.Parse(delimiter) : null,
                HasHeader = json.GetProperty("hasHeader").GetBoolean(),
                DecimalComma = json.GetProperty("decimalComma").GetBoolean(),
                MissingValues = Defined(Enum.Parse<CsvMissingValues>(json.GetProperty("missingValues").GetString()!)),
                MissingMarkers = ReadTexts(json.GetProperty("missingMarkers")),
                Encoding = json.GetProperty("encoding").GetString() is { } encoding ? Encoding.GetEncoding(encoding) : null,
            };
            options.Check();
            return new CsvSchema(options, inputs, targets);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or ArgumentException)
        {
            throw new InvalidDataException($"{name}: not a schema that CsvSchema wrote. {exception.Message}", exception);
        }
    }

    private static void WriteColumns(Utf8JsonWriter json, string property, IEnumerable<CsvColumn> columns)
    {
        json.WriteStartArray(property);
        foreach (CsvColumn column in columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            if (column.IsNumeric)
            {
                // The shortest text that reads back as the same bits.
                json.WritePropertyName("mean");
                json.WriteRawValue(column.Fill.ToString("R", CultureInfo.InvariantCulture));
            }
            else
            {
                WriteTexts(json, "categories", column.Categories);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static CsvColumn[] ReadColumns(JsonElement json) =>
    [
        .. json.EnumerateArray().Select(column => column.TryGetProperty("mean", out JsonElement mean)
            ? new CsvColumn(Text(column.GetProperty("name")), [], Finite(mean.GetSingle()))
            : new CsvColumn(Text(column.GetProperty("name")), Some(ReadTexts(column.GetProperty("categories"))), 0)),
    ];

    private static void WriteTexts(Utf8JsonWriter json, string property, IEnumerable<string> texts)
    {
        json.WriteStartArray(property);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string[] ReadTexts(JsonElement json) => [.. json.EnumerateArray().Select(Text)];

    private static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("There is null where text was expected.");

    // A number is parsed as a value, whether there is one or not.
    private static CsvMissingValues Defined(CsvMissingValues policy) =>
        Enum.IsDefined(policy) ? policy : throw new FormatException("There is no such way to treat missing values.");

    private static float Finite(float mean) => float.IsFinite(mean) ? mean : throw new FormatException("A mean is not finite.");

    private static string[] Some(string[] categories) =>
        categories.Length > 0 ? categories : throw new FormatException("A column has neither a mean nor categories.");
}
