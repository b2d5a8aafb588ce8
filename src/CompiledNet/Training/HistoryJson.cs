using System.Buffers;
using System.Text.Json;

namespace CompiledNet;

/// <summary>The JSON form of a history, by hand: no reflection, so that it works in trimmed and ahead-of-time compiled programs.</summary>
internal static class HistoryJson
{
    private const string PositiveInfinity = "Infinity";
    private const string NegativeInfinity = "-Infinity";

    public static byte[] Write(IReadOnlyList<EpochReport> history)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        writer.WriteStartArray();
        foreach (EpochReport report in history)
        {
            writer.WriteStartObject();
            writer.WriteNumber(HistoryField.Epoch, report.Epoch);
            WriteDouble(writer, HistoryField.TrainLoss, report.TrainLoss);
            WriteDouble(writer, HistoryField.ValidationLoss, report.ValidationLoss);
            WriteDouble(writer, HistoryField.ValidationAccuracy, report.ValidationAccuracy);
            WriteDouble(writer, HistoryField.LearningRate, report.LearningRate);
            writer.WriteNumber(HistoryField.Steps, report.Steps);
            writer.WriteNumber(HistoryField.ElapsedSeconds, HistoryField.Seconds(report.Elapsed));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a history.</summary>
    /// <param name="json">The bytes, perhaps with a byte order mark.</param>
    /// <param name="source">What to call them in an error.</param>
    public static IReadOnlyList<EpochReport> Read(ReadOnlySpan<byte> json, string source)
    {
        List<EpochReport> history = [];
        try
        {
            Utf8JsonReader reader = new(json.StartsWith("\uFEFF"u8) ? json[3..] : json);
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartArray, "it does not start with an array");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Expect(reader.TokenType == JsonTokenType.StartObject, FormattableString.Invariant($"element {history.Count} is not an object"));
                history.Add(ReadReport(ref reader, history.Count));
            }

            // Whatever follows the array is an error of the reader's.
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw new InvalidDataException($"Cannot read the history in {source}: {exception.Message}", exception);
        }

        return history;
    }

    private static EpochReport ReadReport(ref Utf8JsonReader reader, int index)
    {
        int epoch = 0;
        double? trainLoss = null;
        double? validationLoss = null;
        double? validationAccuracy = null;
        double? learningRate = null;
        long steps = 0;
        decimal seconds = 0;
        int seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            int field = Array.IndexOf(HistoryField.All, name);
            Expect(field >= 0, FormattableString.Invariant($"element {index} has a field {name}, which is unknown"));
            Expect((seen & (1 << field)) == 0, FormattableString.Invariant($"element {index} has {name} twice"));
            seen |= 1 << field;
            reader.Read();
            switch (name)
            {
                case HistoryField.Epoch:
                    Expect(reader.TryGetInt32(out epoch) && epoch > 0, FormattableString.Invariant($"element {index} has no whole number from 1 on as {name}"));
                    break;
                case HistoryField.Steps:
                    Expect(reader.TryGetInt64(out steps) && steps >= 0, FormattableString.Invariant($"element {index} has no whole number from 0 on as {name}"));
                    break;
                case HistoryField.ElapsedSeconds:
                    Expect(
                        reader.TryGetDecimal(out seconds) && seconds >= 0 && seconds < long.MaxValue / TimeSpan.TicksPerSecond,
                        FormattableString.Invariant($"element {index} has no time from 0 on as {name}"));
                    break;
                case HistoryField.TrainLoss:
                    trainLoss = ReadDouble(ref reader);
                    break;
                case HistoryField.ValidationLoss:
                    validationLoss = ReadDouble(ref reader);
                    break;
                case HistoryField.ValidationAccuracy:
                    validationAccuracy = ReadDouble(ref reader);
                    break;
                default:
                    learningRate = ReadDouble(ref reader);
                    break;
            }
        }

        for (int field = 0; field < HistoryField.All.Length; field++)
        {
            Expect((seen & (1 << field)) != 0, FormattableString.Invariant($"element {index} has no {HistoryField.All[field]}"));
        }

        // The two validation figures are there or not there together, so that a null beside a number is a NaN.
        bool validated = validationLoss is not null || validationAccuracy is not null;
        return new EpochReport(
            epoch,
            trainLoss ?? double.NaN,
            validated ? validationLoss ?? double.NaN : null,
            validated ? validationAccuracy ?? double.NaN : null,
            TimeSpan.FromTicks((long)decimal.Round(seconds * TimeSpan.TicksPerSecond)))
        {
            LearningRate = learningRate ?? double.NaN,
            Steps = steps,
        };
    }

    private static void WriteDouble(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is not { } number || double.IsNaN(number))
        {
            writer.WriteNull(name);
        }
        else if (double.IsInfinity(number))
        {
            writer.WriteString(name, number > 0 ? PositiveInfinity : NegativeInfinity);
        }
        else
        {
            writer.WriteNumber(name, number);
        }
    }

    private static double? ReadDouble(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString() switch
            {
                PositiveInfinity => double.PositiveInfinity,
                NegativeInfinity => double.NegativeInfinity,
                string text => throw new FormatException($"\"{text}\" is not a number."),
                null => null,
            };
        }

        return reader.GetDouble();
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FormatException($"{otherwise}.");
        }
    }
}
