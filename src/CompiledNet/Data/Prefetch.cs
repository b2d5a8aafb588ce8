using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet;

/// <summary>
/// Asks the processor to bring memory into its second-level cache, where x86 has an instruction for it. A hint only: nothing is read, no
/// result depends on it, and any address will do.
/// </summary>
internal static class Prefetch
{
    // More than this pushes the batch at hand and the network out of a second-level cache. Measured with 2 MiB: 100 KB of rows cost a quarter
    // less with prefetching, 400 KB the same, 800 KB a tenth more.
    private const long MostBytes = 256 * 1024;
    private const int CacheLine = 64;

    /// <summary>Whether rows are few and short enough to be brought in ahead of time.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="bytes">The bytes of one.</param>
    public static bool Pays(int rows, int bytes) => Sse.IsSupported && (long)rows * bytes <= MostBytes;

    /// <summary>Asks for the cache lines that some bytes lie in.</summary>
    /// <param name="first">The first byte.</param>
    /// <param name="count">The number of bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Lines(ref readonly byte first, nint count)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // Without pinning: if the collector moves the array meanwhile, the hint goes astray, and nothing else.
        nint start = (nint)Unsafe.AsPointer(ref Unsafe.AsRef(in first));
        for (nint line = start & -CacheLine; line < start + count; line += CacheLine)
        {
            Sse.Prefetch1((void*)line);
        }
    }
}
