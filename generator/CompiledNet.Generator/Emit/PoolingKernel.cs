using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// Something done with every window of an image: what its cells become, and how the delta of it goes back to them. A cell is all channels of a pixel, of a
/// group of 16 examples in lanes or of one example.
/// </summary>
internal abstract class PoolingKernel : Kernel
{
    /// <summary>Windows of up to this many cells are written out; larger ones, and those that can reach over the border, are loops.</summary>
    private const int UnrolledCells = 16;

    public required string Name { get; init; }

    public required string Formula { get; init; }

    public required Axis Vertical { get; init; }

    public required Axis Horizontal { get; init; }

    /// <summary>The floats of a pixel.</summary>
    public required int CellFloats { get; init; }

    protected bool IsUnrolled => Vertical.IsWhole && Horizontal.IsWhole && Vertical.Taps * Horizontal.Taps <= UnrolledCells;

    /// <summary>Whether a cell can be in more than one window.</summary>
    protected bool Overlaps => Vertical.Stride < Vertical.Taps || Horizontal.Stride < Horizontal.Taps;

    /// <summary>Whether every cell is in a window.</summary>
    protected bool Covers => Vertical.IsWhole && Horizontal.IsWhole && Covered(Vertical) && Covered(Horizontal);

    public override IEnumerable<int> PartialLanes(VectorWidth width) => CellFloats % width.Lanes == 0 ? [] : [CellFloats % width.Lanes];

    /// <summary>The loops over all windows; <paramref name="emit"/> writes what is done with a vector of channels, of which some lanes count.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="width">The vectors.</param>
    /// <param name="inputs">References to images as large as the input.</param>
    /// <param name="outputs">References to images as large as the output.</param>
    /// <param name="emit">Writes the work on a vector: it finds the references at the window's first cell and at the output's, and the lanes that count.</param>
    protected void EmitWindows(SourceWriter writer, VectorWidth width, string[] inputs, string[] outputs, Action<int> emit)
    {
        using (writer.Block($"for (int y = 0; y < {Vertical.Outputs}; y++)"))
        {
            EmitBounds(writer, Vertical, "y", "top", "bottom");
            using (writer.Block($"for (int column = 0; column < {Horizontal.Outputs}; column++)"))
            {
                EmitBounds(writer, Horizontal, "column", "left", "right");
                string row = IsUnrolled ? SourceWriter.Text($"y * {Vertical.Stride * Horizontal.Inputs * CellFloats}") : SourceWriter.Text($"top * {Horizontal.Inputs * CellFloats}");
                string cell = IsUnrolled ? SourceWriter.Text($"column * {Horizontal.Stride * CellFloats}") : SourceWriter.Text($"left * {CellFloats}");
                foreach (string name in inputs)
                {
                    writer.Line($"ref float {name}n = ref Unsafe.Add(ref {name}, ({row}) + ({cell}));");
                }

                foreach (string name in outputs)
                {
                    writer.Line($"ref float {name}n = ref Unsafe.Add(ref {name}, (y * {Horizontal.Outputs * CellFloats}) + (column * {CellFloats}));");
                }

                int whole = CellFloats / width.Lanes;
                if (whole > 0)
                {
                    using (writer.Block($"for (int n = {whole}; n > 0; n--)"))
                    {
                        emit(width.Lanes);
                        foreach (string name in inputs.Concat(outputs))
                        {
                            TileCode.Advance(writer, name + "n", width.Lanes);
                        }
                    }
                }

                if (CellFloats % width.Lanes > 0)
                {
                    using (writer.Block($"// the last {CellFloats % width.Lanes} channels"))
                    {
                        emit(CellFloats % width.Lanes);
                    }
                }
            }
        }
    }

    /// <summary>The cells of a window, one after the other: <paramref name="emit"/> is given each one's place behind the window's first, and a name for its values.</summary>
    protected void EmitCells(SourceWriter writer, Action<string, string> emit)
    {
        int row = Horizontal.Inputs * CellFloats;
        if (IsUnrolled)
        {
            for (int k = 0; k < Vertical.Taps * Horizontal.Taps; k++)
            {
                emit(SourceWriter.Text($"{(k / Horizontal.Taps * row) + (k % Horizontal.Taps * CellFloats)}"), SourceWriter.Text($"x{k}"));
            }

            return;
        }

        using (writer.Block("for (int i = 0; i < bottom - top; i++)"))
        using (writer.Block("for (int j = 0; j < right - left; j++)"))
        {
            writer.Line($"int cell = (i * {row}) + (j * {CellFloats});");
            emit("cell", "xk");
        }
    }

    /// <summary>A vector at a place that may be zero.</summary>
    protected static string Vector(string reference, string place) =>
        place == "0" ? $"Unsafe.As<float, Vector>(ref {reference})" : $"Unsafe.As<float, Vector>(ref Unsafe.Add(ref {reference}, {place}))";

    // The part of the window inside the image.
    private void EmitBounds(SourceWriter writer, Axis axis, string output, string from, string to)
    {
        if (!IsUnrolled)
        {
            string place = SourceWriter.Text($"({output} * {axis.Stride})");
            writer.Line($"int {from} = Math.Max(0, {place} - {axis.Padding});");
            writer.Line($"int {to} = Math.Min({axis.Inputs}, {place} + {axis.Taps - axis.Padding});");
        }
    }

    private static bool Covered(Axis axis) => axis.Stride <= axis.Taps && ((axis.Outputs - 1) * axis.Stride) + axis.Taps == axis.Inputs;
}
