using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground;

/// <summary>Beside the requests: makes the first visitor's network quick to come, looks after sessions, and ends them with the server.</summary>
internal sealed partial class Housekeeping(SessionStore store, NetworkCache cache, WorkFactory factory, ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await store.CloseAsync().ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // On a thread of its own, as it takes seconds, and the threads that answer requests are few.
        await Task.Factory.StartNew(() => WarmUpAsync(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().ConfigureAwait(false);
        using PeriodicTimer timer = new(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await store.SweepAsync().ConfigureAwait(false);
        }
    }

    // The compiler itself has to be compiled first, by the runtime, which takes longer than any network. The small ones come first; then all that
    // visitors begin with are there.
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            Task digits = factory.CountDigitsAsync(cancellationToken); // the page asks for them first
            foreach (Problem problem in Problem.All.Reverse())
            {
                await cache.GetAsync(problem.Defaults, cancellationToken).ConfigureAwait(false);
            }

            await digits.ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogWarmUp(logger, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Warming up failed.")]
    private static partial void LogWarmUp(ILogger logger, Exception exception);
}
