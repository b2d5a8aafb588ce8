using System.Globalization;
using System.Text;

namespace CompiledNet;

/// <summary>
/// Writes the history of a training run to files that other programs read, and reads it back: every number comes back to the bit, in every
/// culture.
/// </summary>
/// <remarks>
/// <para>
/// The fields of an epoch: <c>epoch</c>, <c>trainLoss</c>, <c>validationLoss</c>, <c>validationAccuracy</c>, <c>learningRate</c>, <c>steps</c>,
/// <c>elapsedSeconds</c>, as in <see cref="EpochReport"/>. <see cref="EpochReport.Validation"/> is not written, beyond its loss and accuracy.
/// </para>
/// <para>
/// JSON: an array with an object for each epoch. What is not there is <c>null</c>, and so is NaN, which JSON has no word for: it is read as NaN
/// where a number has to be, or where the other of the two validation figures is there. Infinities are the strings <c>"Infinity"</c> and
/// <c>"-Infinity"</c>.
/// </para>
/// <para>CSV: a header and a line for each epoch; what is not there is empty; <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> are written so.</para>
/// </remarks>
public static class TrainingHistory
{
    /// <summary>Writes a history as JSON.</summary>
    /// <param name="history">The reports, as of <see cref="TrainingResult.History"/>.</param>
    /// <param name="path">The file, which is replaced if there is one.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteJson(this IReadOnlyList<EpochReport> history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentException.ThrowIfNullOrEmpty(path);
        File.WriteAllBytes(path, HistoryJson.Write(history));
    }

    /// <summary>Writes a history as JSON in UTF-8.</summary>
    /// <param name="history">The reports, as of <see cref="TrainingResult.History"/>.</param>
    /// <param name="stream">Where to. It stays open.</param>
    public static void WriteJson(this IReadOnlyList<EpochReport> history, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(HistoryJson.Write(history));
    }

    /// <summary>Reads a history that was written as JSON.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The reports; their <see cref="EpochReport.Validation"/> is null.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no such history: it is not JSON, or a field is missing, unknown, twice or out of range.</exception>
    public static IReadOnlyList<EpochReport> ReadJson(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return HistoryJson.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a history that was written as JSON, from where the stream is to its end.</summary>
    /// <param name="stream">Where from. It stays open.</param>
    /// <returns>The reports; their <see cref="EpochReport.Validation"/> is null.</returns>
    /// <exception cref="InvalidDataException">It is no such history: it is not JSON, or a field is missing, unknown, twice or out of range.</exception>
    public static IReadOnlyList<EpochReport> ReadJson(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream all = new();
        stream.CopyTo(all);
        return HistoryJson.Read(all.GetBuffer().AsSpan(0, (int)all.Length), "the stream");
    }

    /// <summary>Writes a history as CSV in UTF-8.</summary>
    /// <param name="history">The reports, as of <see cref="TrainingResult.History"/>.</param>
    /// <param name="path">The file, which is replaced if there is one.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteCsv(this IReadOnlyList<EpochReport> history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using StringWriter text = new(CultureInfo.InvariantCulture);
        WriteCsv(history, text);
        File.WriteAllText(path, text.ToString());
    }

    /// <summary>Writes a history as CSV.</summary>
    /// <param name="history">The reports, as of <see cref="TrainingResult.History"/>.</param>
    /// <param name="writer">Where to. It stays open.</param>
    public static void WriteCsv(this IReadOnlyList<EpochReport> history, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(writer);
        StringBuilder text = new(string.Join(',', HistoryField.All) + "\n");
        foreach (EpochReport report in history)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{report.Epoch},{report.TrainLoss:R},{report.ValidationLoss:R},{report.ValidationAccuracy:R},{report.LearningRate:R},{report.Steps},{HistoryField.Seconds(report.Elapsed)}\n");
        }

        writer.Write(text.ToString());
    }

    /// <summary>A history in a compact form of its own, for checkpoints: exact to the bit of every double, also of NaN, and to the tick.</summary>
    internal static string ToJson(IReadOnlyList<EpochReport> history) => CompactHistory.Write(history);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    internal static IReadOnlyList<EpochReport> Parse(string json) => CompactHistory.Read(json);
}
