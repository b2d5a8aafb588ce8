using System.Text.Json;
using CompiledNet.Docs.Tests.Markdown;

namespace CompiledNet.Docs.Tests.Checks;

/// <summary>Every code block is held to something, by its language; a language that is not known here is a mistake.</summary>
internal static class BlockCheck
{
    public static IReadOnlyList<string> Problems(CodeBlock block)
    {
        if (block.Mark.Unknown is { } unknown)
        {
            return [$"{block}: the comment before the block says \"{unknown}\", which means nothing here."];
        }

        try
        {
            return
            [
                .. block.Language switch
                {
                    "csharp" => CSharpCheck.Problems(block),
                    "xml" => ProjectCheck.Problems(block),
                    "json" => Json(block),
                    "" or "sh" or "bash" => CommandCheck.Problems(block),
                    "text" when block.Mark.Prints => OutputCheck.Problems(block),
                    // What a program prints, and what others run.
                    "text" or "python" => [],
                    _ => [$"{block}: nothing here knows the language \"{block.Language}\"."],
                },
            ];
        }
        catch (InvalidOperationException exception)
        {
            return [exception.Message];
        }
    }

    private static IEnumerable<string> Json(CodeBlock block)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(block.Text);
            return [];
        }
        catch (JsonException exception)
        {
            return [$"{block}: {exception.Message}"];
        }
    }
}
