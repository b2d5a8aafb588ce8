using System.Text.Json;
using System.Text.Json.Serialization;

namespace CompiledNet.Playground;

/// <summary>How answers are written.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);
}

/// <summary>What went wrong.</summary>
internal sealed record ErrorView(string Error);
