namespace CompiledNet;

/// <summary>What to do about values that are missing in a CSV file.</summary>
public enum CsvMissingValues
{
    /// <summary>A missing value is an error.</summary>
    Error,

    /// <summary>A row with a missing value in a column that is used is left out.</summary>
    DropRow,

    /// <summary>
    /// A missing number becomes the mean of its column, a missing category none (0 for each). A missing target is an error: it is never made
    /// up.
    /// </summary>
    FillWithMean,
}
