using System.Diagnostics;
using CompiledNet.Playground.Frames;

namespace CompiledNet.Playground.Sessions;

/// <content>Steps that are asked for one by one, or some at once.</content>
internal sealed partial class Session
{
    /// <summary>
    /// Pauses, takes steps, and says what they changed. It takes turns with whoever else trains or asks something of this session, as a thousand steps
    /// of a large network take many seconds; and it ends when nobody waits for it any more.
    /// </summary>
    /// <exception cref="RequestException">Training failed, or something else was asked of the session before the last step.</exception>
    public async Task<StepResult> StepAsync(int steps, CancellationToken cancellationToken)
    {
        await _stepping.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Work? network = null;
            float[] before = [];
            int taken = 0;
            while (true)
            {
                await _share.WaitAsync(cancellationToken).ConfigureAwait(false);
                try
                {
                    StepResult? result = await UseAsync(
                        work =>
                        {
                            if (network is null)
                            {
                                Stop();
                                (network, before) = (work, work.Learner.Network.Parameters.ToArray());
                            }
                            else if (network != work || _running)
                            {
                                throw new RequestException(
                                    StatusCodes.Status409Conflict,
                                    FormattableString.Invariant($"Something else was asked of the session after {taken} of {steps} steps; expected nothing until the last."));
                            }

                            taken += StepForAWhile(work.Learner, steps - taken);
                            return taken == steps ? Steps.Compare(before, work.Learner.Network, SendFrame()) : null;
                        },
                        cancellationToken).ConfigureAwait(false);
                    if (result is not null)
                    {
                        return result;
                    }
                }
                finally
                {
                    _share.Release();
                }
            }
        }
        finally
        {
            _stepping.Release();
        }
    }

    private int StepForAWhile(Learner learner, int most)
    {
        long start = Stopwatch.GetTimestamp();
        int taken = 0;
        try
        {
            do
            {
                learner.Step();
                taken++;
            }
            while (taken < most && Stopwatch.GetElapsedTime(start) < Slice);
        }
        catch (TrainingException e)
        {
            Fail(e);
            throw new RequestException(StatusCodes.Status409Conflict, Explain(e));
        }

        return taken;
    }
}
