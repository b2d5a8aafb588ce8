using System;
using System.Collections.Generic;

namespace CompiledNet.Generator.Emit;

/// <summary>What the convolutions of groups and of single examples share: the rows of the kernel inside the image, and the places of the tiles.</summary>
internal static class KernelRows
{
    /// <summary>What a method for a row of tiles is given: the first rows it reads and writes, and how many rows of the kernel count.</summary>
    public const string Parameters = "ref float x, ref float weights, ref float bias, ref float z, int taps";

    /// <summary>What it is given besides where batch normalisation can be folded into the convolution: what the sums are multiplied by and what is added, if anything.</summary>
    public const string ScaleParameters = ", ref float scale, ref float shift, bool rectify";

    /// <summary>The same as arguments.</summary>
    public const string ScaleArguments = ", ref scale, ref shift, rectify";

    /// <summary>Which rows of the kernel lie inside the image for the outputs of row <c>y</c>: the first, the row of the image it takes, and how many.</summary>
    public static (string From, string Row, string Taps) Emit(SourceWriter writer, Axis axis)
    {
        string place = axis.Stride == 1 ? "y" : SourceWriter.Text($"(y * {axis.Stride})");
        if (axis.IsWhole)
        {
            string row = axis.Padding == 0 ? place : SourceWriter.Text($"({place} + {-axis.Padding})");
            return ("0", row, SourceWriter.Text($"{axis.Taps}"));
        }

        if (axis.Dilation == 1)
        {
            writer.Line($"int from = Math.Max(0, {axis.Padding} - {place});");
            writer.Line($"int taps = Math.Min({axis.Taps}, {axis.Inputs + axis.Padding} - {place}) - from;");
            return ("from", SourceWriter.Text($"({place} + from - {axis.Padding})"), "taps");
        }

        writer.Line("// Only every so many rows of the kernel meet one of the image.");
        writer.Line($"int above = {axis.Padding} - y;");
        writer.Line($"int from = above >= 0 ? above : ((above % {axis.Dilation}) + {axis.Dilation}) % {axis.Dilation};");
        writer.Line($"int row = (from - above) / {axis.Dilation};");
        writer.Line($"int taps = Math.Min(({axis.Taps + axis.Dilation - 1} - from) / {axis.Dilation}, {axis.Inputs} - row);");
        return ("from", "row", "taps");
    }

    /// <summary>The methods over spans that the passes call: the convolution alone, and with batch normalisation folded in where that can be.</summary>
    public static void EmitDispatch(SourceWriter writer, string summary, string name, (string X, string Weights, string Z) names, bool folds, Action<SourceWriter, string> dispatch)
    {
        (string x, string weights, string z) = names;
        string arguments = $"ref MemoryMarshal.GetReference({x}), ref MemoryMarshal.GetReference({weights}), ref MemoryMarshal.GetReference({z})";
        writer.Line();
        writer.Line($"/// <summary>{summary}.</summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static void {name}(ReadOnlySpan<float> {x}, ReadOnlySpan<float> {weights}, Span<float> {z})"))
        {
            dispatch(writer, $"{name}({arguments}{(folds ? ", ref Unsafe.NullRef<float>(), ref Unsafe.NullRef<float>(), false" : string.Empty)});");
        }

        if (folds)
        {
            writer.Line();
            writer.Line($"/// <summary>The same, then for each filter times <c>scale</c> plus <c>shift</c>, and zero in place of what is negative where it is to <c>rectify</c>.</summary>");
            writer.Line(TileCode.Inlined);
            using (writer.Block($"internal static void {name}(ReadOnlySpan<float> {x}, ReadOnlySpan<float> {weights}, Span<float> {z}, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, bool rectify)"))
            {
                dispatch(writer, $"{name}({arguments}, ref MemoryMarshal.GetReference(scale), ref MemoryMarshal.GetReference(shift), rectify);");
            }
        }
    }

    /// <summary>What is done to the sums of a tile before they are stored.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="width">The vectors.</param>
    /// <param name="folds">Whether there may be a scale.</param>
    /// <param name="isRectified">Whether they are rectified in any case.</param>
    /// <param name="sums">The names of the sums.</param>
    /// <param name="scale">A sum's factor, or what is added to it: of the reference that is named.</param>
    public static void EmitEpilogue<T>(SourceWriter writer, VectorWidth width, bool folds, bool isRectified, IReadOnlyList<(string Sum, T Filter)> sums, Func<string, T, string> scale)
    {
        if (folds)
        {
            using (writer.Block("if (!Unsafe.IsNullRef(ref scale))"))
            {
                foreach ((string sum, T filter) in sums)
                {
                    writer.Line($"{sum} = {width.Intrinsics}.FusedMultiplyAdd({sum}, {scale("scale", filter)}, {scale("shift", filter)});");
                }

                using (writer.Block("if (rectify)"))
                {
                    EmitRectify();
                }
            }
        }
        else if (isRectified)
        {
            EmitRectify();
            writer.Line();
        }

        void EmitRectify()
        {
            foreach ((string sum, _) in sums)
            {
                writer.Line(TileCode.Rectify(width, sum));
            }
        }
    }

    /// <summary>
    /// References to the input and the output where a tile of a row begins, for one tile or in a loop over all of its form; a channel of either
    /// image has the given number of floats.
    /// </summary>
    public static IDisposable? EmitTilePlaces(SourceWriter writer, Axis axis, TileRow tiles, int inputFloats, int outputFloats)
    {
        int x = axis.Origin(tiles.FirstOutput) * inputFloats;
        int z = tiles.FirstOutput * outputFloats;
        if (tiles.Count == 1)
        {
            writer.Line($"ref float xTile = ref {TileCode.At("x", x)};");
            writer.Line($"ref float zTile = ref {TileCode.At("z", z)};");
            return null;
        }

        IDisposable loop = writer.Block($"for (int tile = 0; tile < {tiles.Count}; tile++)");
        int last = (tiles.LastOutput - tiles.FirstOutput) / axis.Dilation;
        bool overlaps = last != (tiles.Count - 1) * tiles.Height;
        writer.Line(overlaps ? SourceWriter.Text($"int column = Math.Min(tile * {tiles.Height}, {last});") : SourceWriter.Text($"int column = tile * {tiles.Height};"));
        writer.Line($"ref float xTile = ref Unsafe.Add(ref x, {Place(axis.Stride * inputFloats, x)});");
        writer.Line($"ref float zTile = ref Unsafe.Add(ref z, {Place(axis.Dilation * outputFloats, z)});");
        return loop;

        static string Place(int step, int start) => SourceWriter.Text($"(column * {step})") + (start == 0 ? string.Empty : SourceWriter.Text($" + {start}"));
    }
}
