// The guided tour: a picture for each step from a neuron to a trained network, computed by the few lines of C# beside it.
// Run it with --help to see what can be changed.

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using TourSample;

CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Option<string> folder = new("--out")
{
    Description = "Folder to write the tour to: README.md and pictures/*.svg.",
    HelpName = "folder",
    DefaultValueFactory = _ => Path.Combine("samples", "Tour"),
};
Option<string?> only = new("--step") { Description = $"One step alone: {string.Join(", ", GuidedTour.Steps.Select(step => step.Id))}.", HelpName = "name" };
only.Validators.Add(result =>
{
    if (result.Tokens is [{ Value: var id }] && GuidedTour.Steps.All(step => step.Id != id))
    {
        result.AddError($"--step: there is no '{id}'; expected one of {string.Join(", ", GuidedTour.Steps.Select(step => step.Id))}.");
    }
});
Option<int> seed = new("--seed")
{
    Description = $"Where the random numbers start: other first weights, another image; from 0 to {TourWorld.LargestSeed}.",
    HelpName = "number",
    DefaultValueFactory = _ => TourWorld.UsualSeed,
    CustomParser = result =>
    {
        string text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value > TourWorld.LargestSeed)
        {
            result.AddError($"--seed: '{text}' will not do; expected a whole number from 0 to {TourWorld.LargestSeed}.");
        }

        return value;
    },
};
RootCommand command = new("Writes a guided tour through how a network learns: pictures computed by compiled networks, with the code that computes them.") { folder, only, seed };
command.SetAction(parsed => Write(parsed.GetValue(folder)!, parsed.GetValue(only), parsed.GetValue(seed)));
ParseResult arguments = command.Parse(args);
if (arguments.Errors.Count == 0)
{
    return arguments.Invoke();
}

Console.Error.WriteLine($"{arguments.Errors[0].Message} (--help lists the options.)");
return 1;

static int Write(string folder, string? only, int seed)
{
    try
    {
        string pictures = Path.Combine(folder, "pictures");
        Directory.CreateDirectory(pictures);
        TourWorld world = new(seed);
        List<(TourStep, TourPage)> pages = [];
        foreach (TourStep step in GuidedTour.Steps.Where(step => only is null || step.Id == only))
        {
            Stopwatch watch = Stopwatch.StartNew();
            TourPage page = step.Run(world);
            page.Figure.Save(Path.Combine(pictures, $"{step.Id}.svg"));
            pages.Add((step, page));
            Console.WriteLine(FormattableString.Invariant($"{step.Id,-28} {watch.Elapsed.TotalSeconds,6:F2} s"));
        }

        string text = Path.Combine(folder, only is null ? "README.md" : $"{only}.md");
        File.WriteAllText(text, TourBook.Compose(pages));
        Console.WriteLine($"Written: {text} and {pages.Count} {(pages.Count == 1 ? "picture" : "pictures")} in {pictures}.");
        return 0;
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}
