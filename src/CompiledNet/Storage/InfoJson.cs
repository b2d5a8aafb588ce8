using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CompiledNet.Storage;

/// <summary>The parts of a <see cref="ModelInfo"/> as text: names as a list of strings, a scaler as an object of two lists of numbers.</summary>
internal static class InfoJson
{
    private const int Depth = 2;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyList<string> names) => Write(json =>
    {
        json.WriteStartArray();
        foreach (string name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    });

    /// <summary>Numbers are written in the shortest form that gives the same bits again.</summary>
    public static string Write(FeatureScaler scaler) => Write(json =>
    {
        json.WriteStartObject();
        WriteNumbers(json, "offset", scaler.Offset.Span);
        WriteNumbers(json, "scale", scaler.Scale.Span);
        json.WriteEndObject();
    });

    /// <exception cref="FormatException">It is not a list of strings.</exception>
    public static string[] ReadNames(string text) => Read(text, static (ref reader) =>
    {
        List<string> names = [];
        Expect(reader.TokenType == JsonTokenType.StartArray, "a list of strings");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(reader.TokenType == JsonTokenType.String, "a list of strings");
            names.Add(reader.GetString()!);
        }

        return names.ToArray();
    });

    /// <exception cref="FormatException">It is not a scaler.</exception>
    public static FeatureScaler ReadScaler(string text) => Read(text, static (ref reader) =>
    {
        const string Expected = "an object with the lists of numbers offset and scale, each once";
        double[]? offset = null;
        double[]? scale = null;
        Expect(reader.TokenType == JsonTokenType.StartObject, Expected);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            Expect(name == "offset" ? offset is null : name == "scale" && scale is null, Expected);
            double[] numbers = ReadNumbers(ref reader, Expected);
            (offset, scale) = name == "offset" ? (numbers, scale) : (offset, numbers);
        }

        Expect(offset is not null && scale is not null, Expected);
        try
        {
            return new FeatureScaler(offset.AsSpan(), scale.AsSpan());
        }
        catch (ArgumentException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    });

    private delegate T ReadValue<T>(ref Utf8JsonReader reader);

    private static T Read<T>(string text, ReadValue<T> readValue)
    {
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = Depth });
            reader.Read();
            T value = readValue(ref reader);
            while (reader.Read())
            {
                // Anything but white space behind the value is an error of the reader's.
            }

            return value;
        }
        catch (JsonException exception)
        {
            throw new FormatException(FormattableString.Invariant($"not valid JSON at byte {exception.BytePositionInLine}"), exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException("half a surrogate pair, which is not a character", exception);
        }
    }

    private static double[] ReadNumbers(ref Utf8JsonReader reader, string expected)
    {
        List<double> numbers = [];
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, expected);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            double number = 0;
            Expect(reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out number), expected);
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Json))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (double number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void Expect(bool condition, string expected)
    {
        if (!condition)
        {
            throw new FormatException("expected " + expected);
        }
    }
}
