namespace CompiledNet;

/// <summary>
/// Leaves each value of the layer before out with a probability while training, which keeps neurons from relying on single others. The values
/// that stay are divided by the probability of staying (inverted dropout), so that <c>Predict</c>, which leaves nothing out, needs no change.
/// </summary>
/// <remarks>
/// <para>
/// It acts in <c>Train</c> and <see cref="Trainer{TNetwork}.TrainStep(ReadOnlySpan{float}, ReadOnlySpan{float})"/>; not in <c>Predict</c>, <c>Evaluate</c>, <c>ComputeLoss</c> and
/// <c>Backpropagate</c>. What is left out follows from <see cref="TrainingOptions.Seed"/>, the step and the place in the batch alone: the same on
/// every machine and at any number of threads.
/// </para>
/// <para>
/// It counts as a layer: in a saved network's tensor names, <c>4.weight</c> for the fourth layer's, and in the topology's hash with its place, so that a
/// file of a network with dropout cannot be loaded into one that is the same without.
/// </para>
/// <para>It cannot be the last layer, where it would falsify the outputs. Source: Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 15 (2014).</para>
/// </remarks>
/// <param name="rate">The probability of being left out, at least 0 and below 1; mostly 0.5 after a hidden layer, 0.2 after the input.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The probability of being left out.</summary>
    public double Rate { get; } = rate;
}
