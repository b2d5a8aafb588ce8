using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>The errors of an ONNX file, in the words of its nodes.</summary>
internal static class OnnxErrors
{
    private const int LongestName = 80;

    /// <summary>The bytes are no such file, or a field says what the format does not allow.</summary>
    public static OnnxException Invalid(string problem) => new(Descriptors.InvalidOnnxFile, "Path", problem);

    /// <summary>A node that no layer covers.</summary>
    public static OnnxException Node(NodeProto node, string problem) => new(Descriptors.OnnxOperator, "Path", Describe(node), problem);

    /// <summary>The graph as a whole is no chain of layers.</summary>
    public static OnnxException Graph(string problem) => new(Descriptors.OnnxGraph, "Path", problem);

    /// <summary>A node by its operator and name, or by what it computes where it has none: <c>Conv '/conv1/Conv'</c>.</summary>
    public static string Describe(NodeProto node)
    {
        string type = Quote(node.OpType.Length == 0 ? "(no operator)" : node.OpType).Trim('\'');
        return node.Name.Length > 0
            ? SourceWriter.Text($"{type} {Quote(node.Name)}")
            : node.Output.Count > 0 ? SourceWriter.Text($"{type} (output {Quote(node.Output[0])})") : type;
    }

    /// <summary>A name out of a file: on one line, and no longer than a message bears.</summary>
    public static string Quote(string name)
    {
        string shown = name.Length > LongestName ? name.Substring(0, LongestName) + "..." : name;
        char[] characters = shown.ToCharArray();
        for (int n = 0; n < characters.Length; n++)
        {
            characters[n] = char.IsControl(characters[n]) || char.IsSurrogate(characters[n]) ? '?' : characters[n];
        }

        return $"'{new string(characters)}'";
    }
}
