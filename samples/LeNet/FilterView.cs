using System.Globalization;
using System.Text;
using Spectre.Console;

namespace LeNet;

/// <summary>The first layer's filters in the terminal: what each looks for in 5x5 pixels.</summary>
internal static class FilterView
{
    private const int Filters = 6;
    private const int Size = 5;

    // From a strong dislike of ink to a strong wish for it, where there are no colours.
    private static readonly string[] Shades = ["==", "--", "  ", "++", "##"];

    /// <summary>Writes them side by side where there is room.</summary>
    /// <param name="weights">The layer's weights, <c>[y][x][1][filter]</c>.</param>
    public static void Write(ReadOnlySpan<float> weights)
    {
        bool colours = AnsiConsole.Profile.Out.IsTerminal && AnsiConsole.Profile.Capabilities.ColorSystem >= ColorSystem.EightBit;
        float strongest = 1e-9f;
        foreach (float weight in weights)
        {
            strongest = MathF.Max(strongest, MathF.Abs(weight));
        }

        List<Padder> pictures = [];
        for (int filter = 0; filter < Filters; filter++)
        {
            pictures.Add(new Padder(Picture(weights, filter, strongest, colours), new Padding(0, 0, 2, 1)));
        }

        AnsiConsole.MarkupLine(colours
            ? "[rgb(255,160,40)]Orange[/]: ink here makes it answer; [rgb(70,140,255)]blue[/]: ink here silences it; dark: no matter."
            : "## ++ ink here makes it answer; == -- ink here silences it; blank: no matter.");
        AnsiConsole.Write(new Columns(pictures) { Expand = false, Padding = new Padding(0, 0, 1, 0) });
    }

    private static Markup Picture(ReadOnlySpan<float> weights, int filter, float strongest, bool colours)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"filter {filter + 1}");
        for (int y = 0; y < Size; y++)
        {
            text.Append('\n');
            for (int x = 0; x < Size; x++)
            {
                float share = weights[(((y * Size) + x) * Filters) + filter] / strongest;
                text.Append(colours ? Block(share) : Shades[(int)MathF.Round((share + 1) / 2 * (Shades.Length - 1))]);
            }
        }

        return new Markup(text.ToString());
    }

    // Two characters wide, as a character is twice as high.
    private static string Block(float share)
    {
        (int red, int green, int blue) = share >= 0 ? (255, 160, 40) : (70, 140, 255);
        float strength = MathF.Abs(share);
        return string.Create(CultureInfo.InvariantCulture, $"[rgb({Dim(red)},{Dim(green)},{Dim(blue)})]██[/]");

        int Dim(int level) => (int)MathF.Round(24 + ((level - 24) * strength));
    }
}
