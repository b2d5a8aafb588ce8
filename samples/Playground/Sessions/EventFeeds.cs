namespace CompiledNet.Playground.Sessions;

/// <summary>The open streams of a session.</summary>
internal sealed class EventFeeds
{
    private readonly Lock _lock = new();
    private readonly List<EventFeed> _feeds = [];
    private bool _closed;

    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _feeds.Count > 0;
            }
        }
    }

    public EventFeed Open()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw RequestException.NotFound($"The session has been removed; expected one that is there.");
            }

            if (_feeds.Count == Limits.StreamsOfASession)
            {
                throw RequestException.TooMany($"This session has {_feeds.Count} open streams of events; expected at most {Limits.StreamsOfASession}.");
            }

            EventFeed feed = new();
            _feeds.Add(feed);
            return feed;
        }
    }

    public void Remove(EventFeed feed)
    {
        lock (_lock)
        {
            _feeds.Remove(feed);
        }
    }

    public void Send(Action<EventFeed> send)
    {
        lock (_lock)
        {
            _feeds.ForEach(send);
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _feeds.ForEach(feed => feed.Close());
        }
    }
}
