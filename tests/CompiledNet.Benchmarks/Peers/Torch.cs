using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CompiledNet.Benchmarks;

/// <summary>What both forms of the TorchSharp peer need.</summary>
internal static class Torch
{
    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>Sets the number of threads libtorch computes on. Loads the library, so that its absence shows here.</summary>
    /// <exception cref="DllNotFoundException">It is missing, or does not load on this system.</exception>
    public static void UseThreads(int threads)
    {
        _ = Library.Value;
        torch.set_num_threads(threads);
    }

    /// <summary>A matrix of libtorch's own, filled from the span.</summary>
    public static Tensor Matrix(ReadOnlySpan<float> values, int rows, int columns)
    {
        Tensor tensor = torch.empty(rows, columns);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(tensor.bytes));
        return tensor;
    }

    public static Tensor Labels(long[] labels) => torch.tensor(labels);

    public static float[] Read(Tensor tensor)
    {
        using Tensor whole = tensor.detach().contiguous();
        return MemoryMarshal.Cast<byte, float>(whole.bytes).ToArray();
    }

    // Before TorchSharp does it itself, which where it fails copies half a gigabyte from package to package and prints pages about it.
    private static nint Load() =>
        NativeLibrary.Load("LibTorchSharp", typeof(torch).Assembly, DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories);
}
