using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Samples;

/// <summary>Images in the terminal, with the network's ten outputs beside them.</summary>
internal static class ImageView
{
    private const int Side = 28;
    private const int BarWidth = 12;
    private const string Shades = " ░▒▓█";

    /// <summary>Writes some images, side by side where there is room.</summary>
    public static void Write(Answers answers, IEnumerable<int> images, IReadOnlyList<string> classNames) =>
        AnsiConsole.Write(new Columns(images.Select(image => Card(answers, image, classNames))) { Expand = false });

    private static Panel Card(Answers answers, int image, IReadOnlyList<string> classNames)
    {
        int label = answers.Test.Label(image);
        int answer = answers.Answer(image);
        string verdict = answer == label
            ? $"[green]{classNames[label]}, read as {classNames[answer]}[/]"
            : $"[red]{classNames[label]}, read as {classNames[answer]}[/]";
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        grid.AddRow(Picture(answers.Test.Input(image)), Outputs(answers.Outputs(image), answer, label, classNames));
        return new Panel(grid) { Header = new PanelHeader($" {verdict} "), Border = BoxBorder.Rounded };
    }

    // A character is two pixels, one above the other: the upper one its ink, the lower one its paper. Without colours: their mean as a shade.
    private static Markup Picture(ReadOnlySpan<float> pixels)
    {
        bool colours = AnsiConsole.Profile.Out.IsTerminal && AnsiConsole.Profile.Capabilities.ColorSystem >= ColorSystem.EightBit;
        StringBuilder text = new();
        for (int y = 0; y < Side; y += 2)
        {
            for (int x = 0; x < Side; x++)
            {
                float upper = pixels[(y * Side) + x];
                float lower = pixels[((y + 1) * Side) + x];
                text.Append(colours
                    ? $"[rgb({Grey(upper)}) on rgb({Grey(lower)})]▀[/]"
                    : Shades[(int)MathF.Round((upper + lower) / 2 * (Shades.Length - 1))].ToString());
            }

            text.Append('\n');
        }

        return new Markup(text.ToString().TrimEnd('\n'));
    }

    private static string Grey(float shade)
    {
        int level = (int)MathF.Round(shade * 255);
        return $"{level},{level},{level}";
    }

    private static Markup Outputs(ReadOnlySpan<float> outputs, int answer, int label, IReadOnlyList<string> classNames)
    {
        int nameWidth = classNames.Max(name => name.Length);
        StringBuilder text = new("\n\n");
        for (int c = 0; c < outputs.Length; c++)
        {
            string colour = c == label ? "green" : c == answer ? "red" : "grey62";
            string bar = new string('█', (int)MathF.Round(outputs[c] * BarWidth)).PadRight(BarWidth, '·');
            text.Append(CultureInfo.InvariantCulture, $"[{colour}]{classNames[c].PadLeft(nameWidth)} {bar} {outputs[c]:F2}[/]\n");
        }

        return new Markup(text.ToString());
    }
}
