using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CompiledNet;

/// <summary>
/// The form of a history in checkpoints: <c>{"version":1,"epochs":[[epoch,trainLoss,validationLoss,validationAccuracy,learningRate,steps,ticks],...]}</c>.
/// A double that is not finite is a string of its 16 hexadecimal digits; null is null.
/// </summary>
internal static class CompactHistory
{
    private const int Version = 1;

    public static string Write(IReadOnlyList<EpochReport> history)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WriteStartArray("epochs");
        foreach (EpochReport report in history)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(report.Epoch);
            WriteDouble(writer, report.TrainLoss);
            WriteDouble(writer, report.ValidationLoss);
            WriteDouble(writer, report.ValidationAccuracy);
            WriteDouble(writer, report.LearningRate);
            writer.WriteNumberValue(report.Steps);
            writer.WriteNumberValue(report.Elapsed.Ticks);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static IReadOnlyList<EpochReport> Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (version != Version)
            {
                throw new FormatException(FormattableString.Invariant($"its version is {version}; expected {Version}."));
            }

            List<EpochReport> history = [];
            foreach (JsonElement epoch in root.GetProperty("epochs").EnumerateArray())
            {
                history.Add(ReadReport(epoch, history.Count));
            }

            return history;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"Cannot read the history of a checkpoint: {exception.Message}", exception);
        }
    }

    private static EpochReport ReadReport(JsonElement epoch, int index)
    {
        const int Fields = 7;
        if (epoch.GetArrayLength() != Fields)
        {
            throw new FormatException(FormattableString.Invariant($"epoch {index + 1} has {epoch.GetArrayLength()} fields; expected {Fields}."));
        }

        return new EpochReport(
            epoch[0].GetInt32(), Number(epoch[1]), ReadDouble(epoch[2]), ReadDouble(epoch[3]), TimeSpan.FromTicks(epoch[6].GetInt64()))
        {
            LearningRate = Number(epoch[4]),
            Steps = epoch[5].GetInt64(),
        };
    }

    private static double Number(JsonElement element) => ReadDouble(element) ?? throw new FormatException("a number is missing.");

    private static double? ReadDouble(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => BitConverter.Int64BitsToDouble(long.Parse(element.GetString()!, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        _ => element.GetDouble(),
    };

    private static void WriteDouble(Utf8JsonWriter writer, double? value)
    {
        if (value is not { } number)
        {
            writer.WriteNullValue();
        }
        else if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(BitConverter.DoubleToInt64Bits(number).ToString("X16", CultureInfo.InvariantCulture));
        }
    }
}
