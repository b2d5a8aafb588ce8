namespace CompiledNet;

/// <summary>How well a network does on a data set.</summary>
/// <param name="Loss">The mean loss over the examples. NaN or infinite where the network's outputs are.</param>
/// <param name="Accuracy">
/// The share of the examples, from 0 to 1, whose largest output is at their <see cref="Dataset.Label"/>, the first of equal ones counting;
/// with one output, those for which it is at least 0.5 exactly where the label is 1. Says nothing of a regression.
/// </param>
public readonly record struct Evaluation(double Loss, double Accuracy);
