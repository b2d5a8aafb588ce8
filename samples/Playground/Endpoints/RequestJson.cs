using System.Text.Json;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Endpoints;

/// <summary>Reads the JSON of a request.</summary>
internal static class RequestJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Reads the body and makes something of it; what is no JSON, or is not used up, is an error.</summary>
    public static async Task<T> ReadAsync<T>(HttpRequest request, Func<JsonBody, T> read, bool optional = false)
    {
        if (optional && request.ContentLength is null or 0 && request.ContentType is null)
        {
            using JsonDocument nothing = JsonDocument.Parse("{}");
            return read(new JsonBody(nothing.RootElement));
        }

        if (!request.HasJsonContentType())
        {
            throw new RequestException(
                StatusCodes.Status415UnsupportedMediaType, $"The content type is '{request.ContentType}'; expected application/json.");
        }

        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(request.Body, Options, request.HttpContext.RequestAborted).ConfigureAwait(false);
            return read(new JsonBody(document.RootElement));
        }
        catch (JsonException e)
        {
            throw RequestException.Bad($"The body is not JSON as expected: {e.Message}");
        }
        catch (InvalidOperationException e) when (e.InnerException is not null || e.TargetSite?.DeclaringType?.Namespace == "System.Text.Json")
        {
            throw RequestException.Bad($"The body has a text that is not valid Unicode: {e.Message}");
        }
    }
}
