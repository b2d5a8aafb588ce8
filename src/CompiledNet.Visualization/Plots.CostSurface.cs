using CompiledNet.Drawing;

namespace CompiledNet;

/// <content>The slice of the cost surface.</content>
public static partial class Plots
{
    /// <summary>
    /// The loss on a plane through the trained weights, from dark, low, to light, high, on a logarithmic scale, with lines of equal loss and the paths of the full-batch and the
    /// mini-batch descent seen in that plane.
    /// </summary>
    /// <param name="surface">What was measured.</param>
    public static Figure CostSurface(CostSurface surface)
    {
        ArgumentNullException.ThrowIfNull(surface);
        CostPoint start = surface.FullBatch[0];
        CostPoint full = surface.FullBatch[^1];
        CostPoint mini = surface.MiniBatch[^1];
        string from = surface.IsRecorded ? "the fresh weights that the run started with" : "one point between the trained weights and fresh ones";
        string description = FormattableString.Invariant(
            $"The loss of {Count(surface.Examples, "example")} on a plane through the trained weights, where it is {Ticks.Short(surface.TrainedLoss)}, with lines of equal loss. Both descents start at {from}, with a loss of {Ticks.Short(start.Loss)}: the full-batch descent goes to {Ticks.Short(full.Loss)} in {Count(full.Step - start.Step, "step")} at a learning rate of {Ticks.Short(surface.LearningRate)}, the mini-batch descent {(surface.IsRecorded ? "of the run itself " : "")}goes to {Ticks.Short(mini.Loss)} in {Count(mini.Step - surface.MiniBatch[0].Step, "step")}. The first direction is the one that the paths go along most, the second the one in which the mini-batch descent zigzags most; they are not drawn to one scale. The plane holds {Ticks.Percent(Math.Round(surface.VarianceShare, 3))} of the paths' squared distances from the trained weights; the rest leads out of it and cannot be seen.");
        CostLandscape landscape = new(surface);
        return new Figure("A slice of the cost surface", description, CostLandscape.Width, CostLandscape.Height, landscape.Draw);
    }
}
