namespace CompiledNet.Playground.Frames;

/// <summary>A tensor in bytes.</summary>
/// <param name="Shape">Its extents.</param>
/// <param name="Scale">The largest absolute value, which is 127.</param>
/// <param name="Data">Base64 of int8.</param>
internal sealed record PackedTensor(IReadOnlyList<int> Shape, float Scale, string Data);

/// <summary>What the network says all over the plane.</summary>
/// <param name="Size">The fields along a side; each has the output in its middle.</param>
/// <param name="Low">Where the first field begins, in x and y.</param>
/// <param name="High">Where the last one ends.</param>
/// <param name="Data">Base64 of uint8, the row with the largest y first.</param>
internal sealed record Boundary(int Size, double Low, double High, string Data);

/// <summary>Everything about a network and its training at one moment.</summary>
internal sealed record Frame(
    long Number,
    long Step,
    double Epoch,
    bool Running,
    double Loss,
    double TrainLoss,
    double TestLoss,
    double TrainAccuracy,
    double TestAccuracy,
    double StepsPerSecond,
    IReadOnlyList<PackedTensor> Weights,
    IReadOnlyList<float[]> Bias,
    IReadOnlyList<double> Gradient,
    Boundary? Boundary,
    IReadOnlyList<IReadOnlyList<string>>? Neurons);
