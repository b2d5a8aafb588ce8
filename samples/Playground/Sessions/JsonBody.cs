using System.Globalization;
using System.Text.Json;

namespace CompiledNet.Playground.Sessions;

/// <summary>
/// Reads an object of a request, strictly: every property is asked for by name, with its range, and what nobody asked for is an error.
/// </summary>
internal sealed class JsonBody
{
    private const int LongestQuote = 60;

    private readonly JsonElement _element;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JsonBody(JsonElement element, string path = "")
    {
        _element = element;
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw RequestException.Bad($"{(path.Length == 0 ? "The body" : path)} is {Quote(element)}; expected a JSON object.");
        }
    }

    /// <summary>Whether a property is there.</summary>
    public bool Has(string name)
    {
        _asked.Add(name);
        return _element.TryGetProperty(name, out _);
    }

    /// <summary>A whole number, or the default where there is none.</summary>
    public int Whole(string name, int low, int high, int fallback)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number == Math.Floor(number) && number >= low && number <= high
            ? (int)number
            : throw Wrong(name, value, FormattableString.Invariant($"a whole number from {low} to {high}"));
    }

    /// <summary>A number, or the default where there is none.</summary>
    public double Number(string name, double low, double high, double fallback)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= low && number <= high
            ? number
            : throw Wrong(name, value, FormattableString.Invariant($"a number from {low} to {high}"));
    }

    /// <summary>One of some words, or the default where there is none.</summary>
    public string Word(string name, IReadOnlyCollection<string> words, string? fallback)
    {
        if (!TryGet(name, out JsonElement value))
        {
            return fallback ?? throw RequestException.Bad($"{PathOf(name)} is missing; expected one of {string.Join(", ", words)}.");
        }

        return value.ValueKind == JsonValueKind.String && value.GetString() is { } word && words.Contains(word)
            ? word
            : throw Wrong(name, value, $"one of {string.Join(", ", words)}");
    }

    /// <summary>An object, or null where there is none.</summary>
    public JsonBody? Object(string name) => TryGet(name, out JsonElement value) ? new JsonBody(value, PathOf(name)) : null;

    /// <summary>The objects of a list, or null where there is none.</summary>
    public IReadOnlyList<JsonBody>? Objects(string name, int most) => TryGet(name, out JsonElement value)
        ? [.. List(name, value, 0, most).Select((item, index) => new JsonBody(item, FormattableString.Invariant($"{PathOf(name)}[{index}]")))]
        : null;

    /// <summary>A list of as many finite numbers.</summary>
    public float[] Numbers(string name, int count, float limit)
    {
        if (!TryGet(name, out JsonElement value))
        {
            throw RequestException.Bad($"{PathOf(name)} is missing; expected a list of {count} numbers.");
        }

        float[] numbers = new float[count];
        int n = 0;
        foreach (JsonElement item in List(name, value, count, count))
        {
            numbers[n] = item.ValueKind == JsonValueKind.Number && item.TryGetDouble(out double number) && Math.Abs(number) <= limit
                ? (float)number
                : throw Wrong(FormattableString.Invariant($"{name}[{n}]"), item, FormattableString.Invariant($"a number from {-limit} to {limit}"));
            n++;
        }

        return numbers;
    }

    /// <summary>The value of a property that may have one of several kinds; null where there is none.</summary>
    public JsonElement? Any(string name) => TryGet(name, out JsonElement value) ? value : null;

    /// <summary>Fails for properties that nobody asked for.</summary>
    public void Finish()
    {
        foreach (JsonProperty property in _element.EnumerateObject())
        {
            if (!_asked.Contains(property.Name))
            {
                throw RequestException.Bad(
                    $"{PathOf(Short(property.Name))} is not known here; expected {(_asked.Count == 0 ? "no property" : "one of " + string.Join(", ", _asked))}.");
            }
        }
    }

    public RequestException Wrong(string name, JsonElement value, string expected) =>
        RequestException.Bad($"{PathOf(name)} is {Quote(value)}; expected {expected}.");

    private string PathOf(string name) => _path.Length == 0 ? name : _path + "." + name;

    private bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _element.TryGetProperty(name, out value);
    }

    private JsonElement.ArrayEnumerator List(string name, JsonElement value, int fewest, int most)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name, value, "a list");
        }

        int length = value.GetArrayLength();
        return length >= fewest && length <= most
            ? value.EnumerateArray()
            : throw RequestException.Bad(
                $"{PathOf(name)} has {length} entries; expected {(fewest == most ? fewest.ToString(CultureInfo.InvariantCulture) : FormattableString.Invariant($"{fewest} to {most}"))}.");
    }

    private static string Quote(JsonElement value) => Short(value.GetRawText());

    private static string Short(string text) => text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "...");
}
