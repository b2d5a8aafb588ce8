using System.Security.Cryptography;

namespace CompiledNet.Playground.Sessions;

/// <summary>The sessions there are: not too many, and none for ever.</summary>
internal sealed class SessionStore(WorkFactory factory, TrainingShare share, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _coming; // sessions being made, which have their place already

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public WorkFactory Factory => factory;

    public async Task<Session> CreateAsync(Spec spec, CancellationToken cancellationToken)
    {
        Session? oldest = TakePlace();
        try
        {
            if (oldest is not null)
            {
                await oldest.CloseAsync().ConfigureAwait(false);
            }

            Work work = await factory.MakeAsync(spec, cancellationToken).ConfigureAwait(false);
            Session session = new(RandomNumberGenerator.GetHexString(32, lowercase: true), work, share);
            lock (_lock)
            {
                _entries.Add(session.Id, new Entry(session, time.GetTimestamp()));
            }

            return session;
        }
        finally
        {
            lock (_lock)
            {
                _coming--;
            }
        }
    }

    /// <summary>The session with this id, which is thereby in use.</summary>
    /// <exception cref="RequestException">There is none.</exception>
    public Session Get(string id)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out Entry? entry))
            {
                throw RequestException.NotFound($"There is no session with this id; it may have been removed after {Limits.RemoveAfter.TotalMinutes} minutes without a visitor.");
            }

            entry.LastUse = time.GetTimestamp();
            return entry.Session;
        }
    }

    /// <summary>A stream has ended: from now on the session waits for somebody to come back.</summary>
    public void Touch(Session session)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(session.Id, out Entry? entry))
            {
                entry.LastUse = time.GetTimestamp();
            }
        }
    }

    public async Task RemoveAsync(string id)
    {
        Entry? entry;
        lock (_lock)
        {
            if (!_entries.Remove(id, out entry))
            {
                throw RequestException.NotFound($"There is no session with this id.");
            }
        }

        await entry.Session.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Pauses what nobody looks at, and removes what nobody came back to.</summary>
    public async Task SweepAsync()
    {
        List<Session> pause = [];
        List<Session> remove = [];
        lock (_lock)
        {
            foreach (Entry entry in _entries.Values.Where(entry => !entry.Session.HasStreams))
            {
                TimeSpan idle = time.GetElapsedTime(entry.LastUse);
                (idle >= Limits.RemoveAfter ? remove : idle >= Limits.PauseAfter ? pause : []).Add(entry.Session);
            }

            remove.ForEach(session => _entries.Remove(session.Id));
        }

        foreach (Session session in remove)
        {
            await session.CloseAsync().ConfigureAwait(false);
        }

        foreach (Session session in pause)
        {
            try
            {
                await session.PauseAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (RequestException)
            {
                // Removed meanwhile.
            }
        }
    }

    public async Task CloseAsync()
    {
        List<Session> all;
        lock (_lock)
        {
            all = [.. _entries.Values.Select(entry => entry.Session)];
            _entries.Clear();
        }

        foreach (Session session in all)
        {
            await session.CloseAsync().ConfigureAwait(false);
        }
    }

    // Keeps a place; gives the session that has to go for it, the one idle for longest, if there is none free.
    private Session? TakePlace()
    {
        lock (_lock)
        {
            Session? oldest = null;
            if (_entries.Count + _coming >= Limits.Sessions)
            {
                oldest = _entries.Values
                    .Where(entry => !entry.Session.HasStreams && time.GetElapsedTime(entry.LastUse) >= Limits.PauseAfter)
                    .MinBy(entry => entry.LastUse)?.Session
                    ?? throw RequestException.TooMany($"There are {_entries.Count + _coming} sessions; expected fewer than {Limits.Sessions}. Close a tab, or wait half a minute.");
                _entries.Remove(oldest.Id);
            }

            _coming++;
            return oldest;
        }
    }

    private sealed class Entry(Session session, long lastUse)
    {
        public Session Session { get; } = session;

        public long LastUse { get; set; } = lastUse;
    }
}
