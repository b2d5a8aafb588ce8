namespace CompiledNet;

/// <summary>What a <c>BatchNorm</c> layer computes with, as the generated code has it: in single precision.</summary>
/// <param name="Momentum">How much of each batch goes into the running statistics, from 0 to 1.</param>
/// <param name="Epsilon">What is added to the variance; above 0.</param>
public sealed record BatchNormSettings(float Momentum, float Epsilon) : LayerSettings;
