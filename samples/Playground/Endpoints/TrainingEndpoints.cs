using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Endpoints;

/// <summary>Play, pause, step and the settings.</summary>
internal static class TrainingEndpoints
{
    public static void MapTraining(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder session = routes.MapGroup("/api/sessions/{id}");
        session.MapPatch("/settings", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Session found = store.Get(id);
            SettingsChange change = await RequestJson.ReadAsync(request, SettingsChange.Read).ConfigureAwait(false);
            return Results.Json(new { Settings = await found.ChangeAsync(change, cancellation).ConfigureAwait(false) }, Json.Options);
        });

        session.MapPost("/play", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Session found = store.Get(id);
            await RequestJson.ReadAsync(request, ReadNothing, optional: true).ConfigureAwait(false);
            return Results.Json(new { Running = await found.PlayAsync(cancellation).ConfigureAwait(false) }, Json.Options);
        });

        session.MapPost("/pause", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Session found = store.Get(id);
            await RequestJson.ReadAsync(request, ReadNothing, optional: true).ConfigureAwait(false);
            return Results.Json(new { Running = await found.PauseAsync(cancellation).ConfigureAwait(false) }, Json.Options);
        });

        session.MapPost("/step", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Session found = store.Get(id);
            int steps = await RequestJson.ReadAsync(request, ReadSteps, optional: true).ConfigureAwait(false);
            return Results.Json(await found.StepAsync(steps, cancellation).ConfigureAwait(false), Json.Options);
        });
    }

    private static bool ReadNothing(JsonBody body)
    {
        body.Finish();
        return true;
    }

    private static int ReadSteps(JsonBody body)
    {
        int steps = body.Whole("steps", 1, Limits.StepsAtOnce, 1);
        body.Finish();
        return steps;
    }
}
