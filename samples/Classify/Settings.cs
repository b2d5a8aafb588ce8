using CompiledNet;

namespace Classify;

/// <summary>What was asked for on the command line; <see cref="CommandLine"/> reads it.</summary>
/// <param name="File">The CSV file; null for the one in the program.</param>
/// <param name="Target">The column with the classes.</param>
/// <param name="Ignore">Columns that are no inputs.</param>
/// <param name="Categories">Columns of numbers that stand for categories.</param>
/// <param name="Missing">What to do about missing values.</param>
/// <param name="DecimalComma">Whether numbers have a decimal comma.</param>
/// <param name="TestShare">The share of the rows that is kept for the test.</param>
/// <param name="Epochs">How often to go over the training rows at most.</param>
/// <param name="BatchSize">The rows in a mini-batch.</param>
/// <param name="Optimizer">How the weights are changed.</param>
/// <param name="ClassWeights">Whether rare classes count more.</param>
/// <param name="Seed">Where the random numbers start.</param>
/// <param name="Save">Where to save the trained network; null for nowhere.</param>
/// <param name="Load">A saved network to classify with; null to train one.</param>
/// <param name="History">Where to write the figures of each epoch; null for nowhere.</param>
internal sealed record Settings(
    string? File,
    string Target,
    IReadOnlyList<string> Ignore,
    IReadOnlyList<string> Categories,
    CsvMissingValues Missing,
    bool DecimalComma,
    double TestShare,
    int Epochs,
    int BatchSize,
    Optimizer Optimizer,
    bool ClassWeights,
    int Seed,
    string? Save,
    string? Load,
    string? History)
{
    /// <summary>What the data is called.</summary>
    public string Source => File ?? Rows.BuiltIn;
}
