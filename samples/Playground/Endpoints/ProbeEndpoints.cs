using CompiledNet.Playground.Data;
using CompiledNet.Playground.Frames;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Endpoints;

/// <summary>Looking into a network: the activations of one input, and what it answers to examples.</summary>
internal static class ProbeEndpoints
{
    private const float LargestInput = 1000;

    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder session = routes.MapGroup("/api/sessions/{id}");
        session.MapPost("/activations", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            Session found = store.Get(id);
            int inputs = await found.UseAsync(work => work.Train.InputSize, cancellation).ConfigureAwait(false);
            float[] input = await RequestJson.ReadAsync(request, body => ReadInput(body, inputs)).ConfigureAwait(false);
            return Results.Json(
                await found.UseAsync(work => Probe(work, input), cancellation).ConfigureAwait(false), Json.Options);
        });

        session.MapGet("/examples", async (string id, HttpRequest request, SessionStore store, CancellationToken cancellation) =>
        {
            ExampleQuery query = ExampleQuery.Read(request.Query);
            return Results.Json(
                new { Examples = await store.Get(id).UseAsync(work => Examples.Find(work, query), cancellation).ConfigureAwait(false) }, Json.Options);
        });
    }

    private static float[] ReadInput(JsonBody body, int count)
    {
        float[] input = body.Numbers("input", count, LargestInput);
        body.Finish();
        return input;
    }

    private static Activations Probe(Work work, float[] input) => work.Train.InputSize == input.Length
        ? Activations.Of(work, input)
        : throw RequestException.Bad($"input has {input.Length} entries; expected {work.Train.InputSize}, as the session has another network now.");
}
