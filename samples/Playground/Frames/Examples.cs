using CompiledNet.Playground.Data;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Frames;

/// <summary>A test example and what the network says to it.</summary>
internal sealed record Example(int Index, int Label, string? Pixels, float[]? Point, float[] Output, int Class);

/// <summary>Which examples are asked for.</summary>
/// <param name="From">The first to look at.</param>
/// <param name="Count">How many at most.</param>
/// <param name="Wrong">Only those the network gets wrong.</param>
internal sealed record ExampleQuery(int From, int Count, bool Wrong)
{
    private static readonly string[] Names = ["from", "count", "wrong"];

    public static ExampleQuery Read(IQueryCollection query)
    {
        foreach (string name in query.Keys)
        {
            if (!Names.Contains(name))
            {
                throw RequestException.Bad($"The query has '{(name.Length > 40 ? name[..40] : name)}'; expected {string.Join(", ", Names)}.");
            }
        }

        return new ExampleQuery(Whole(query, "from", 0, int.MaxValue, 0), Whole(query, "count", 1, Limits.Examples, 20), Flag(query, "wrong"));
    }

    private static int Whole(IQueryCollection query, string name, int low, int high, int fallback)
    {
        if (!query.TryGetValue(name, out var value))
        {
            return fallback;
        }

        return int.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) && number >= low && number <= high
            ? number
            : throw RequestException.Bad($"{name} is '{Short(value)}'; expected a whole number from {low} to {high}.");
    }

    private static bool Flag(IQueryCollection query, string name) => query.TryGetValue(name, out var value) && (value == "true" || (value == "false"
        ? false
        : throw RequestException.Bad($"{name} is '{Short(value)}'; expected true or false.")));

    private static string Short(string? text) => text is { Length: > 40 } ? text[..40] : text ?? "";
}

/// <summary>Finds examples.</summary>
internal static class Examples
{
    private const int MostLookedAt = 10_000;

    /// <summary>Examples of the test set, from the first asked for on; the search for wrong ones ends after some thousands.</summary>
    public static IReadOnlyList<Example> Find(Work work, ExampleQuery query)
    {
        IExamples test = work.Test;
        float[] input = new float[test.InputSize];
        float[] target = new float[test.TargetSize];
        float[] output = new float[test.TargetSize];
        List<Example> found = [];
        int end = (int)Math.Min(test.Count, (long)query.From + (query.Wrong ? MostLookedAt : query.Count));
        for (int i = query.From; i < end && found.Count < query.Count; i++)
        {
            test.Read([i], input, target);
            work.Learner.Network.PredictBatch(input, output);
            int answer = Score.Class(output, work.Threshold);
            if (!query.Wrong || answer != test.Label(i))
            {
                found.Add(new Example(
                    i,
                    test.Label(i),
                    test is DigitImages images ? Convert.ToBase64String(images.Pixels(i)) : null,
                    test is Points points ? [points[i].X, points[i].Y] : null,
                    Packed.Finite(output),
                    answer));
            }
        }

        return found;
    }
}
