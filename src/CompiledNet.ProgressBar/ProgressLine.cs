using Spectre.Console;
using Spectre.Console.Rendering;

namespace CompiledNet;

/// <summary>
/// Draws the line over itself. Spectre.Console's own live displays want to own the call that does the work; a callback is called from within it.
/// </summary>
internal sealed class ProgressLine(IAnsiConsole console)
{
    private const int LeastBar = 10;
    private const int MostBar = 40;

    // To the start of the line; from the cursor to its end.
    private const string Return = "\r";
    private const string ClearRest = "\u001b[K";

    private static readonly Style Done = new(Color.Green);
    private static readonly Style Open = new(Color.Grey);

    public void Draw(RunProgress progress)
    {
        // The last column stays free: a terminal would wrap behind it.
        int width = Math.Max(1, console.Profile.Width - 1);
        string title = progress.Title;
        string rest = "";
        foreach (string part in progress.Parts())
        {
            if (title.Length + LeastBar + rest.Length + part.Length > width)
            {
                break;
            }

            rest += part;
        }

        int bar = Math.Clamp(width - title.Length - rest.Length, 0, MostBar);
        int done = (int)(bar * progress.Share);
        (char full, char empty) = console.Profile.Capabilities.Unicode ? ('━', '─') : ('#', '-');
        console.Write(new Segments(
        [
            Segment.Control(Return),
            new Segment(title.Length > width ? title[..width] : title),
            new Segment(new string(full, done), Done),
            new Segment(new string(empty, bar - done), Open),
            new Segment(rest),
            Segment.Control(ClearRest),
        ]));
    }

    // Not through Spectre's own text, which would break it at the width a file is taken to have.
    public void WritePlain(string text) => console.Write(new Segments([new Segment(text), Segment.LineBreak]));

    private sealed class Segments(IReadOnlyList<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
