using System.Collections.Generic;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>One of the vector widths code is emitted for.</summary>
/// <param name="Bits">512, 256 or 128.</param>
/// <param name="Registers">How many vector registers the narrowest machine with this width has.</param>
internal sealed record VectorWidth(int Bits, int Registers)
{
    public static IReadOnlyList<VectorWidth> All { get; } = [new(512, 32), new(256, 16), new(128, 16)];

    /// <summary>Floats in a vector.</summary>
    public int Lanes => Bits / 32;

    /// <summary>The class of <c>System.Runtime.Intrinsics</c>.</summary>
    public string Intrinsics => SourceWriter.Text($"Vector{Bits}");

    /// <summary>The class the kernels of this width go into.</summary>
    public string ClassName => SourceWriter.Text($"Tiles{Bits}");

    /// <summary>Vectors that hold a row of the given length; the last may be partly unused.</summary>
    public int Columns(int length) => (length + Lanes - 1) / Lanes;
}
