using System.Text;
using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Endpoints;

/// <summary>Sessions and what is done with them.</summary>
internal static class SessionEndpoints
{
    private const string Path = "/api/sessions";

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder sessions = routes.MapGroup(Path);
        sessions.MapPost("", async (HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Spec spec = await ReadSpecAsync(request, store, cancellation).ConfigureAwait(false);
            Session session = await store.CreateAsync(spec, cancellation).ConfigureAwait(false);
            SessionView view = await session.ViewAsync(points: true, cancellation).ConfigureAwait(false);
            request.HttpContext.Response.Headers.Location = $"{Path}/{session.Id}";
            return Results.Json(view, Json.Options, statusCode: StatusCodes.Status201Created);
        });

        sessions.MapGet("/{id}", async (string id, SessionStore store, CancellationToken cancellation) =>
            Results.Json(await store.Get(id).ViewAsync(points: true, cancellation).ConfigureAwait(false), Json.Options));

        sessions.MapPut("/{id}", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Session session = store.Get(id);
            Spec spec = await ReadSpecAsync(request, store, cancellation).ConfigureAwait(false);
            Work work = await store.Factory.MakeAsync(spec, cancellation).ConfigureAwait(false);
            return Results.Json(await session.ReplaceAsync(work, cancellation).ConfigureAwait(false), Json.Options);
        });

        sessions.MapDelete("/{id}", async (string id, SessionStore store) =>
        {
            await store.RemoveAsync(id).ConfigureAwait(false);
            return Results.NoContent();
        });

        sessions.MapGet("/{id}/code/{name}", async (string id, string name, SessionStore store, CancellationToken cancellation) =>
        {
            CompiledType type = await store.Get(id).UseAsync(work => work.Type, cancellation).ConfigureAwait(false);
            GeneratedFile file = type.Files.FirstOrDefault(file => file.Name == name)
                ?? throw RequestException.NotFound($"There is no generated file of this name; expected one of {string.Join(", ", type.Files.Select(file => file.Name))}.");
            return Results.Text(file.Text, "text/plain", Encoding.UTF8);
        });

        sessions.MapPost("/{id}/reset", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Session session = store.Get(id);
            int? seed = await RequestJson.ReadAsync(request, ReadSeed, optional: true).ConfigureAwait(false);
            return Results.Json(await session.ResetAsync(seed, cancellation).ConfigureAwait(false), Json.Options);
        });
    }

    private static async Task<Spec> ReadSpecAsync(HttpRequest request, SessionStore store, CancellationToken cancellation)
    {
        int digits = await store.Factory.CountDigitsAsync(cancellation).ConfigureAwait(false);
        return await RequestJson.ReadAsync(request, body => SpecReader.Read(body, digits)).ConfigureAwait(false);
    }

    private static int? ReadSeed(JsonBody body)
    {
        int? seed = body.Has("seed") ? body.Whole("seed", int.MinValue, int.MaxValue, 0) : null;
        body.Finish();
        return seed;
    }
}
