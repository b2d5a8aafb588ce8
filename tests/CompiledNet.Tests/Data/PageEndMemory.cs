using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Data;

/// <summary>Memory whose last element is the last of a page with one behind it that cannot be read, for what takes memory instead of spans.</summary>
/// <typeparam name="T">The elements.</typeparam>
internal sealed class PageEndMemory<T>(int length) : MemoryManager<T>
    where T : struct
{
    private readonly PageEnd _floats = new((int)(((long)length * Unsafe.SizeOf<T>()) + 3) / 4);

    public override Span<T> GetSpan() => MemoryMarshal.Cast<float, T>(_floats.Span)[^length..];

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _floats.Dispose();
        }
    }
}
