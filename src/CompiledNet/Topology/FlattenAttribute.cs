namespace CompiledNet;

/// <summary>
/// Turns an image <c>[height, width, channels]</c> into a flat vector for the dense layers behind it. It moves no data: channels-last images
/// already lie flat in memory.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class FlattenAttribute : LayerAttribute;
