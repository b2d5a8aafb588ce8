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
            throw Wrong(name, "the text holds half a surrogate pair, which is not a character", exception);
        }
    }

    public static CsvSchema Read(byte[] content, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content.AsMemory(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));
            JsonElement json = document.RootElement;
            if (Text(json, "format") != Format || Member(json, "version", JsonValueKind.Number).GetInt32() != Version)
            {
                throw new FormatException(FormattableString.Invariant($"expected the format '{Format}' of version {Version}"));
            }

            CsvColumn[] inputs = ReadColumns(json, "inputs");
            CsvColumn[] targets = ReadColumns(json, "targets");
            if (inputs.Length == 0 || targets.Length == 0 || (targets.Length > 1 && !targets.All(column => column.IsNumeric)))
            {
                throw new FormatException("expected at least one input and one target column, and a single one of classes");
            }

            CsvOptions options = new()
            {
                Inputs = [.. inputs.Select(column => column.Name)],
                Targets = [.. targets.Select(column => column.Name)],
                Delimiter = Character(TextOrNull(json, "delimiter")),
                HasHeader = Flag(json, "hasHeader"),
                DecimalComma = Flag(json, "decimalComma"),
                MissingValues = Policy(Text(json, "missingValues")),
                MissingMarkers = ReadTexts(json, "missingMarkers"),
                Encoding = TextOrNull(json, "encoding") is { } encoding ? Encoding.GetEncoding(encoding) : null,
            };
            options.Check();
            return new CsvSchema(options, inputs, targets);
        }
        catch (JsonException exception)
        {
            throw Wrong(name, FormattableString.Invariant($"it is not JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"), exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            throw Wrong(name, exception.Message, exception);
        }
    }

    private static InvalidDataException Wrong(string name, string what, Exception exception) =>
        new($"{name}: not a schema, which CsvSchema.Save or ToJson writes as JSON: {what.TrimEnd('.')}.", exception);

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

    private static CsvColumn[] ReadColumns(JsonElement json, string list) =>
    [
        .. Member(json, list, JsonValueKind.Array).EnumerateArray().Select(column => IsNumeric(column, list)
            ? new CsvColumn(Text(column, "name"), [], Finite(Member(column, "mean", JsonValueKind.Number).GetSingle()))
            : new CsvColumn(Text(column, "name"), Some(ReadTexts(column, "categories")), 0)),
    ];

    private static bool IsNumeric(JsonElement column, string list) =>
        column.ValueKind == JsonValueKind.Object
            ? column.TryGetProperty("mean", out _)
            : throw new FormatException($"the list '{list}' holds {Show(column.ValueKind)}; expected an object for each column");

    private static void WriteTexts(Utf8JsonWriter json, string property, IEnumerable<string> texts)
    {
        json.WriteStartArray(property);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    // The member of an object, which has to be there and of a kind.
    private static JsonElement Member(JsonElement json, string member, JsonValueKind kind, JsonValueKind? otherKind = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"it is {Show(json.ValueKind)}; expected an object");
        }

        if (!json.TryGetProperty(member, out JsonElement value))
        {
            throw new FormatException($"the member '{member}' is missing");
        }

        string or = otherKind is { } other ? $" or {Show(other)}" : string.Empty;
        return value.ValueKind == kind || value.ValueKind == otherKind
            ? value
            : throw new FormatException($"the member '{member}' is {Show(value.ValueKind)}; expected {Show(kind)}{or}");
    }

    private static string Show(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static string Text(JsonElement json, string member) => Member(json, member, JsonValueKind.String).GetString()!;

    private static string? TextOrNull(JsonElement json, string member) => Member(json, member, JsonValueKind.String, JsonValueKind.Null).GetString();

    private static bool Flag(JsonElement json, string member) => Member(json, member, JsonValueKind.True, JsonValueKind.False).GetBoolean();

    private static string[] ReadTexts(JsonElement json, string member) =>
    [
        .. Member(json, member, JsonValueKind.Array).EnumerateArray().Select(text => text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : throw new FormatException($"the list '{member}' holds {Show(text.ValueKind)}; expected texts")),
    ];

    private static char? Character(string? text) =>
        text is null ? null : text.Length == 1 ? text[0] : throw new FormatException($"the delimiter is '{text}'; expected a single character");

    // A number in the text would be parsed as a value, whether there is one or not.
    private static CsvMissingValues Policy(string text) =>
        Enum.TryParse(text, out CsvMissingValues policy) && Enum.IsDefined(policy)
            ? policy
            : throw new FormatException($"the member 'missingValues' is '{text}'; expected {string.Join(", ", Enum.GetNames<CsvMissingValues>())}");

    private static float Finite(float mean) => float.IsFinite(mean) ? mean : throw new FormatException("A mean is not finite.");

    private static string[] Some(string[] categories) =>
        categories.Length > 0 ? categories : throw new FormatException("A column has neither a mean nor categories.");
}
