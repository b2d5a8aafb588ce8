namespace CompiledNet.Playground.Endpoints;

/// <summary>
/// The server is for browsers on this machine alone: a page from elsewhere may neither reach it under a name of its own (DNS rebinding), nor send it
/// anything (cross-site requests).
/// </summary>
internal static class LocalOnly
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public static void UseLocalOnly(this WebApplication app) => app.Use(async (context, next) =>
    {
        HttpRequest request = context.Request;
        if (!Names.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            await Errors.WriteAsync(context, StatusCodes.Status403Forbidden, "The host of the request is not this machine; expected localhost.").ConfigureAwait(false);
            return;
        }

        foreach (string? origin in request.Headers.Origin)
        {
            if (!string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase))
            {
                await Errors.WriteAsync(context, StatusCodes.Status403Forbidden, "The request comes from a page of another server; expected one of this server.").ConfigureAwait(false);
                return;
            }
        }

        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        await next(context).ConfigureAwait(false);
    });
}
