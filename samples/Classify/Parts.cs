using CompiledNet;

namespace Classify;

/// <summary>The rows in three parts: to learn from, to decide when to stop, to be tested on at the end. Each has its share of every class.</summary>
/// <param name="Training">What the weights follow from, and the scaling too.</param>
/// <param name="Validation">What early stopping looks at: in that way it is learned from, and no longer fit for a test.</param>
/// <param name="Test">What nothing else has looked at.</param>
internal sealed record Parts(Dataset Training, Dataset Validation, Dataset Test)
{
    private const double ValidationShare = 0.2; // of what is not kept for the test

    /// <summary>Deals the rows out.</summary>
    /// <exception cref="InvalidDataException">There are not enough for three parts.</exception>
    public static Parts Of(Dataset rows, Settings settings)
    {
        (Dataset rest, Dataset test) = rows.StratifiedSplit(1 - settings.TestShare, settings.Seed);
        if (rest.Count < 2)
        {
            throw new InvalidDataException($"With --test-share {settings.TestShare}, {rest.Count} of the {rows.Count} rows {(rest.Count == 1 ? "is" : "are")} left to learn from; expected at least 2.");
        }

        (Dataset training, Dataset validation) = rest.StratifiedSplit(1 - ValidationShare, settings.Seed);
        return new Parts(training, validation, test);
    }
}
