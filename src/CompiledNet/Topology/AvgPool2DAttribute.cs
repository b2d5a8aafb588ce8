namespace CompiledNet;

/// <summary>
/// Makes an image <c>[height, width, channels]</c> smaller: each output is the mean of a window of the image, channel by channel. It has no
/// parameters.
/// </summary>
/// <remarks>
/// <para>
/// <c>output[y, x, c] = sum over ky, kx of input[y strideHeight + ky - paddingHeight, x strideWidth + kx - paddingWidth, c] / (windowHeight windowWidth)</c>.
/// Pixels outside of the image count as zeros, and the divisor stays the size of the whole window (PyTorch's
/// <c>count_include_pad=True</c>, its default).
/// </para>
/// <para>
/// The output is an image <c>[outputHeight, outputWidth, channels]</c> with
/// <c>outputHeight = floor((height + 2 paddingHeight - windowHeight) / strideHeight) + 1</c>, the width likewise: pixels at the lower and the
/// right border that fill no whole window are left out. Windows overlap where the stride is smaller than the size. These are PyTorch's conventions.
/// </para>
/// <para>
/// Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86 (1998), whose
/// subsampling layers also have a weight and a bias a channel.
/// </para>
/// <code>
/// [Input(24, 24, 6)]
/// [AvgPool2D(2)]                          // 12x12x6
/// [AvgPool2D(3, Stride = 2, Padding = 1)] // 6x6x6
/// </code>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class AvgPool2DAttribute : LayerAttribute
{
    private int? _strideHeight;
    private int? _strideWidth;
    private int? _paddingHeight;
    private int? _paddingWidth;

    /// <summary>A pooling layer with a square window.</summary>
    /// <param name="size">The height and the width of the window in pixels, at least 1 and at most those of the padded image.</param>
    public AvgPool2DAttribute(int size)
        : this(size, size)
    {
    }

    /// <summary>A pooling layer with a rectangular window.</summary>
    /// <param name="height">The height of the window in pixels, at least 1 and at most that of the padded image.</param>
    /// <param name="width">The width of the window in pixels, at least 1 and at most that of the padded image.</param>
    public AvgPool2DAttribute(int height, int width)
    {
        Height = height;
        Width = width;
    }

    /// <summary>The height of the window in pixels.</summary>
    public int Height { get; }

    /// <summary>The width of the window in pixels.</summary>
    public int Width { get; }

    /// <summary>
    /// How many pixels the window moves from one output to the next, down and to the right; if given, at least 1. Default: the window's height and
    /// width, so that the windows lie side by side; 0 stands for that when it is read, and cannot be given.
    /// </summary>
    public int Stride { get; set; }

    /// <summary>How many pixels the window moves down, at least 1. Default: <see cref="Stride"/> if given, else <see cref="Height"/>.</summary>
    public int StrideHeight
    {
        get => _strideHeight ?? (Stride == 0 ? Height : Stride);
        set => _strideHeight = value;
    }

    /// <summary>How many pixels the window moves to the right, at least 1. Default: <see cref="Stride"/> if given, else <see cref="Width"/>.</summary>
    public int StrideWidth
    {
        get => _strideWidth ?? (Stride == 0 ? Width : Stride);
        set => _strideWidth = value;
    }

    /// <summary>By how many pixels the windows may reach over each of the four sides of the image; at least 0 and at most half the size. Default: 0.</summary>
    public int Padding { get; set; }

    /// <summary>By how many pixels the windows may reach over the upper and the lower side; at least 0 and at most half the height. Default: <see cref="Padding"/>.</summary>
    public int PaddingHeight
    {
        get => _paddingHeight ?? Padding;
        set => _paddingHeight = value;
    }

    /// <summary>By how many pixels the windows may reach over the left and the right side; at least 0 and at most half the width. Default: <see cref="Padding"/>.</summary>
    public int PaddingWidth
    {
        get => _paddingWidth ?? Padding;
        set => _paddingWidth = value;
    }
}
