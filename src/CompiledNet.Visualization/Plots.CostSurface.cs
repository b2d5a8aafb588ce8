using CompiledNet.Drawing;

namespace CompiledNet;

/// <content>The slice of the cost surface.</content>
public static partial class Plots
{
    /// <summary>
    /// The loss on a plane through the trained weights, from dark, low, to light, high, on a logarithmic scale; with the paths of the full-batch and the
    /// mini-batch descent seen in that plane.
    /// </summary>
    /// <param name="surface">What was measured.</param>
    public static Figure CostSurface(CostSurface surface)
    {
        ArgumentNullException.ThrowIfNull(surface);
        CostPoint start = surface.FullBatch[0];
        CostPoint full = surface.FullBatch[^1];
        CostPoint mini = surface.MiniBatch[^1];
        string description = FormattableString.Invariant(
            $"The loss of {surface.Examples} examples on a plane through the trained weights, where it is {Ticks.Short(surface.TrainedLoss)}. Both descents start at the same fresh weights, with a loss of {Ticks.Short(start.Loss)}: the full-batch descent goes to {Ticks.Short(full.Loss)} in {full.Step - start.Step} steps, the mini-batch descent {(surface.IsRecorded ? "of the run itself " : "")}goes to {Ticks.Short(mini.Loss)} in {mini.Step - surface.MiniBatch[0].Step} steps. The plane holds {Ticks.Percent(Math.Round(surface.VarianceShare, 3))} of the paths' squared distances from the trained weights; the rest leads out of it and cannot be seen.");
        CostLandscape landscape = new(surface);
        return new Figure("A slice of the cost surface", description, CostLandscape.Width, CostLandscape.Height, landscape.Draw);
    }
}
