using System.Buffers.Binary;

namespace CompiledNet;

/// <summary>
/// Ends training when it no longer brings anything: after <see cref="Patience"/> epochs without a better value of <see cref="Monitor"/>. Then,
/// unless told otherwise, it puts back the parameters of the best epoch.
/// </summary>
/// <remarks>
/// <para>
/// L. Prechelt, "Early Stopping - But When?", in: Neural Networks: Tricks of the Trade (1998); this is a criterion of the kind "stop when the
/// error has not fallen for so many epochs", with the meaning its parameters have in Keras' <c>EarlyStopping</c>. An epoch is better if its loss
/// is below the best one's by more than <see cref="MinimumDelta"/>, or its accuracy above it. NaN is never better; an epoch without a value is
/// passed over.
/// </para>
/// <para>
/// The best epoch's parameters are put back whenever training ends without an exception: also if it ends with the last epoch, and also if it is
/// cancelled, in the middle of an epoch too, because what was asked for is the best network of the run. (Keras does so since version 3; before,
/// only if it stopped early.) If no epoch was better than none, as with losses that are all NaN, the parameters stay as they are. A checkpoint
/// taken after an epoch holds that epoch's parameters, not the best ones: a run resumed from it goes on as if it had not been interrupted.
/// </para>
/// </remarks>
public sealed class EarlyStopping : TrainingCallback
{
    private const byte Version = 1;
    private const int HeaderSize = 1 + BestSoFar.Size + sizeof(int) + sizeof(int) + sizeof(int);

    private readonly BestSoFar _best = new(nameof(EarlyStopping));
    private float[] _bestParameters = []; // and behind them the running statistics
    private int _wait;
    private bool _isRestored;

    /// <summary>After how many epochs in a row that are no better training ends, at least 1. Default: 10.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>By how much a value has to be better than the best to count, at least 0. Default: 0, any improvement counts.</summary>
    public double MinimumDelta { get; init; }

    /// <summary>What is compared. Default: the validation loss.</summary>
    public Metric Monitor { get; init; } = Metric.ValidationLoss;

    /// <summary>The first epoch that counts, at least 1; those before it neither use up patience nor can be the best. Default: 1.</summary>
    public int StartEpoch { get; init; } = 1;

    /// <summary>Whether the network gets the parameters of the best epoch, and its running statistics, when training ends. Default: yes.</summary>
    public bool RestoreBestParameters { get; init; } = true;

    /// <summary>The best epoch of the run, from 1; null before there is one.</summary>
    public int? BestEpoch => _best.Epoch > 0 ? _best.Epoch : null;

    /// <summary>The best value of <see cref="Monitor"/> in the run; null before there is one.</summary>
    public double? BestValue => _best.Epoch > 0 ? _best.Value : null;

    /// <summary>The epoch after which this ended training, from 1; null where it did not.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <summary>Checks the settings and makes room for the best parameters.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidOperationException">
    /// A setting is out of range, <see cref="Monitor"/> needs validation data and there is none, or the state taken up is that of a network of
    /// another size.
    /// </exception>
    public override void OnTrainingStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        AtLeastOne(Patience, nameof(Patience));
        AtLeastOne(StartEpoch, nameof(StartEpoch));
        _best.Check(run, Monitor, MinimumDelta);
        if (!_isRestored)
        {
            _best.Clear();
            _wait = 0;
            StoppedEpoch = null;
        }

