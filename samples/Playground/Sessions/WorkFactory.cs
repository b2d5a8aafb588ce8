using System.Diagnostics;
using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;

namespace CompiledNet.Playground.Sessions;

/// <summary>Makes of a spec what a session works with: compiles the network, makes the data, trains the epochs that were asked for at the start.</summary>
internal sealed class WorkFactory(NetworkCache cache, Lazy<DigitData> digits, TrainingShare share)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(4);

    // On a thread of its own: those who ask meanwhile wait, and the threads that answer requests are few.
    private readonly Lazy<Task<int>> _digitCount = new(() => Task.Factory.StartNew(
        () => digits.Value.Train.Count, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>The digits; whoever asks first, waits until they are loaded or drawn.</summary>
    public Lazy<DigitData> Digits { get; } = digits;

    /// <summary>How many digits there are to learn from, once they are loaded or drawn.</summary>
    public Task<int> CountDigitsAsync(CancellationToken cancellationToken) => _digitCount.Value.WaitAsync(cancellationToken);

    public async Task<Work> MakeAsync(Spec spec, CancellationToken cancellationToken)
    {
        CompiledType type = await cache.GetAsync(spec, cancellationToken).ConfigureAwait(false);
        Work work = spec.Problem == Problem.Digits
            ? new Work(spec, type, Digits.Value.Train.Take(spec.TrainCount), Digits.Value.Test)
            : new Work(
                spec,
                type,
                Points.Make(spec.Problem, spec.TrainCount, spec.Noise, test: false, Work.ZeroTarget(spec)),
                Points.Make(spec.Problem, spec.TrainCount, spec.Noise, test: true, Work.ZeroTarget(spec)));
        await TrainAsync(work, cancellationToken).ConfigureAwait(false);
        return work;
    }

    private async Task TrainAsync(Work work, CancellationToken cancellationToken)
    {
        Learner learner = work.Learner;
        while (learner.Epoch < work.Spec.EpochsAtStart)
        {
            await share.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                long start = Stopwatch.GetTimestamp();
                while (learner.Epoch < work.Spec.EpochsAtStart && Stopwatch.GetElapsedTime(start) < Slice)
                {
                    learner.Step();
                }
            }
            catch (TrainingException e)
            {
                throw RequestException.Bad($"epochsAtStart is {work.Spec.EpochsAtStart}, but training stopped in epoch {learner.Epoch:F2}: {e.Message}");
            }
            finally
            {
                share.Release();
            }
        }
    }
}
