using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Files;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// Trained weights as constants: static data of the program, which nothing has to set up when it starts. Small tensors are written as numbers, to be read; large
/// ones as base64, which the compiler takes in far sooner than a number for each weight.
/// </summary>
internal static class PretrainedEmitter
{
    /// <summary>
    /// A tensor of at most so many numbers is written as numbers. The compiler takes about 10 microseconds for each (measured): a sixth of a second.
    /// </summary>
    private const int MostNumbers = 16_384;

    /// <summary>And so many in a network, for the same reason; base64 from there on.</summary>
    private const int MostNumbersInAll = 65_536;

    /// <summary>
    /// The bytes in one literal: three make four characters, so that only a tensor's last literal is padded, and whole floats. The compiler turns every byte into a
    /// node of its own, and keeps those of a method until the method is done: so each literal has its own. Smaller ones save no more memory (measured), and cost
    /// time when the program starts, a method each.
    /// </summary>
    private const int ChunkBytes = 196_608;

    private const int LineLength = 120;
    private const string Helper = "global::CompiledNet.Numerics.StaticWeights";

    /// <summary>The constructor that takes the weights.</summary>
    public static void EmitConstructor(SourceWriter writer, NetworkFiles files, PretrainedModel pretrained)
    {
        writer.Line($"/// <summary>The trained network: the weights of <c>{Xml(pretrained.FileName)}</c> are part of the program.</summary>");
        writer.Line(ApiText.Generated);
        using (writer.Block($"public {files.Model.Type.Name}()"))
        {
            string statistics = files.Model.StatisticCount > 0 ? ", _statistics.Span" : string.Empty;
            writer.Line($"global::{files.PassesNamespace}.Weights.CopyTo(_parameters.Span{statistics});");
        }

        writer.Line();
    }

    /// <summary>The file with the numbers.</summary>
    public static string Emit(NetworkFiles files, PretrainedModel pretrained)
    {
        SourceWriter writer = new();
        bool isHalf = pretrained.Storage == StorageKind.Float16;
        NetworkFiles.EmitHeader(
            writer,
            [
                $"The trained weights of {files.Model.Type.FullName}: those of {OneLine(pretrained.FileName)},",
                $"whose SHA-256 is {pretrained.FileHash}.",
                isHalf ? "Stored as 16-bit floats, the nearest to the file's numbers." : "Stored as 32-bit floats, to the bit.",
            ]);
        List<(TensorModel Tensor, string Name, WeightValues Values, string Target)> tensors =
        [
            .. files.Model.Layers.SelectMany(layer => layer.Tensors.Select(tensor => (tensor, Parsing.GeneratedMembers.SourceName(tensor, layer), pretrained.Parameters, "parameters"))),
            .. files.Model.Layers.SelectMany(layer => layer.Statistics.Select(tensor => (tensor, Parsing.GeneratedMembers.SourceName(tensor, layer), pretrained.Statistics, "statistics"))),
        ];
        using (writer.Block($"namespace {files.PassesNamespace}"))
        {
            writer.Line("/// <summary>The numbers a new network starts with, as constants.</summary>");
            writer.Line(ApiText.Generated);
            using (writer.Block("internal static class Weights"))
            {
                EmitCopy(writer, files.Model, tensors.Select(tensor => (tensor.Tensor, tensor.Name, tensor.Target)));
                int numbers = 0;
                foreach ((TensorModel tensor, string name, WeightValues values, string _) in tensors)
                {
                    int length = tensor.Shape.Length;
                    bool asNumbers = length <= MostNumbers && numbers + length <= MostNumbersInAll;
                    numbers += asNumbers ? length : 0;
                    writer.Line();
                    writer.Line($"// {tensor.FileName}, {string.Concat(tensor.Shape.Extents.Select(extent => SourceWriter.Text($"[{extent}]")))}");
                    EmitTensor(writer, tensor, name, values.Span.Slice(tensor.Offset, length), isHalf, asNumbers);
                }
            }
        }

        return writer.ToString();
    }

    private static void EmitCopy(SourceWriter writer, NetworkModel model, IEnumerable<(TensorModel Tensor, string Name, string Target)> tensors)
    {
        writer.Line("/// <summary>Sets every parameter, and what was kept of training.</summary>");
        using (writer.Block($"internal static void CopyTo(global::System.Span<float> parameters{(model.StatisticCount > 0 ? ", global::System.Span<float> statistics" : string.Empty)})"))
        {
            foreach ((TensorModel tensor, string name, string target) in tensors)
            {
                writer.Line($"Copy{name}({target}.Slice({SourceWriter.Literal(tensor.Offset)}, {SourceWriter.Literal(tensor.Shape.Length)}));");
            }
        }
    }

