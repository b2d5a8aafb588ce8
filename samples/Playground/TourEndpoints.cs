using System.Globalization;
using CompiledNet.Playground.Sessions;
using TourSample;

namespace CompiledNet.Playground;

/// <summary>
/// The guided tour: the list of its steps, and for each its text (<c>/api/tour/cost</c>) and its picture (<c>/api/tour/cost.svg</c>), computed anew
/// for each seed.
/// </summary>
internal static class TourEndpoints
{
    private const string Extension = ".svg";
    private static readonly object[] Steps = [.. GuidedTour.Steps.Select((step, index) => new TourStepView(
        step.Id,
        step.Title,
        step.Code,
        $"/api/tour/{step.Id}{Extension}",
        Parse(step.TryIt),
        index + 1))];

    public static void MapTour(this IEndpointRouteBuilder routes)
    {
        TourPages pages = new();
        routes.MapGet("/api/tour", () => Results.Json(
            new { Seed = TourWorld.UsualSeed, LargestSeed = TourWorld.LargestSeed, Steps }, Json.Options));
        routes.MapGet("/api/tour/{name}", async (string name, HttpRequest request, CancellationToken cancellation) =>
        {
            int seed = ReadSeed(request);
            bool picture = name.EndsWith(Extension, StringComparison.Ordinal);
            string id = picture ? name[..^Extension.Length] : name;
            TourStep step = GuidedTour.Steps.FirstOrDefault(step => step.Id == id)
                ?? throw new RequestException(StatusCodes.Status404NotFound, $"The tour has no step '{id}'; expected one of {string.Join(", ", GuidedTour.Steps.Select(one => one.Id))}.");
            RenderedStep page = await pages.GetAsync(step, seed, cancellation).ConfigureAwait(false);
            return picture
                ? Results.Text(page.Svg, "image/svg+xml")
                : Results.Json(new TourPageView(step.Id, seed, page.Text, page.Description, FormattableString.Invariant($"/api/tour/{step.Id}{Extension}?seed={seed}")), Json.Options);
        });
    }

    private static int ReadSeed(HttpRequest request)
    {
        string? text = request.Query["seed"];
        if (text is null)
        {
            return TourWorld.UsualSeed;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seed) && seed <= TourWorld.LargestSeed
            ? seed
            : throw new RequestException(
                StatusCodes.Status400BadRequest,
                FormattableString.Invariant($"seed is '{text}'; expected a whole number from 0 to {TourWorld.LargestSeed}."));
    }

    private static System.Text.Json.JsonElement? Parse(string? spec) =>
        spec is null ? null : System.Text.Json.JsonDocument.Parse(spec).RootElement;

    private sealed record TourStepView(string Id, string Title, string Code, string Figure, System.Text.Json.JsonElement? Spec, int Number);

    private sealed record TourPageView(string Id, int Seed, string Text, string Description, string Figure);

    /// <summary>A step as it goes out.</summary>
    private sealed record RenderedStep(string Text, string Description, string Svg);

    /// <summary>
    /// Keeps what has been computed for the seeds asked for last. Steps are computed one at a time, so that visitors who train networks notice little.
    /// </summary>
    private sealed class TourPages
    {
        private const int SeedsKept = 12;

        private readonly Lock _gate = new();
        private readonly List<SeedPages> _seeds = []; // the one asked for last is at the end
        private Task _last = Task.CompletedTask;

        public Task<RenderedStep> GetAsync(TourStep step, int seed, CancellationToken cancellation)
        {
            lock (_gate)
            {
                SeedPages pages = _seeds.Find(one => one.Seed == seed) ?? new SeedPages(seed);
                _seeds.Remove(pages);
                _seeds.Add(pages);
                if (_seeds.Count > SeedsKept)
                {
                    _seeds.RemoveAt(0);
                }

                if (!pages.Steps.TryGetValue(step.Id, out Task<RenderedStep>? task) || task.IsFaulted)
                {
                    Task before = _last;
                    _last = pages.Steps[step.Id] = task = Task.Run(() => RenderAsync(step, pages.World, before), CancellationToken.None);
                }

                return task.WaitAsync(cancellation);
            }
        }

        private static async Task<RenderedStep> RenderAsync(TourStep step, TourWorld world, Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TourPage page = step.Run(world);
            return new RenderedStep(page.Text, page.Figure.Description, page.Figure.ToSvg());
        }

        private sealed class SeedPages(int seed)
        {
            public int Seed => seed;

            public TourWorld World { get; } = new(seed);

            public Dictionary<string, Task<RenderedStep>> Steps { get; } = [];
        }
    }
}
