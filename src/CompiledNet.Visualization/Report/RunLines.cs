namespace CompiledNet.Reports;

/// <summary>The lines of <see cref="TrainingResult.Description"/>, split into what is set and its value.</summary>
internal static class RunLines
{
    // Those of more than one word, or more than one value; of any other line, the first word is the name.
    private static readonly string[] Names = ["validation data", "batch size", "balanced classes", "label smoothing", "class weights"];

    private static readonly (string Name, string Title)[] Parts =
        [("L1 ", "penalty L1"), ("L2 ", "penalty L2"), ("clipping by value ", "clipping by value"), ("by norm ", "clipping by norm")];

    /// <summary>The lines.</summary>
    /// <param name="description">The description.</param>
    public static IReadOnlyList<(string Name, string Value)> Of(string description)
    {
        List<(string, string)> lines = [];
        foreach (string line in description.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("L1 ", StringComparison.Ordinal) || line.StartsWith("clipping ", StringComparison.Ordinal))
            {
                lines.AddRange(line.Split(", ").Select(Part));
            }
            else
            {
                string name = Array.Find(Names, name => line.StartsWith(name + " ", StringComparison.Ordinal)) ?? line.Split(' ')[0];
                lines.Add((name, ValueOf(name, line[name.Length..].TrimStart())));
            }
        }

        return lines;
    }

    private static (string, string) Part(string text)
    {
        (string name, string title) = Array.Find(Parts, part => text.StartsWith(part.Name, StringComparison.Ordinal));
        return name is null ? (text, "") : (title, text[name.Length..]);
    }

    private static string ValueOf(string name, string value) => name switch
    {
        "shuffle" or "balanced classes" => value == "True" ? "yes" : value == "False" ? "no" : value,
        "data" or "validation data" when value.LastIndexOf(", ", StringComparison.Ordinal) is > 0 and int comma =>
            $"{value[..comma].Replace(" x ", " examples x ", StringComparison.Ordinal).Replace(" -> ", " inputs, targets: ", StringComparison.Ordinal)}; hash {value[(comma + 2)..]}",
        _ => value,
    };
}