    private static void EmitTensor(SourceWriter writer, TensorModel tensor, string name, ReadOnlySpan<float> values, bool isHalf, bool asNumbers)
    {
        if (!asNumbers)
        {
            EmitChunks(writer, name, values, isHalf);
            return;
        }

        using (writer.Block($"private static void Copy{name}(global::System.Span<float> values)"))
        {
            writer.Line($"global::System.ReadOnlySpan<{(isHalf ? "ushort" : "float")}> {(isHalf ? "halves" : "numbers")} =");
            writer.Line("[");
            EmitNumbers(writer, tensor.Shape, values, isHalf);
            writer.Line("];");
            writer.Line(isHalf ? $"{Helper}.CopyHalves(halves, values);" : "numbers.CopyTo(values);");
        }
    }

    private static void EmitNumbers(SourceWriter writer, Shape shape, ReadOnlySpan<float> values, bool isHalf)
    {
        int rowLength = shape.Extents[shape.Extents.Count - 1];
        if (rowLength == 1)
        {
            // A column reads no worse as lines.
            rowLength = values.Length;
        }

        List<string> lines = [];
        for (int start = 0; start < values.Length; start += rowLength)
        {
            lines.Clear();
            AddLines(lines, values.Slice(start, rowLength), isHalf);
            if (rowLength < values.Length && (lines.Count > 1 || shape.Extents.Count > 2))
            {
                writer.Line($"    // {Place(start / rowLength, shape)}");
            }

            foreach (string line in lines)
            {
                writer.Line("    " + line);
            }
        }
    }

    private static void AddLines(List<string> lines, ReadOnlySpan<float> values, bool isHalf)
    {
        string line = string.Empty;
        string comment = string.Empty;
        foreach (float value in values)
        {
            ushort half = isHalf ? HalfFloat.Round(value) : (ushort)0;
            string number = isHalf ? $"0x{half:X4}," : FloatText.Literal(value) + ",";
            string meaning = isHalf ? " " + FloatText.Text(HalfFloat.Widen(half)) : string.Empty;
            if (line.Length > 0 && line.Length + number.Length + comment.Length + meaning.Length + 4 > LineLength)
            {
                Flush();
            }

            line += line.Length > 0 ? " " + number : number;
            comment += meaning;
        }

        Flush();

        void Flush()
        {
            lines.Add(isHalf ? $"{line} //{comment}" : line);
            line = string.Empty;
            comment = string.Empty;
        }
    }

    /// <summary>The indices of a row: <c>[2][0][5]</c>.</summary>
    private static string Place(int row, Shape shape)
    {
        string place = string.Empty;
        for (int d = shape.Extents.Count - 2; d >= 0; d--)
        {
            place = SourceWriter.Text($"[{row % shape.Extents[d]}]") + place;
            row /= shape.Extents[d];
        }

        return place;
    }

    private static void EmitChunks(SourceWriter writer, string name, ReadOnlySpan<float> values, bool isHalf)
    {
        int chunkLength = ChunkBytes / (isHalf ? sizeof(ushort) : sizeof(float));
        int chunks = (values.Length + chunkLength - 1) / chunkLength;
        using (writer.Block($"private static void Copy{name}(global::System.Span<float> values)"))
        {
            for (int n = 0; n < chunks; n++)
            {
                int start = n * chunkLength;
                writer.Line($"Copy{name}Part{SourceWriter.Text($"{n + 1}")}(values.Slice({SourceWriter.Literal(start)}, {SourceWriter.Literal(Math.Min(chunkLength, values.Length - start))}));");
            }
        }

        for (int n = 0; n < chunks; n++)
        {
            int start = n * chunkLength;
            string text = Base64(values.Slice(start, Math.Min(chunkLength, values.Length - start)), isHalf);
            writer.Line();
            using (writer.Block($"private static void Copy{name}Part{SourceWriter.Text($"{n + 1}")}(global::System.Span<float> values)"))
            {
                writer.Line($"{Helper}.Copy{(isHalf ? "Halves" : "Floats")}(\"{text}\"u8, values);");
            }
        }
    }

    /// <summary>The little-endian bits of the numbers.</summary>
    private static string Base64(ReadOnlySpan<float> values, bool isHalf)
    {
        int size = isHalf ? sizeof(ushort) : sizeof(float);
        byte[] bytes = new byte[values.Length * size];
        for (int n = 0; n < values.Length; n++)
        {
            uint bits = isHalf ? HalfFloat.Round(values[n]) : FloatText.BitsOf(values[n]);
            for (int part = 0; part < size; part++)
            {
                bytes[(n * size) + part] = (byte)(bits >> (8 * part));
            }
        }

        return Convert.ToBase64String(bytes);
    }

    private static string Xml(string text) => OneLine(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    // A name of a file can have a line break in it.
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u0085' ? '?' : c)).Trim();
}
