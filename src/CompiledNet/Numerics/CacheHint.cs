using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet.Numerics;

/// <summary>Hints to the cache. They change no result, and fault at no address. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CacheHint
{
    /// <summary>Asks for the cache line an element is in, where the processor has such a hint that .NET knows (x86).</summary>
    /// <param name="element">The element; it may lie outside of any object, as it is not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Read(ref float element)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref element));
        }
    }
}
