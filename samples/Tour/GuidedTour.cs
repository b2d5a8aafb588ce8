namespace TourSample;

/// <summary>The tour: its steps in their order.</summary>
public static class GuidedTour
{
    /// <summary>From an image to what a trained network knows.</summary>
    public static IReadOnlyList<TourStep> Steps { get; } =
    [
        new ImageStep(),
        new NeuronStep(),
        new LayerStep(),
        new WeightsStep(),
        new SigmoidStep(),
        new CostStep(),
        new DescentStep(),
        new GradientStep(),
        new BiasStep(),
        new PreviousWeightsStep(),
        new PreviousActivationsStep(),
        new MiniBatchStep(),
        new DataStep(),
        new BalanceStep(),
        new InsideStep(),
    ];
}
