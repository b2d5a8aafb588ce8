using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CompiledNet.Docs.Tests.Code;

/// <summary>
/// The additional files of a reader's project: one for each name that an attribute in the code asks for. It is of the network that the mark of the block
/// names, or else of the one that a file of this name is of throughout the documentation.
/// </summary>
internal static partial class ProjectFiles
{
    /// <summary>Marks a project without the file.</summary>
    public const string None = "none";

    private static readonly Dictionary<string, string> Usual = new()
    {
        ["digits.safetensors"] = "DigitNet",
        ["flowers.safetensors"] = "FlowerNet",
        ["lenet.safetensors"] = "LeNet5",
        ["model.onnx"] = "LeNet5",
    };

    /// <param name="files">The code.</param>
    /// <param name="mark">What the files are; null for the usual.</param>
    public static ImmutableArray<AdditionalText> Of(IEnumerable<SyntaxTree> files, string? mark) =>
    [
        .. files.SelectMany(file => FileAttribute().Matches(file.ToString()).Select(match => match.Groups[1].Value))
            .Distinct()
            .Select(name => (Name: name, Content: mark ?? Usual.GetValueOrDefault(name, None)))
            .Where(file => file.Content != None)
            .Select(file => new ModelText(PreparedNetworks.FileOf(file.Name, file.Content))),
    ];

    [GeneratedRegex("""\[(?:Pretrained|OnnxNetwork)\("([^"]+)"[,)]""")]
    private static partial Regex FileAttribute();

    private sealed class ModelText(string path) : AdditionalText
    {
        public override string Path { get; } = path;

        // As the compiler does with what is no text.
        public override SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }
}
