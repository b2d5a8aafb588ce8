namespace CompiledNet;

/// <summary>What a <see cref="TrainingReport"/> shows besides what follows from the network, its run and the test data.</summary>
public sealed record TrainingReportOptions
{
    /// <summary>The report's heading. Default: null, the network's name, which also stands in for an empty one.</summary>
    public string? Title { get; init; }

    /// <summary>
    /// What the classes are called, in order: as many as the network has outputs; two for a network with one output, for 0 and for 1. Of a
    /// regression, what the outputs are called. Default: null, their numbers.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>What the inputs are called, in order, for examples that are no images. Default: null, their numbers.</summary>
    public IReadOnlyList<string>? InputNames { get; init; }

    /// <summary>
    /// The shape of the images that flat inputs are, <c>[height, width]</c> or <c>[height, width, channels]</c>. Default: null: the network's input
    /// shape where it has height and width; else square images of one channel from 16 x 16 pixels on; else none.
    /// </summary>
    public TensorShape? ImageShape { get; init; }

    /// <summary>The gradient's course, if the run was watched with <see cref="GradientLog.Watch"/>. Default: null.</summary>
    public GradientLog? Gradients { get; init; }

    /// <summary>What more data would bring, if that was measured. Default: null.</summary>
    public LearningCurve? LearningCurve { get; init; }

    /// <summary>The cost around the trained weights, if that was measured. Default: null.</summary>
    public CostSurface? CostSurface { get; init; }

    /// <summary>
    /// How many wrongly classified examples to show, of a regression those with the largest errors; from 0 to 100. Default: 12.
    /// </summary>
    public int MostConfused { get; init; } = 12;
}
