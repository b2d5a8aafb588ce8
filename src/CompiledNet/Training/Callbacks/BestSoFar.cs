using System.Buffers.Binary;

namespace CompiledNet;

/// <summary>The best epoch so far by one metric: what early stopping and keeping the best model have in common.</summary>
/// <param name="owner">The callback's name, for errors.</param>
internal sealed class BestSoFar(string owner)
{
    /// <summary>The bytes of <see cref="Write"/>.</summary>
    public const int Size = 1 + sizeof(int) + sizeof(double);

    /// <summary>Which epoch, from 1; 0 for none yet.</summary>
    public int Epoch { get; private set; }

    /// <summary>The metric's value then; NaN for none yet.</summary>
    public double Value { get; private set; } = double.NaN;

    public void Clear() => (Epoch, Value) = (0, double.NaN);

    public void Set(int epoch, double value) => (Epoch, Value) = (epoch, value);

    /// <summary>Checks a callback's settings, and that there will be values to compare.</summary>
    /// <exception cref="InvalidOperationException">They are out of range, or the metric needs validation data and there is none.</exception>
    public void Check(TrainingRun run, Metric monitor, double minimumDelta)
    {
        if (!Enum.IsDefined(monitor))
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{owner}.Monitor is {(int)monitor}; expected a value of {nameof(Metric)}."));
        }

        if (!double.IsFinite(minimumDelta) || minimumDelta < 0)
        {
            throw new InvalidOperationException(FormattableString.Invariant($"{owner}.MinimumDelta is {minimumDelta}; expected a finite number from 0 on."));
        }

        if (monitor != Metric.TrainLoss && run.Options.Validation is null)
        {
            throw new InvalidOperationException(
                $"{owner} monitors {nameof(Metric)}.{monitor}, but there is no validation data; expected {nameof(TrainingOptions)}.{nameof(TrainingOptions.Validation)}, or {nameof(Metric)}.{nameof(Metric.TrainLoss)} to monitor.");
        }
    }

    /// <summary>The metric's value in a report; null where this epoch was not measured.</summary>
    public static double? ValueOf(EpochReport report, Metric monitor) => monitor switch
    {
        Metric.ValidationLoss => report.ValidationLoss,
        Metric.ValidationAccuracy => report.ValidationAccuracy,
        _ => report.TrainLoss,
    };

    /// <summary>
    /// Whether a value is better than the best by more than a delta. Any finite value is better than none; NaN and an infinite loss never are
    /// better than anything.
    /// </summary>
    public bool IsImprovedBy(double value, Metric monitor, double minimumDelta)
    {
        bool moreIsBetter = monitor == Metric.ValidationAccuracy;
        double best = Epoch > 0 ? Value : moreIsBetter ? double.NegativeInfinity : double.PositiveInfinity;
        return moreIsBetter ? value - minimumDelta > best : value + minimumDelta < best;
    }

    public void Write(Span<byte> state, Metric monitor)
    {
        state[0] = (byte)monitor;
        BinaryPrimitives.WriteInt32LittleEndian(state[1..], Epoch);
        BinaryPrimitives.WriteDoubleLittleEndian(state[5..], Value);
    }

    /// <summary>Takes up what <see cref="Write"/> wrote. Nothing changes if it is refused.</summary>
    /// <exception cref="InvalidDataException">It was written for another metric, or by something else.</exception>
    public void Read(ReadOnlySpan<byte> state, Metric monitor)
    {
        if (state[0] != (byte)monitor)
        {
            string written = Enum.IsDefined((Metric)state[0]) ? $"{nameof(Metric)}.{(Metric)state[0]}" : FormattableString.Invariant($"metric {state[0]}");
            throw new InvalidDataException(
                $"The state of {owner} is that of a run that monitored {written}; expected {nameof(Metric)}.{monitor}, which {owner} monitors now.");
        }

        int epoch = BinaryPrimitives.ReadInt32LittleEndian(state[1..]);
        double value = BinaryPrimitives.ReadDoubleLittleEndian(state[5..]);
        if (epoch < 0 || double.IsNaN(value) != (epoch == 0))
        {
            throw new InvalidDataException(FormattableString.Invariant($"The state of {owner} says that the best epoch is {epoch} with {value}; it is damaged."));
        }

        (Epoch, Value) = (epoch, value);
    }

    /// <summary>Checks the first byte and the least length of a state.</summary>
    /// <exception cref="InvalidDataException">They are not as expected.</exception>
    public void CheckStart(ReadOnlySpan<byte> state, byte version, int leastLength)
    {
        if (state[0] != version)
        {
            throw new InvalidDataException(FormattableString.Invariant($"The state of {owner} has version {state[0]}; expected {version}."));
        }

        if (state.Length < leastLength)
        {
            throw new InvalidDataException(FormattableString.Invariant($"The state of {owner} has {state.Length} bytes; expected at least {leastLength}."));
        }
    }
}
