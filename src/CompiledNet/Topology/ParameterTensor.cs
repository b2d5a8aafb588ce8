namespace CompiledNet;

/// <summary>One tensor of parameters, or of running statistics, and where it lies in the flat <c>Parameters</c> or <c>RunningStatistics</c>.</summary>
/// <param name="Name">PyTorch's name for it: the layer's number, a dot, and <c>weight</c>, <c>bias</c>, <c>running_mean</c> or <c>running_var</c>.</param>
/// <param name="Shape">Its extents in memory, outermost first: <c>[in, out]</c> for dense weights, <c>[out]</c> for a bias.</param>
/// <param name="Offset">The index of its first element in <c>Parameters</c> or <c>RunningStatistics</c>.</param>
public sealed record ParameterTensor(string Name, TensorShape Shape, int Offset)
{
    /// <summary>The number of elements.</summary>
    public int Length => Shape.Length;
}
