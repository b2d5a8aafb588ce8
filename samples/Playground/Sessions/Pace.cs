using System.Diagnostics;

namespace CompiledNet.Playground.Sessions;

/// <summary>When the next step is due, and how fast the steps come.</summary>
internal sealed class Pace
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    private long _due;
    private long _windowStart = Stopwatch.GetTimestamp();
    private long _windowSteps;

    /// <summary>Steps a second; null for as many as it can.</summary>
    public int? Limit { get; set; }

    /// <summary>As the page has it: a number, or "full".</summary>
    public object Speed => Limit is { } limit ? limit : "full";

    /// <summary>The steps a second, measured.</summary>
    public double StepsPerSecond { get; private set; }

    /// <summary>Starts anew, as after a pause: what was missed is not made up for.</summary>
    public void Start(long steps)
    {
        _due = Stopwatch.GetTimestamp();
        (_windowStart, _windowSteps) = (_due, steps);
        StepsPerSecond = 0;
    }

    /// <summary>Whether a step may be taken now.</summary>
    public bool TryStep()
    {
        if (Limit is not { } limit)
        {
            return true;
        }

        long now = Stopwatch.GetTimestamp();
        if (now < _due)
        {
            return false;
        }

        long interval = Stopwatch.Frequency / limit;
        _due = Math.Max(_due + interval, now - (Stopwatch.Frequency / 10));
        return true;
    }

    /// <summary>How long until the next step; no longer than a change of the speed may take to be seen.</summary>
    public TimeSpan UntilNext()
    {
        TimeSpan most = TimeSpan.FromMilliseconds(50);
        if (Limit is not { } limit)
        {
            return TimeSpan.Zero;
        }

        // A slower speed may have left the next step far away.
        long now = Stopwatch.GetTimestamp();
        _due = Math.Min(_due, now + (Stopwatch.Frequency / limit));
        TimeSpan left = Stopwatch.GetElapsedTime(now, _due);
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < most ? left : most;
    }

    public void Measure(long steps)
    {
        long now = Stopwatch.GetTimestamp();
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_windowStart, now);
        if (elapsed >= Window)
        {
            StepsPerSecond = (steps - _windowSteps) / elapsed.TotalSeconds;
            (_windowStart, _windowSteps) = (now, steps);
        }
    }
}
