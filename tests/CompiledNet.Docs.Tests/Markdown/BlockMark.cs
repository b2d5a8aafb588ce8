namespace CompiledNet.Docs.Tests.Markdown;

/// <summary>
/// What an invisible comment directly before a block says about it, in parts divided by semicolons: <c>continues</c> (from the block before),
/// <c>with: a, b</c> (prepared declarations, see <c>Context</c>), <c>complete</c> (a whole file: without the <c>using CompiledNet</c> that fragments have),
/// <c>sdk: web</c> or <c>sdk: worker</c> (the implicit usings of that project SDK), <c>generated: Net</c> (a quotation of that network's generated code),
/// <c>file: Net</c> (the model file that an attribute names is of that network; <c>none</c> for a project without it, or what is wrong with it: see <c>ModelFiles</c>),
/// <c>error: CNET0006</c> (gives these diagnostics and no others); before a block of text, <c>prints</c> (what the program before it prints).
/// </summary>
internal sealed record BlockMark
{
    public static BlockMark None { get; } = new();

    public bool Continues { get; init; }

    public bool Complete { get; init; }

    public bool Prints { get; init; }

    public IReadOnlyList<string> With { get; init; } = [];

    public string Sdk { get; init; } = "";

    public string? Generated { get; init; }

    public string? File { get; init; }

    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>What the comment says that has no meaning here; such a comment is a mistake.</summary>
    public string? Unknown { get; init; }

    /// <param name="comment">The text between the comment's signs.</param>
    public static BlockMark Parse(string comment)
    {
        BlockMark mark = None;
        foreach (string part in comment.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split(':', 2, StringSplitOptions.TrimEntries);
            string[] values = pair.Length == 1 ? [] : pair[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            mark = (pair[0], values.Length) switch
            {
                ("continues", 0) => mark with { Continues = true },
                ("prints", 0) => mark with { Prints = true },
                ("complete", 0) => mark with { Complete = true },
                ("with", > 0) => mark with { With = values },
                ("sdk", 1) when values[0] is "web" or "worker" => mark with { Sdk = values[0] },
                ("generated", 1) => mark with { Generated = values[0] },
                ("file", 1) => mark with { File = values[0] },
                ("error", > 0) => mark with { Errors = values },
                _ => mark with { Unknown = part },
            };
        }

        return mark;
    }
}
