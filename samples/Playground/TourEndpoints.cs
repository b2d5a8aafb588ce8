namespace CompiledNet.Playground;

/// <summary>The guided tour.</summary>
internal static class TourEndpoints
{
    public static void MapTour(this IEndpointRouteBuilder routes) => routes.MapGet("/api/tour", () => Results.Json(new { Steps = Array.Empty<object>() }, Json.Options));
}
