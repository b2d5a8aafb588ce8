namespace CompiledNet;

/// <summary>The shape of one example; the first of the layer attributes, exactly once.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class InputAttribute : LayerAttribute
{
    /// <summary>A flat vector of numbers.</summary>
    /// <param name="size">How many numbers, at least 1.</param>
    public InputAttribute(int size) => Shape = [size];

    /// <summary>An image, stored channels-last: <c>input[(y * width + x) * channels + channel]</c>.</summary>
    /// <param name="height">Rows of pixels, at least 1.</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="channels">Numbers in a pixel, at least 1.</param>
    public InputAttribute(int height, int width, int channels) => Shape = [height, width, channels];

    /// <summary><c>[size]</c>, or <c>[height, width, channels]</c>.</summary>
    public IReadOnlyList<int> Shape { get; }
}
