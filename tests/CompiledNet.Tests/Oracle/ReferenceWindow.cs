namespace CompiledNet.Tests.Oracle;

/// <summary>The window of a convolution or a pooling layer in the oracle.</summary>
internal sealed record ReferenceWindow(int Height, int Width, int StrideHeight, int StrideWidth, int PaddingHeight, int PaddingWidth)
{
    public ReferenceWindow(int size, int stride = 1, int padding = 0)
        : this(size, size, stride, stride, padding, padding)
    {
    }

    public int Length => Height * Width;

    /// <summary>The image that comes of one of the shape <paramref name="input"/>: counted, not calculated.</summary>
    public TensorShape Output(TensorShape input, int channels) =>
        new(Places(input[0], Height, StrideHeight, PaddingHeight), Places(input[1], Width, StrideWidth, PaddingWidth), channels);

    /// <summary>Calls <paramref name="visit"/> with every place of the window, every tap of it, and the pixel of the image under that tap, all row by row; not for pixels outside.</summary>
    public void ForEach(TensorShape input, Action<int, int, int> visit)
    {
        TensorShape output = Output(input, 1);
        for (int y = 0; y < output[0]; y++)
        {
            for (int x = 0; x < output[1]; x++)
            {
                for (int ky = 0; ky < Height; ky++)
                {
                    for (int kx = 0; kx < Width; kx++)
                    {
                        int row = (y * StrideHeight) + ky - PaddingHeight;
                        int column = (x * StrideWidth) + kx - PaddingWidth;
                        if (row >= 0 && row < input[0] && column >= 0 && column < input[1])
                        {
                            visit((y * output[1]) + x, (ky * Width) + kx, (row * input[1]) + column);
                        }
                    }
                }
            }
        }
    }

    private static int Places(int size, int window, int stride, int padding)
    {
        int places = 0;
        for (int start = -padding; start + window <= size + padding; start += stride)
        {
            places++;
        }

        return places;
    }
}
