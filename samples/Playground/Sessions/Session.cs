using System.Diagnostics;
using CompiledNet.Playground.Frames;

namespace CompiledNet.Playground.Sessions;

/// <summary>
/// One visitor's network. Everything that touches it takes turns at one gate, so that requests may come from any thread while it learns on a thread of
/// its own, and parameters are never read half-written.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "A request may still be on its way to the gate, and it holds nothing but memory.")]
internal sealed partial class Session
{
    private static readonly TimeSpan FrameInterval = TimeSpan.FromMilliseconds(34); // at most 30 a second
    private static readonly TimeSpan ScoreInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);
    private const int FrameShare = 5; // a frame may take this part of the time

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _stepping = new(1, 1); // who takes single steps
    private readonly EventFeeds _feeds = new();
    private readonly Pace _pace = new();
    private readonly TrainingShare _share;
    private Work _work;
    private bool _running;
    private bool _closed;
    private bool _hasThread;
    private long _frames;
    private long _nextFrame;
    private long _nextScore;

    public Session(string id, Work work, TrainingShare share)
    {
        Id = id;
        _work = work;
        _share = share;
    }

    public string Id { get; }

    public bool HasStreams => _feeds.Any;

    /// <summary>Does something with what the session has now, while nothing else does.</summary>
    public async Task<T> UseAsync<T>(Func<Work, T> use, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _closed ? throw RequestException.NotFound($"The session has been removed; expected one that is there.") : use(_work);
        }
        finally
        {
            _gate.Release();
        }
    }

    public Task<SessionView> ViewAsync(bool points, CancellationToken cancellationToken) => UseAsync(_ => View(points), cancellationToken);

    public Task<SettingsView> ChangeAsync(SettingsChange change, CancellationToken cancellationToken) => UseAsync(
        work =>
        {
            Learner learner = work.Learner;
            string optimizer = change.Optimizer ?? learner.Optimizer;
            double rate = change.LearningRate ?? (optimizer == learner.Optimizer ? learner.LearningRate : OptimizerChoice.Find(optimizer).LearningRate);
            learner.Change(optimizer, rate, change.BatchSize ?? learner.BatchSize);
            if (change.HasSpeed)
            {
                _pace.Limit = change.Speed;
            }

            return work.Settings(_pace.Speed);
        },
        cancellationToken);

    public Task<bool> PlayAsync(CancellationToken cancellationToken) => UseAsync(
        work =>
        {
            if (!_running)
            {
                _running = true;
                _pace.Start(work.Learner.Steps);
                StartThread();
                SendFrame();
            }

            return true;
        },
        cancellationToken);

    public Task<bool> PauseAsync(CancellationToken cancellationToken) => UseAsync(
        _ =>
        {
            Stop();
            return false;
        },
        cancellationToken);

    public Task<SessionView> ResetAsync(int? seed, CancellationToken cancellationToken) => UseAsync(
        work =>
        {
            Learner old = work.Learner;
            Exchange(work.Again(seed ?? work.Spec.Seed), (old.Optimizer, old.LearningRate, old.BatchSize));
            return View(points: true);
        },
        cancellationToken);

    /// <summary>Another network, in the same session.</summary>
    public Task<SessionView> ReplaceAsync(Work work, CancellationToken cancellationToken) => UseAsync(
        _ =>
        {
            Exchange(work, null);
            return View(points: true);
        },
        cancellationToken);

    /// <summary>A stream of events, which starts with the session as it is.</summary>
    public Task<EventFeed> OpenFeedAsync(CancellationToken cancellationToken) => UseAsync(
        _ =>
        {
            EventFeed feed = _feeds.Open();
            SessionView view = View(points: false);
            feed.Session(Json.Bytes(view), view.Frame.Number);
            return feed;
        },
        cancellationToken);

    public void CloseFeed(EventFeed feed)
    {
        _feeds.Remove(feed);
        feed.Dispose();
    }

    /// <summary>Stops everything, for good.</summary>
    public async Task CloseAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        (_closed, _running) = (true, false);
        _gate.Release();
        _feeds.Close();
    }

    private void Exchange(Work work, (string Optimizer, double LearningRate, int BatchSize)? settings)
    {
        _running = false;
        _work = work;
        if (settings is var (optimizer, rate, batch))
        {
            work.Learner.Change(optimizer, rate, batch);
        }

        _pace.Start(0);
        SessionView view = View(points: false);
        byte[] data = Json.Bytes(view);
        _feeds.Send(feed => feed.Session(data, view.Frame.Number));
    }

    private void Stop()
    {
        if (_running)
        {
            _running = false;
            _pace.Start(_work.Learner.Steps);
            SendFrame();
        }
    }

    private void Fail(TrainingException e)
    {
        _running = false;
        _pace.Start(_work.Learner.Steps);
        SendFrame();
        byte[] data = Json.Bytes(new ErrorView(Explain(e)));
        _feeds.Send(feed => feed.Failed(data));
    }

    private static string Explain(TrainingException e) => $"{e.Message} In most cases the learning rate is too large: choose a smaller one, then reset.";

    private SessionView View(bool points) => _work.View(Id, _running, _pace.Speed, MakeFrame(score: true), points);

    private Frame MakeFrame(bool score) => _work.Frames.Make(++_frames, _running, _pace.StepsPerSecond, score);

    private Frame SendFrame()
    {
        Frame frame = MakeFrame(score: true);
        if (_feeds.Any)
        {
            Send(frame);
        }

        return frame;
    }

    private void Send(Frame frame)
    {
        byte[] data = Json.Bytes(frame);
        _feeds.Send(feed => feed.Frame(data, frame.Number));
    }
}
