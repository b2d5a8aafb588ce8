using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CompiledNet.Numerics;

/// <summary>
/// A float buffer that starts on a 64-byte boundary and has a spare vector behind its end, so that generated code can load whole vectors
/// at the ragged end of a row. For generated code and the trainer.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AlignedBuffer
{
    /// <summary>The floats that may be read (never written) past the end: one 512-bit vector.</summary>
    public const int Slack = 16;

    private const int AlignmentInFloats = 16;
    private const int FloatBytes = sizeof(float);

    private readonly float[] _array;
    private readonly int _start;

    /// <summary>A buffer of zeros.</summary>
    /// <param name="length">Its length in floats.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);

        // Pinned: an array that the garbage collector moves would not stay aligned.
        _array = GC.AllocateArray<float>(checked(length + AlignmentInFloats + Slack), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_array, 0);
        nint misalignment = address & ((AlignmentInFloats * FloatBytes) - 1);
        _start = misalignment == 0 ? 0 : (int)(((AlignmentInFloats * FloatBytes) - misalignment) / FloatBytes);
        Length = length;
    }

    /// <summary>The length in floats.</summary>
    public int Length { get; }

    /// <summary>The buffer as a span.</summary>
    public Span<float> Span => _array.AsSpan(_start, Length);

    /// <summary>The first element.</summary>
    public ref float Start => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_array), _start);
}
