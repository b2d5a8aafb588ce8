namespace CompiledNet;

/// <summary>How a column is coded: as a number, or one-hot over its categories.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Categories">The categories in order; empty for a column of numbers.</param>
/// <param name="Fill">What stands for a missing number.</param>
internal sealed record CsvColumn(string Name, IReadOnlyList<string> Categories, float Fill)
{
    private readonly Dictionary<string, int> _indices =
        Categories.Select((category, index) => (category, index)).ToDictionary(pair => pair.category, pair => pair.index, StringComparer.Ordinal);

    /// <summary>Whether it is a column of numbers.</summary>
    public bool IsNumeric => Categories.Count == 0;

    /// <summary>How many inputs or targets it makes.</summary>
    public int Width => Math.Max(1, Categories.Count);

    /// <summary>Codes a category; false if it is none of them.</summary>
    public bool TryEncode(string category, Span<float> values)
    {
        values.Clear();
        if (!_indices.TryGetValue(category, out int index))
        {
            return false;
        }

        values[index] = 1;
        return true;
    }

    /// <summary>What a missing value becomes.</summary>
    public void EncodeMissing(Span<float> values) => values.Fill(IsNumeric ? Fill : 0);
}