        _isRestored = false;
        int length = run.Parameters.Length + run.RunningStatistics.Length;
        if (RestoreBestParameters && _best.Epoch == 0)
        {
            _bestParameters = new float[length];
        }
        else if (RestoreBestParameters && _bestParameters.Length != length)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"The state of {nameof(EarlyStopping)} holds {_bestParameters.Length} best parameters; expected {length}, those of {run.Topology.Name}."));
        }

        // The checkpoint was taken after the epoch that used up the patience: there is nothing more to do.
        if (_wait >= Patience)
        {
            RequestStop(run);
        }
    }

    /// <summary>Compares the epoch with the best one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="report">What the epoch has brought.</param>
    public override void OnEpochEnded(TrainingRun run, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        if (report.Epoch < StartEpoch || BestSoFar.ValueOf(report, Monitor) is not { } value)
        {
            return;
        }

        if (_best.IsImprovedBy(value, Monitor, MinimumDelta))
        {
            _best.Set(report.Epoch, value);
            _wait = 0;
            if (RestoreBestParameters)
            {
                NetworkState.Copy(run.Parameters, run.RunningStatistics, _bestParameters);
            }

            return;
        }

        _wait++;
        if (_wait >= Patience)
        {
            StoppedEpoch = report.Epoch;
            RequestStop(run);
        }
    }

    /// <summary>Puts the best parameters back, if so asked.</summary>
    /// <param name="run">The run.</param>
    /// <param name="result">What <c>Train</c> is about to return.</param>
    public override void OnTrainingEnded(TrainingRun run, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (RestoreBestParameters && _best.Epoch > 0)
        {
            NetworkState.Restore(_bestParameters, run.Parameters, run.RunningStatistics);
        }
    }

    /// <summary>
    /// The best value, its epoch and parameters, and how much patience is used up. Version 1, little-endian: the version (a byte), the metric
    /// (a byte), the best epoch (int32, 0 for none), its value (float64), the epochs waited (int32), the epoch stopped after (int32, 0 for none),
    /// the number of parameters and running statistics (int32, 0 where they are not kept), the parameters and behind them the statistics (float32).
    /// </summary>
    public override byte[] SaveState()
    {
        ReadOnlySpan<float> parameters = RestoreBestParameters && _best.Epoch > 0 ? _bestParameters : [];
        byte[] state = new byte[HeaderSize + (parameters.Length * sizeof(float))];
        state[0] = Version;
        _best.Write(state.AsSpan(1), Monitor);
        Span<byte> rest = state.AsSpan(1 + BestSoFar.Size);
        BinaryPrimitives.WriteInt32LittleEndian(rest, _wait);
        BinaryPrimitives.WriteInt32LittleEndian(rest[4..], StoppedEpoch ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(rest[8..], parameters.Length);
        for (int i = 0; i < parameters.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(state.AsSpan(HeaderSize + (i * sizeof(float))), parameters[i]);
        }

        return state;
    }

    /// <inheritdoc/>
    public override void RestoreState(ReadOnlySpan<byte> state)
    {
        if (state.IsEmpty)
        {
            _isRestored = false;
            return;
        }

        _best.CheckStart(state, Version, HeaderSize);
        ReadOnlySpan<byte> rest = state[(1 + BestSoFar.Size)..];
        int wait = BinaryPrimitives.ReadInt32LittleEndian(rest);
        int stopped = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(rest[8..]);
        if (wait < 0 || stopped < 0 || count < 0 || state.Length != HeaderSize + ((long)count * sizeof(float)))
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"The state of {nameof(EarlyStopping)} has {state.Length} bytes, with {count} parameters after {wait} epochs of waiting; it is damaged."));
        }

        BestSoFar best = new(nameof(EarlyStopping));
        best.Read(state[1..], Monitor);
        if (RestoreBestParameters && (best.Epoch > 0) != (count > 0))
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"The state of {nameof(EarlyStopping)} has {count} parameters for best epoch {best.Epoch}; they are needed where {nameof(RestoreBestParameters)} is true."));
        }

        float[] parameters = new float[RestoreBestParameters ? count : 0];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = BinaryPrimitives.ReadSingleLittleEndian(state[(HeaderSize + (i * sizeof(float)))..]);
        }

        _best.Set(best.Epoch, best.Value);
        (_wait, StoppedEpoch, _bestParameters) = (wait, stopped == 0 ? null : stopped, parameters);
        _isRestored = true;
    }

    private void RequestStop(TrainingRun run)
    {
        string value = _best.Epoch > 0 ? FormattableString.Invariant($", {_best.Value:G6} after epoch {_best.Epoch}") : "";
        run.RequestStop(FormattableString.Invariant($"{Monitor} was no better than its best{value} for {_wait} {(_wait == 1 ? "epoch" : "epochs")}"));
    }

    private static void AtLeastOne(int value, string setting)
    {
        if (value < 1)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{nameof(EarlyStopping)}.{setting} is {value}; expected at least 1."));
        }
    }
}
