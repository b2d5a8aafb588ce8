namespace CompiledNet.Playground.Sessions;

/// <summary>
/// Who may train now: all sessions but for one core, which is left to the server and the browser beside it; first come, first served, a few
/// milliseconds each. It lives as long as the threads that ask it, which may be longer than the server.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA1001", Justification = "A thread may still be on its way to the gate, which holds nothing but memory.")]
internal sealed class TrainingShare
{
    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount - 1));

    public async Task WaitAsync(CancellationToken cancellationToken) => await _cores.WaitAsync(cancellationToken).ConfigureAwait(false);

    // The queue of those who wait asynchronously is served in order, that of blocked threads is not.
    public void Wait() => _cores.WaitAsync().GetAwaiter().GetResult();

    public void Release() => _cores.Release();
}
