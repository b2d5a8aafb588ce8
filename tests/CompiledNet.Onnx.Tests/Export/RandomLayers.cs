using System.Text;
using CompiledNet.Numerics;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>Networks nobody thought of: random images, windows, strides, paddings, pools, normalizations, activations and depths.</summary>
internal static class RandomLayers
{
    private static readonly Activation[] Hidden = [.. Enum.GetValues<Activation>().Where(activation => activation != Activation.Softmax)];

    /// <summary>The attributes of a network: the same for the same seed.</summary>
    public static string Attributes(int seed)
    {
        SeededRandom random = new(seed);
        (int height, int width, int channels) = (2 + random.NextInt32(10), 2 + random.NextInt32(10), 1 + random.NextInt32(4));
        StringBuilder text = new(FormattableString.Invariant($"[CompiledNetwork] [Input({height}, {width}, {channels})]"));
        for (int n = random.NextInt32(5); n > 0; n--)
        {
            switch (random.NextInt32(6))
            {
                case 0:
                    text.Append(FormattableString.Invariant($" [BatchNorm({Any()}, Epsilon = 0.0{1 + random.NextInt32(9)})]"));
                    break;
                case 1:
                    text.Append(" [Dropout(0.25)]");
                    break;
                case 2:
                    text.Append(FormattableString.Invariant($" [MaxPool2D({Window(pools: true)})]"));
                    break;
                case 3:
                    text.Append(FormattableString.Invariant($" [AvgPool2D({Window(pools: true)})]"));
                    break;
                default:
                    channels = 1 + random.NextInt32(6);
                    text.Append(FormattableString.Invariant($" [Conv2D({channels}, {Window(pools: false)})]"));
                    break;
            }
        }

        text.Append(random.NextInt32(3) == 0 ? " [GlobalAvgPool2D]" : " [Flatten]");
        for (int n = random.NextInt32(3); n > 0; n--)
        {
            text.Append(random.NextInt32(3) switch
            {
                0 => FormattableString.Invariant($" [BatchNorm({Any()})]"),
                1 => " [Dropout(0.5)]",
                _ => FormattableString.Invariant($" [Dense({1 + random.NextInt32(20)}, {Any()})]"),
            });
        }

        // Mostly a dense layer at the end, else the order of Flatten shows in the outputs.
        return text.Append(random.NextInt32(4) == 0 ? " [BatchNorm]" : FormattableString.Invariant($" [Dense({2 + random.NextInt32(4)}, {Any()})]")).ToString();

        string Any() => "Activation." + Hidden[random.NextInt32(Hidden.Length)];

        string Window(bool pools)
        {
            (int kernelHeight, int strideHeight, int paddingHeight) = Side(ref height, pools);
            (int kernelWidth, int strideWidth, int paddingWidth) = Side(ref width, pools);
            return FormattableString.Invariant(
                $"{kernelHeight}, {kernelWidth}{(pools ? string.Empty : ", " + Any())}, StrideHeight = {strideHeight}, StrideWidth = {strideWidth}, PaddingHeight = {paddingHeight}, PaddingWidth = {paddingWidth}");
        }

        (int Kernel, int Stride, int Padding) Side(ref int size, bool pools)
        {
            int kernel = 1 + random.NextInt32(Math.Min(size, 4));
            int stride = 1 + random.NextInt32(3);
            int padding = random.NextInt32(2) == 0 ? 0 : random.NextInt32((pools ? kernel / 2 : kernel - 1) + 1);
            size = ((size + (2 * padding) - kernel) / stride) + 1;
            return (kernel, stride, padding);
        }
    }
}
