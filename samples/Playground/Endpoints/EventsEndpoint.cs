using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Endpoints;

/// <summary>The stream of events, as server-sent events: what changes reaches the page without its asking.</summary>
internal static class EventsEndpoint
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    public static void MapEvents(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/sessions/{id}/events", async (string id, HttpContext context, SessionStore store, IHostApplicationLifetime lifetime) =>
        {
            Session session = store.Get(id);
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            EventFeed feed = await session.OpenFeedAsync(end.Token).ConfigureAwait(false);
            try
            {
                context.Response.ContentType = "text/event-stream";
                context.Response.Headers.CacheControl = "no-store";
                await SendAsync(context.Response.Body, feed, end.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The page has gone, or the server ends.
            }
            finally
            {
                session.CloseFeed(feed);
                store.Touch(session);
            }
        });

    private static async Task SendAsync(Stream body, EventFeed feed, CancellationToken cancellation)
    {
        while (!feed.Closed)
        {
            if (await feed.WaitAsync(Heartbeat, cancellation).ConfigureAwait(false))
            {
                (byte[]? session, byte[]? frame, byte[]? failed) = feed.Take();
                await WriteAsync(body, "event: session\ndata: "u8.ToArray(), session, cancellation).ConfigureAwait(false);
                await WriteAsync(body, "event: frame\ndata: "u8.ToArray(), frame, cancellation).ConfigureAwait(false);
                await WriteAsync(body, "event: failed\ndata: "u8.ToArray(), failed, cancellation).ConfigureAwait(false);
            }
            else
            {
                await body.WriteAsync(": still here\n\n"u8.ToArray(), cancellation).ConfigureAwait(false);
            }

            await body.FlushAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static async Task WriteAsync(Stream body, byte[] start, byte[]? data, CancellationToken cancellation)
    {
        if (data is not null)
        {
            await body.WriteAsync(start, cancellation).ConfigureAwait(false);
            await body.WriteAsync(data, cancellation).ConfigureAwait(false);
            await body.WriteAsync("\n\n"u8.ToArray(), cancellation).ConfigureAwait(false);
        }
    }
}
