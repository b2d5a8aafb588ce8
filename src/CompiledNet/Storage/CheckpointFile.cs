using System.Globalization;
using System.Text;

namespace CompiledNet.Storage;

/// <summary>
/// A training run's state as a checkpoint: the large things as tensors, <c>parameters</c>, <c>statistics</c>, <c>optimizer</c>, <c>epochStart</c> and
/// <c>callback.0</c> and so on, the small ones as strings.
/// </summary>
internal static class CheckpointFile
{
    private const string Format = "compilednet.checkpoint/1";
    private const string FormatKey = "format";
    private const string NetworkKey = "network";
    private const string TopologyKey = "topology";
    private const string RunKey = "run";
    private const string EpochKey = "epoch";
    private const string BatchKey = "batch";
    private const string ExamplesKey = "examples";
    private const string LossSumKey = "lossSum";
    private const string StepsKey = "steps";
    private const string ElapsedKey = "elapsedTicks";
    private const string StopReasonKey = "stopReason";
    private const string HistoryKey = "history";
    private const string CallbacksKey = "callbacks";
    private const string ParametersTensor = "parameters";
    private const string StatisticsTensor = "statistics";
    private const string OptimizerTensor = "optimizer";
    private const string EpochStartTensor = "epochStart";

    /// <summary>Writes a run's state; what was there before stays until it is safe.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">The state.</param>
    /// <exception cref="IOException">It cannot be written. The checkpoint that was there before still is.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written. The checkpoint that was there before still is.</exception>
    public static void Write(string path, CheckpointState state)
    {
        List<KeyValuePair<string, string>> metadata =
        [
            new(FormatKey, Format),
            new(NetworkKey, state.Network),
            new(TopologyKey, state.Topology),
            new(RunKey, state.Run),
            new(EpochKey, Text(state.Epoch)),
            new(BatchKey, Text(state.Batch)),
            new(ExamplesKey, Text(state.Examples)),
            new(LossSumKey, Text(BitConverter.DoubleToInt64Bits(state.LossSum))),
            new(StepsKey, Text(state.Steps)),
            new(ElapsedKey, Text(state.Elapsed.Ticks)),
            new(HistoryKey, TrainingHistory.ToJson(state.History)),
            new(CallbacksKey, string.Join('\n', state.CallbackStates.Select(callback => callback.Type))),
        ];
        if (state.StopReason is { } reason)
        {
            // Anybody's text: half a surrogate pair in it would make a file that cannot be read.
            metadata.Add(new(StopReasonKey, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(reason))));
        }

        List<TensorContent> tensors = [TensorContent.Of<float>(ParametersTensor, state.Parameters)];
        if (state.Statistics.Length > 0)
        {
            tensors.Add(TensorContent.Of<float>(StatisticsTensor, state.Statistics));
        }

        if (state.OptimizerState.Length > 0)
        {
            tensors.Add(TensorContent.Of<float>(OptimizerTensor, state.OptimizerState));
        }

        if (state.AtEpochStart is { } start)
        {
            tensors.Add(TensorContent.Of<float>(EpochStartTensor, start));
        }

        for (int i = 0; i < state.CallbackStates.Count; i++)
        {
            if (state.CallbackStates[i].State.Length > 0)
            {
                tensors.Add(TensorContent.Of<byte>(CallbackTensor(i), state.CallbackStates[i].State));
            }
        }

        CheckpointContainer.Write(path, metadata, tensors);
    }

    /// <summary>Reads a run's state; null where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or is no checkpoint of a training run.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CheckpointState? Read(string path)
    {
        CheckpointContent content;
        try
        {
            content = CheckpointContainer.Read(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        if (content.Text(FormatKey) != Format)
        {
            throw content.Error($"its format is '{content.Text(FormatKey)}', expected '{Format}'");
        }

        string[] types = content.Text(CallbacksKey) is { Length: > 0 } callbacks ? callbacks.Split('\n') : [];
        return new CheckpointState
        {
            Network = content.Text(NetworkKey),
            Topology = content.Text(TopologyKey),
            Run = content.Text(RunKey),
            Parameters = Vector<float>(content, ParametersTensor) ?? throw content.Error($"there is no tensor '{ParametersTensor}'"),
            Statistics = Vector<float>(content, StatisticsTensor) ?? [],
            OptimizerState = Vector<float>(content, OptimizerTensor) ?? [],
            AtEpochStart = Vector<float>(content, EpochStartTensor),
            Epoch = Number<int>(content, EpochKey),
            Batch = Number<int>(content, BatchKey),
            Examples = Number<long>(content, ExamplesKey),
            LossSum = BitConverter.Int64BitsToDouble(Number<long>(content, LossSumKey)),
            Steps = Number<long>(content, StepsKey),
            Elapsed = new TimeSpan(Number<long>(content, ElapsedKey)),
            History = TrainingHistory.Parse(content.Text(HistoryKey)),
            StopReason = content.Header.Find(StopReasonKey),
            CallbackStates = [.. types.Select((type, i) => (type, Vector<byte>(content, CallbackTensor(i)) ?? []))],
        };
    }

    /// <summary>Finds out before hours of training whether a checkpoint could be written.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such folder, or the file cannot be written there.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written there.</exception>
    public static void ThrowIfNotWritable(string path)
    {
        AtomicFile.ThrowIfNotWritable(path);

        // The first checkpoint would have gone well, and the second not.
        string previous = CheckpointContainer.PreviousOf(AtomicFile.FollowLinks(Path.GetFullPath(path)));
        try
        {
            if (File.GetAttributes(previous).HasFlag(FileAttributes.Directory))
            {
                throw new IOException($"The checkpoint '{path}' cannot be written: '{previous}', where the one before it is kept, is a folder.");
            }
        }
        catch (FileNotFoundException)
        {
            // As it is before the second checkpoint.
        }
        catch (PathTooLongException exception)
        {
            throw new PathTooLongException($"The checkpoint '{path}' cannot be written: the name '{previous}', for the one before it, is too long.", exception);
        }
    }

    private static string CallbackTensor(int index) => FormattableString.Invariant($"callback.{index}");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static T Number<T>(CheckpointContent content, string key)
        where T : struct, IParsable<T> =>
        T.TryParse(content.Text(key), CultureInfo.InvariantCulture, out T number)
            ? number
            : throw content.Error($"'{key}' is '{content.Text(key)}', expected a whole number");

    private static T[]? Vector<T>(CheckpointContent content, string tensor)
        where T : unmanaged =>
        content.Header.Tensors.FirstOrDefault(info => info.Name == tensor) is { } info ? content.Get<T>(tensor, (int)Math.Min(info.Length, int.MaxValue)) : null;
}
