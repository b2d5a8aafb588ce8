namespace CompiledNet.Generator.Model;

/// <summary>Where a layer comes to stand while a network is read: what the layers before it settle.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Input">The shape of what comes in.</param>
/// <param name="ParameterOffset">Where its parameters start in the flat buffer.</param>
/// <param name="StatisticOffset">Where its running statistics start in theirs.</param>
internal readonly record struct LayerPlace(int Number, Shape Input, int ParameterOffset, int StatisticOffset);
