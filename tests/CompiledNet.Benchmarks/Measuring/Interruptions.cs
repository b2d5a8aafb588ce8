using System.Runtime.InteropServices;

namespace CompiledNet.Benchmarks;

/// <summary>How often the system has taken the processor from this thread to give it to another; Linux tells, others count as never.</summary>
internal static class Interruptions
{
    private const int CallingThread = 1;

    // struct rusage of 64-bit Linux: 18 numbers, the last the involuntary context switches.
    private const int Length = 18;

    private static readonly bool Known = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    [ThreadStatic]
    private static long[]? _usage;

    public static long Count
    {
        get
        {
            _usage ??= new long[Length];
            return Known && GetResourceUsage(CallingThread, _usage) == 0 ? _usage[^1] : 0;
        }
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetResourceUsage(int who, [Out] long[] usage);
}
