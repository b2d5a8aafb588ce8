namespace CompiledNet;

/// <summary>What a <c>Dropout</c> layer computes with, as the generated code has it: in single precision.</summary>
/// <param name="Rate">The probability of being left out, at least 0 and below 1.</param>
public sealed record DropoutSettings(float Rate) : LayerSettings;
