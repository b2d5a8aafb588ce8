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
    /// <remarks>
    /// The mean is that of the whole file from which the schema is learnt. If rows of that file are split off for a test afterwards, they had a
    /// share in it. To keep them apart, have them in a file of their own, and code it by what the first one says:
    /// <code>
    /// CsvData training = CsvData.Load("training.csv", new CsvOptions { Target = "y", MissingValues = CsvMissingValues.FillWithMean });
    /// CsvData test = CsvData.Load("test.csv", training.Schema);
    /// </code>
    /// </remarks>
    FillWithMean,
}
