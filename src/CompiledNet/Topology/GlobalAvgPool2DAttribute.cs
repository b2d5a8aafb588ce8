namespace CompiledNet;

/// <summary>
/// Turns an image <c>[height, width, channels]</c> into a flat vector <c>[channels]</c>: the mean of each channel over all pixels. It has no parameters.
/// </summary>
/// <remarks>
/// <c>output[c] = sum over y, x of input[y, x, c] / (height width)</c>. Behind the last convolution it takes the place of <see cref="FlattenAttribute"/>
/// with far fewer weights in the dense layer after it, and does not care where in the image something is.
/// Source: Lin, Chen, Yan, "Network in network", arXiv:1312.4400 (2013).
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class GlobalAvgPool2DAttribute : LayerAttribute;
