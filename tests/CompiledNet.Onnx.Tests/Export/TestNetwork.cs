using CompiledNet.Numerics;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>Networks with something in every parameter, and examples for them.</summary>
internal static class TestNetwork
{
    /// <summary>A network whose biases, scales and running statistics are not those of a fresh one, of which a forgotten tensor would not show.</summary>
    public static TNetwork Create<TNetwork>(int seed = 1)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(seed);
        SeededRandom random = new(seed + 1);
        foreach (LayerTopology layer in TNetwork.Topology.Layers)
        {
            foreach (ParameterTensor tensor in layer.Tensors.Where(tensor => layer.Kind == "BatchNorm" || tensor.Name.EndsWith("bias", StringComparison.Ordinal)))
            {
                Fill(network.Parameters, tensor, tensor.Name.EndsWith("bias", StringComparison.Ordinal) ? (-0.5f, 0.5f) : (0.5f, 1.5f));
            }

            foreach (ParameterTensor tensor in layer.Statistics)
            {
                Fill(network.RunningStatistics, tensor, tensor.Name.EndsWith("var", StringComparison.Ordinal) ? (0.5f, 2f) : (-0.5f, 0.5f));
            }
        }

        return network;

        void Fill(Span<float> all, ParameterTensor tensor, (float Low, float High) range)
        {
            foreach (ref float value in all.Slice(tensor.Offset, tensor.Length))
            {
                value = random.NextSingle(range.Low, range.High);
            }
        }
    }

    /// <summary>Random examples, row after row.</summary>
    public static float[] Examples(NetworkTopology topology, int count, float low = -2, float high = 2)
    {
        SeededRandom random = new(count);
        float[] examples = new float[count * topology.InputSize];
        foreach (ref float value in examples.AsSpan())
        {
            value = random.NextSingle(low, high);
        }

        return examples;
    }

    /// <summary>Examples as a model with its channels first takes them.</summary>
    public static float[] ChannelsFirst(NetworkTopology topology, float[] examples)
    {
        if (topology.Input.Count != 3)
        {
            return examples;
        }

        (int height, int width, int channels) = (topology.Input[0], topology.Input[1], topology.Input[2]);
        float[] ordered = new float[examples.Length];
        int n = 0;
        for (int example = 0; example < examples.Length; example += topology.InputSize)
        {
            for (int c = 0; c < channels; c++)
            {
                for (int y = 0; y < height; y++)
                {
                    for (int x = 0; x < width; x++)
                    {
                        ordered[n++] = examples[example + (((y * width) + x) * channels) + c];
                    }
                }
            }
        }

        return ordered;
    }
}
