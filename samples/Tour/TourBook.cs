using System.Text;

namespace TourSample;

/// <summary>Writes the tour as a Markdown file with its pictures beside it.</summary>
public static class TourBook
{
    private const int LineLength = 120;

    /// <summary>The text of the file: a chapter for each step, with its picture and its code.</summary>
    /// <param name="pages">The steps and what they gave, in order.</param>
    public static string Compose(IEnumerable<(TourStep Step, TourPage Page)> pages)
    {
        StringBuilder text = new();
        text.Append("# A guided tour: how a network learns\n\n");
        Wrap(text, """
            From a single neuron to a network that reads digits, a picture at a time. Each picture is computed by the lines of C# below it,
            with networks that the build has compiled;
            every number in the text comes from the same computation. The digits are drawn by the program, so it needs no data.
            """);
        text.Append("\nThis file and its pictures are written by the program beside it; where no folder is named, into `samples/Tour`:\n\n");
        text.Append("```sh\ndotnet run -c Release --project samples/Tour                                 # writes this file and its pictures anew\n");
        text.Append("dotnet run -c Release --project samples/Tour -- --out FOLDER --seed 5        # another start, elsewhere\n");
        text.Append("dotnet run -c Release --project samples/Tour -- --out FOLDER --step cost     # one step alone\n```\n\n");
        Wrap(text, """
            In the code, `world` holds the digits (`world.Training`, `world.Test`, and `world.Seven`, the number of a test image) and the
            network 784-16-16-10 at three ages
            (`world.Fresh`, `world.Young`, `world.Trained`): [TourWorld.cs](TourWorld.cs). The networks are in [Networks.cs](Networks.cs).
            The same tour, with another seed at a click, is in the playground.
            """);
        (TourStep Step, TourPage Page)[] all = [.. pages];
        text.Append('\n');
        for (int i = 0; i < all.Length; i++)
        {
            text.Append(i + 1).Append(". [").Append(all[i].Step.Title).Append("](#").Append(Anchor(i, all[i].Step.Title)).Append(")\n");
        }

        for (int i = 0; i < all.Length; i++)
        {
            (TourStep step, TourPage page) = all[i];
            text.Append("\n## ").Append(i + 1).Append(". ").Append(step.Title).Append("\n\n");
            text.Append("![").Append(page.Figure.Description.Replace("[", "(", StringComparison.Ordinal).Replace("]", ")", StringComparison.Ordinal));
            text.Append("](pictures/").Append(step.Id).Append(".svg)\n");
            foreach (string paragraph in page.Text.Split("\n\n"))
            {
                text.Append('\n');
                Wrap(text, paragraph);
            }

            text.Append("\n```csharp\n").Append(step.Code).Append("\n```\n");
        }

        return text.ToString();
    }

    // As the usual renderers of Markdown make anchors of headings: lower case, hyphens for spaces, no punctuation.
    private static string Anchor(int index, string title) =>
        $"{index + 1}-" + string.Concat(title.ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-')).Replace(' ', '-');

    private static void Wrap(StringBuilder text, string paragraph)
    {
        int length = 0;
        foreach (string word in paragraph.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (length > 0 && length + 1 + word.Length > LineLength)
            {
                text.Append('\n');
                length = 0;
            }

            text.Append(length > 0 ? " " : "").Append(word);
            length += word.Length + (length > 0 ? 1 : 0);
        }

        text.Append('\n');
    }
}
