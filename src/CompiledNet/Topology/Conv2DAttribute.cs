namespace CompiledNet;

/// <summary>
/// A convolution over an image <c>[height, width, channels]</c>: each filter looks at the image through a small window, at every place with the
/// same weights, and gives one channel of the output.
/// </summary>
/// <remarks>
/// <para>
/// <c>z[y, x, f] = bias[f] + sum over ky, kx, c of input[y strideHeight + ky - paddingHeight, x strideWidth + kx - paddingWidth, c] weights[ky, kx, c, f]</c>,
/// then <c>output[y, x, f] = activation(z[y, x, f])</c>: the kernel is not flipped. What lies outside of the image counts as zero.
/// </para>
/// <para>
/// The output is an image <c>[outputHeight, outputWidth, filters]</c> with
/// <c>outputHeight = floor((height + 2 paddingHeight - kernelHeight) / strideHeight) + 1</c>, the width likewise: pixels at the lower and the
/// right border that fill no whole window are not looked at. With an odd kernel, stride 1 and a padding of <c>(kernel - 1) / 2</c>, the output is
/// as large as the input. These are PyTorch's conventions.
/// </para>
/// <para>
/// The weights lie as <c>[kernelHeight, kernelWidth, channels, filters]</c>, the bias behind them as <c>[filters]</c>. They start by
/// <see cref="WeightInitializer"/> with <c>kernelHeight kernelWidth channels</c> inputs and <c>kernelHeight kernelWidth filters</c> outputs to a weight.
/// </para>
/// <para>Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86 (1998).</para>
/// <code>
/// [Input(28, 28, 1)]
/// [Conv2D(6, 5, Activation.ReLU)]                   // 24x24x6
/// [Conv2D(16, 3, Stride = 2, Padding = 1)]          // 12x12x16
/// </code>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class Conv2DAttribute : LayerAttribute
{
    private int? _strideHeight;
    private int? _strideWidth;
    private int? _paddingHeight;
    private int? _paddingWidth;

    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">The number of filters: the channels of the output. At least 1.</param>
    /// <param name="kernel">The height and the width of the kernel in pixels, at least 1 and at most those of the padded image.</param>
    /// <param name="activation">The activation; not <see cref="Activation.Softmax"/>. Default: <see cref="Activation.Identity"/>.</param>
    public Conv2DAttribute(int filters, int kernel, Activation activation = Activation.Identity)
        : this(filters, kernel, kernel, activation)
    {
    }

    /// <summary>A convolution with a rectangular kernel.</summary>
    /// <param name="filters">The number of filters: the channels of the output. At least 1.</param>
    /// <param name="kernelHeight">The height of the kernel in pixels, at least 1 and at most that of the padded image.</param>
    /// <param name="kernelWidth">The width of the kernel in pixels, at least 1, and at most that of the padded image and 63.</param>
    /// <param name="activation">The activation; not <see cref="Activation.Softmax"/>. Default: <see cref="Activation.Identity"/>.</param>
    public Conv2DAttribute(int filters, int kernelHeight, int kernelWidth, Activation activation = Activation.Identity)
    {
        Filters = filters;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
        Activation = activation;
    }

    /// <summary>The number of filters: the channels of the output.</summary>
    public int Filters { get; }

    /// <summary>The height of the kernel in pixels.</summary>
    public int KernelHeight { get; }

    /// <summary>The width of the kernel in pixels.</summary>
    public int KernelWidth { get; }

    /// <summary>The activation.</summary>
    public Activation Activation { get; }

    /// <summary>How many pixels the window moves from one output to the next, down and to the right; at least 1. Default: 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>How many pixels the window moves down, at least 1. Default: <see cref="Stride"/>.</summary>
    public int StrideHeight
    {
        get => _strideHeight ?? Stride;
        set => _strideHeight = value;
    }

    /// <summary>How many pixels the window moves to the right, at least 1. Default: <see cref="Stride"/>.</summary>
    public int StrideWidth
    {
        get => _strideWidth ?? Stride;
        set => _strideWidth = value;
    }

    /// <summary>How many zeros stand on each of the four sides of the image; at least 0 and smaller than the kernel. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>How many rows of zeros stand above the image, and as many below; at least 0 and less than the kernel's height. Default: <see cref="Padding"/>.</summary>
    public int PaddingHeight
    {
        get => _paddingHeight ?? Padding;
        set => _paddingHeight = value;
    }

    /// <summary>How many columns of zeros stand left of the image, and as many on the right; at least 0 and less than the kernel's width. Default: <see cref="Padding"/>.</summary>
    public int PaddingWidth
    {
        get => _paddingWidth ?? Padding;
        set => _paddingWidth = value;
    }
}
