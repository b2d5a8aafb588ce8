using System.Runtime.ExceptionServices;

namespace CompiledNet.Tests.Threading;

/// <summary>
/// Turns a hang into a failure: threads that wait for each other for ever would otherwise stop the whole test run. Far longer than anything here
/// takes, also on a machine that is busy with other things.
/// </summary>
internal static class Deadline
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Runs a test on a thread of its own, and fails if it does not end.</summary>
    public static void Run(Action test)
    {
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                test();
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(Limit), $"Not done after {Limit.TotalSeconds} s: some thread waits for what never comes.");
        failure?.Throw();
    }

    /// <summary>Waits until something is so, and fails if it does not come to be.</summary>
    public static void Until(Func<bool> condition, string what)
    {
        long end = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (!condition())
        {
            Assert.True(Environment.TickCount64 < end, $"Still not so after {Limit.TotalSeconds} s: {what}.");
            Thread.Sleep(1);
        }
    }
}
