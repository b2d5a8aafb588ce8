using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Endpoints;

/// <summary>Every error as JSON: whose fault it was in the status, what was wrong in the text.</summary>
internal static class Errors
{
    public static void UseErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest && context.Response.ContentType is null)
            {
                await WriteAsync(context, context.Response.StatusCode, Text(context)).ConfigureAwait(false);
            }
        }
        catch (RequestException e)
        {
            await WriteAsync(context, e.Status, e.Message).ConfigureAwait(false);
        }
        catch (BadHttpRequestException e)
        {
            await WriteAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? FormattableString.Invariant($"The body is too large; expected at most {Limits.BodyBytes} bytes.")
                : e.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has gone; nobody waits for an answer.
        }
    });

    public static async Task WriteAsync(HttpContext context, int status, string error)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(new ErrorView(error), Json.Options).ConfigureAwait(false);
    }

    private static string Text(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}.",
        StatusCodes.Status405MethodNotAllowed => $"{context.Request.Method} is not for {context.Request.Path}; expected {context.Response.Headers.Allow}.",
        _ => FormattableString.Invariant($"The request was refused with status {context.Response.StatusCode}."),
    };
}
