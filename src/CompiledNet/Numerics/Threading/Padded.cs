using System.Runtime.InteropServices;

namespace CompiledNet.Numerics.Threading;

/// <summary>
/// A number with a cache line, and the line that is prefetched along with it, to itself: what one thread writes here costs no other thread
/// that reads something else anything.
/// </summary>
/// <remarks>128 bytes on both sides: lines are of 64 bytes on x86-64, fetched in pairs, and of 128 on some 64-bit Arm processors.</remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Padded
{
    /// <summary>The number.</summary>
    [FieldOffset(128)]
    public long Value;
}
