using System.Reflection;

namespace TourSample;

/// <summary>The lines of a step's source file between two markers: what is shown is what ran.</summary>
internal static class SourceCode
{
    private const string Begin = "// <code>";
    private const string End = "// </code>";

    /// <summary>The lines of the file that is called like the step's class, as far left as they go.</summary>
    /// <exception cref="InvalidOperationException">The file is not in the program, or lacks its markers.</exception>
    public static string Of(Type step)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{step.Name}.cs")
            ?? throw new InvalidOperationException($"There is no source file {step.Name}.cs in the program; expected one for each step.");
        using StreamReader reader = new(stream);
        string[] lines = reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        int begin = Array.FindIndex(lines, line => line.Trim() == Begin);
        int end = Array.FindIndex(lines, line => line.Trim() == End);
        if (begin < 0 || end <= begin + 1)
        {
            throw new InvalidOperationException($"{step.Name}.cs has no lines between {Begin} and {End}.");
        }

        string[] code = lines[(begin + 1)..end];
        int indent = code.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', code.Select(line => line.Length > indent ? line[indent..].TrimEnd() : ""));
    }
}
