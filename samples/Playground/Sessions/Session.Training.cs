using System.Diagnostics;
using CompiledNet.Playground.Frames;

namespace CompiledNet.Playground.Sessions;

/// <content>The thread that trains while the session runs.</content>
internal sealed partial class Session
{
    private bool _changed; // since the last frame

    private void StartThread()
    {
        if (!_hasThread)
        {
            _hasThread = true;
            new Thread(Train) { IsBackground = true, Name = "Training" }.Start();
        }
    }

    private void Train()
    {
        while (true)
        {
            Frame? frame;
            TimeSpan rest;
            _share.Wait();
            _gate.WaitAsync().GetAwaiter().GetResult();
            try
            {
                if (!_running)
                {
                    _hasThread = false;
                    return;
                }

                frame = TakeSlice();
                rest = _pace.UntilNext();
            }
            finally
            {
                _gate.Release();
                _share.Release();
            }

            if (frame is not null)
            {
                Send(frame);
            }

            if (rest > TimeSpan.Zero)
            {
                Thread.Sleep(rest);
            }
        }
    }

    // Some steps, and a frame if one is due and somebody looks.
    private Frame? TakeSlice()
    {
        Learner learner = _work.Learner;
        long start = Stopwatch.GetTimestamp();
        long steps = learner.Steps;
        try
        {
            while (_pace.TryStep())
            {
                learner.Step();
                if (Stopwatch.GetElapsedTime(start) >= Slice)
                {
                    break;
                }
            }
        }
        catch (TrainingException e)
        {
            Fail(e);
            return null;
        }

        _pace.Measure(learner.Steps);
        long now = Stopwatch.GetTimestamp();
        _changed |= learner.Steps != steps;
        if (!_changed || now < _nextFrame || !_feeds.Any)
        {
            return null;
        }

        bool score = now >= _nextScore;
        Frame frame = MakeFrame(score);
        _changed = false;
        TimeSpan cost = Stopwatch.GetElapsedTime(now);
        TimeSpan wait = cost * FrameShare > FrameInterval ? cost * FrameShare : FrameInterval;
        _nextFrame = now + (long)(wait.TotalSeconds * Stopwatch.Frequency);
        if (score)
        {
            _nextScore = now + (long)(ScoreInterval.TotalSeconds * Stopwatch.Frequency);
        }

        return frame;
    }
}
