namespace CompiledNet.Export;

/// <summary>
/// The order in which the numbers of an image lie in a row: this library's, with the channels of a pixel side by side, or ONNX's, channel after channel.
/// </summary>
internal static class FeatureOrder
{
    /// <summary>
    /// For each number of an image with its channels first, the index it has with its channels last; null where that is the same order: an image of one
    /// channel or of one pixel.
    /// </summary>
    /// <param name="image">Height, width, channels.</param>
    public static int[]? ChannelsFirst(TensorShape image)
    {
        int channels = image[2];
        int pixels = image[0] * image[1];
        if (channels == 1 || pixels == 1)
        {
            return null;
        }

        int[] order = new int[channels * pixels];
        for (int c = 0; c < channels; c++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                order[(c * pixels) + pixel] = (pixel * channels) + c;
            }
        }

        return order;
    }

    /// <summary>The numbers in another order; the same memory where there is none to change.</summary>
    public static ReadOnlySpan<float> Apply(ReadOnlySpan<float> values, int[]? order)
    {
        if (order is null)
        {
            return values;
        }

        float[] ordered = new float[order.Length];
        for (int n = 0; n < order.Length; n++)
        {
            ordered[n] = values[order[n]];
        }

        return ordered;
    }

    /// <summary>Weights <c>[places][inputs][outputs]</c> as <c>[outputs][inputs][places]</c>, the inputs in another order.</summary>
    /// <param name="values">The weights; a dense layer's have one place, a convolution's one for each pixel of the kernel.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="order">For each input the index that it has in the values; null for the order they are in.</param>
    public static float[] Weights(ReadOnlySpan<float> values, int inputs, int outputs, int[]? order)
    {
        float[] turned = new float[values.Length];
        int places = values.Length / (inputs * outputs);
        for (int p = 0; p < places; p++)
        {
            for (int i = 0; i < inputs; i++)
            {
                ReadOnlySpan<float> row = values.Slice(((p * inputs) + (order is null ? i : order[i])) * outputs, outputs);
                for (int o = 0; o < outputs; o++)
                {
                    turned[(((o * inputs) + i) * places) + p] = row[o];
                }
            }
        }

        return turned;
    }
}
