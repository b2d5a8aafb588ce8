using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// Floats whose last one is the last of a memory page, with a page behind it that cannot be read: reading a vector past a span's end, harmless
/// almost everywhere, ends the process here.
/// </summary>
internal sealed class PageEnd : IDisposable
{
    private readonly nint _start;
    private readonly nint _size;
    private readonly nint _first;
    private readonly int _length;

    public PageEnd(int length)
    {
        int page = Environment.SystemPageSize;
        nint used = (((length * sizeof(float)) + page - 1) / page * page) + page;
        _size = used + page;
        _length = length;
        if (OperatingSystem.IsWindows())
        {
            const uint ReserveAndCommit = 0x3000;
            const uint ReadWrite = 4;
            const uint NoAccess = 1;
            _start = Check(VirtualAlloc(0, _size, ReserveAndCommit, ReadWrite), failure: 0);
            Check(VirtualProtect(_start + used, page, NoAccess, out _) ? 1 : 0, failure: 0);
        }
        else
        {
            const int ReadWrite = 3;
            const int NoAccess = 0;
            int privateAnonymous = OperatingSystem.IsLinux() ? 0x22 : 0x1002;
            _start = Check(Map(0, _size, ReadWrite, privateAnonymous, -1, 0), failure: -1);
            Check(Protect(_start + used, page, NoAccess), failure: -1);
        }

        _first = _start + used - (length * sizeof(float));
    }

    // A reference to native memory without a pointer type: the address as an offset from the null reference.
    public Span<float> Span => MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<float>(), _first), _length);

    public static PageEnd Of(ReadOnlySpan<float> values)
    {
        PageEnd buffer = new(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            const uint Release = 0x8000;
            VirtualFree(_start, 0, Release);
        }
        else
        {
            _ = Unmap(_start, _size);
        }
    }

    private static nint Check(nint result, nint failure) =>
        result != failure ? result : throw new InvalidOperationException($"No guarded page: error {Marshal.GetLastPInvokeError()}.");

#pragma warning disable SYSLIB1054 // Generated interop would need unsafe code in this project.
    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Protect(nint address, nint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unmap(nint address, nint length);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint VirtualAlloc(nint address, nint size, uint type, uint protection);

    [DllImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool VirtualProtect(nint address, nint size, uint protection, out uint old);

    [DllImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool VirtualFree(nint address, nint size, uint type);
#pragma warning restore SYSLIB1054
}
