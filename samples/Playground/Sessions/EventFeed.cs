namespace CompiledNet.Playground.Sessions;

/// <summary>
/// What one stream still has to send: at most one event of each kind, the latest. A slow reader misses frames, and nothing piles up.
/// </summary>
internal sealed class EventFeed : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _something = new(0, 1);
    private byte[]? _session;
    private byte[]? _failed;
    private byte[]? _frame;
    private long _lastFrame;

    /// <summary>Whether the session is gone.</summary>
    public bool Closed { get; private set; }

    /// <summary>Another network, or the same from the start; older frames no longer count.</summary>
    public void Session(byte[] data, long frameNumber)
    {
        lock (_lock)
        {
            (_session, _frame, _failed, _lastFrame) = (data, null, null, frameNumber);
            Wake();
        }
    }

    public void Failed(byte[] data)
    {
        lock (_lock)
        {
            _failed = data;
            Wake();
        }
    }

    public void Frame(byte[] data, long number)
    {
        lock (_lock)
        {
            if (number > _lastFrame)
            {
                (_frame, _lastFrame) = (data, number);
                Wake();
            }
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            Closed = true;
            Wake();
        }
    }

    /// <summary>Waits for something to send; gives false when the time is up.</summary>
    public Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken) => _something.WaitAsync(patience, cancellationToken);

    /// <summary>What there is to send, in the order in which it makes sense.</summary>
    public (byte[]? Session, byte[]? Frame, byte[]? Failed) Take()
    {
        lock (_lock)
        {
            (byte[]?, byte[]?, byte[]?) taken = (_session, _frame, _failed);
            (_session, _frame, _failed) = (null, null, null);
            return taken;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Closed = true;
            _something.Dispose();
        }
    }

    private void Wake()
    {
        if (_something.CurrentCount == 0)
        {
            _something.Release();
        }
    }
}
