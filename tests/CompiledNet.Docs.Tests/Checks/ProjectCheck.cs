using System.Xml;
using System.Xml.Linq;
using CompiledNet.Docs.Tests.Code;
using CompiledNet.Docs.Tests.Markdown;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Docs.Tests.Checks;

/// <summary>Lines of a project file are well-formed, and have properties and items that there are; what they name of this repository exists.</summary>
internal static class ProjectCheck
{
    private const string Placeholder = "path/to/";

    private static readonly string[] Properties =
    [
        "OutputType", "TargetFramework", "Nullable", "ImplicitUsings", "LangVersion", "TreatWarningsAsErrors", "InvariantGlobalization",
        "EmitCompilerGeneratedFiles", "CompilerGeneratedFilesOutputPath", "CompiledNetSummary",
        "PublishAot", "IlcInstructionSet", "OptimizationPreference", "StripSymbols", "RuntimeIdentifier", "TieredPGO", "TieredCompilation",
    ];

    private static readonly string[] Items = ["PackageReference", "ProjectReference", "AdditionalFiles"];

    public static IEnumerable<string> Problems(CodeBlock block)
    {
        XElement root;
        try
        {
            root = XElement.Parse($"<Fragment>{block.Text}</Fragment>");
        }
        catch (XmlException exception)
        {
            return [$"{block}: {exception.Message}"];
        }

        return [.. root.Elements().SelectMany(Element).Select(problem => $"{block}: {problem}"), .. Versions(block, root)];
    }

    private static IEnumerable<string> Element(XElement element) => element.Name.LocalName switch
    {
        "Project" or "PropertyGroup" or "ItemGroup" => element.Elements().SelectMany(Element),
        "PackageReference" => Named(element, name => Repository.Packages.Contains(name), "is no package of ours"),
        "ProjectReference" => Named(element, name => name.StartsWith(Placeholder, StringComparison.Ordinal) && File.Exists(Repository.PathOf(name[Placeholder.Length..])), $"is no project below {Placeholder}"),
        "AdditionalFiles" => Named(element, name => Path.GetExtension(name) is ".safetensors" or ".onnx", "is no model file"),
        string name when Properties.Contains(name) => [],
        string name => [$"<{name}> is neither a property nor an item that is known here (items: {string.Join(", ", Items)})"],
    };

    private static IEnumerable<string> Named(XElement element, Func<string, bool> isKnown, string complaint)
    {
        string name = element.Attribute("Include")?.Value ?? "";
        return isKnown(name) ? [] : [$"{element.Name.LocalName} \"{name}\" {complaint}"];
    }

    // A language version gives the diagnostic that the block says it gives.
    private static IEnumerable<string> Versions(CodeBlock block, XElement root)
    {
        if (root.DescendantsAndSelf("LangVersion").FirstOrDefault() is not { } element)
        {
            return block.Mark.Errors.Count == 0 ? [] : [$"{block}: there is nothing in these lines that could give {string.Join(", ", block.Mark.Errors)}."];
        }

        if (!LanguageVersionFacts.TryParse(element.Value, out LanguageVersion version))
        {
            return [$"{block}: \"{element.Value}\" is no version of C#."];
        }

        CSharpParseOptions options = UserProject.ParseOptions(version);
        ProjectRun run = UserProject.Run([UserProject.Parse("[CompiledNet.CompiledNetwork(2, 1)] partial class Net { }", "Net.cs", options)]);
        string[] given = [.. run.Advice.Select(diagnostic => diagnostic.Id)];
        return given.SequenceEqual(block.Mark.Errors)
            ? [] : [$"{block}: expected [{string.Join(", ", block.Mark.Errors)}] of C# {element.Value}, but it gives [{string.Join(", ", given)}]."];
    }
}
