using System.Diagnostics;

namespace CompiledNet;

/// <summary>When the next checkpoint is due.</summary>
internal sealed class CheckpointSchedule(CheckpointOptions? options)
{
    /// <summary>Whether there are checkpoints at all.</summary>
    public bool IsOn => options is not null;

    /// <summary>Whether something has happened that no checkpoint has.</summary>
    public bool HasUnsaved { get; set; }

    /// <summary>The time from which one is due, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long NextTime { get; private set; } = long.MaxValue;

    /// <summary>Starts the clock.</summary>
    public void Start() => NextTime = options?.EveryInterval is { } interval
        ? Stopwatch.GetTimestamp() + (long)Math.Min(interval.TotalSeconds * Stopwatch.Frequency, long.MaxValue / 2)
        : long.MaxValue;

    /// <summary>How many steps to take before the next has to be asked for.</summary>
    /// <param name="steps">The steps taken.</param>
    public long StepsToNext(long steps) => options is { EveryBatches: > 0 and int every } ? every - (steps % every) : int.MaxValue;

    /// <summary>Whether one is due between two batches.</summary>
    /// <param name="steps">The steps taken.</param>
    public bool IsDue(long steps) =>
        HasUnsaved && ((options is { EveryBatches: > 0 and int every } && steps % every == 0) || Stopwatch.GetTimestamp() >= NextTime);

    /// <summary>Whether one is due after an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="steps">The steps taken.</param>
    public bool IsDueAfterEpoch(int epoch, long steps) =>
        (options is { EveryEpochs: > 0 and int every } && epoch % every == 0) || IsDue(steps);

    /// <summary>One has been written.</summary>
    public void Saved()
    {
        HasUnsaved = false;
        Start();
    }
}
