using System.Reflection;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>A network's outputs against those of ONNX Runtime for its exported model.</summary>
internal static class OutputComparison
{
    /// <summary>How far two outputs may lie apart, as a part of the largest output.</summary>
    public const double Tolerance = 1e-5;

    private static readonly int[] Batches = [1, 7];

    /// <summary>The largest error of a network that was compiled in the test: see <see cref="LargestError{TNetwork}"/>.</summary>
    public static double LargestErrorOf(Type network)
    {
        MethodInfo method = typeof(OutputComparison).GetMethod(nameof(LargestErrorOfNew), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (double)method.MakeGenericMethod(network).Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    /// <summary>
    /// The largest error over both orders of the input, any and fixed sizes of the batch, with and without the runtime's optimizations.
    /// </summary>
    public static double LargestError<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        double largest = 0;
        foreach (OnnxImageLayout layout in TNetwork.Topology.Input.Count == 3 ? Enum.GetValues<OnnxImageLayout>() : [OnnxImageLayout.ChannelsFirst])
        {
            foreach (int? fixedBatch in (int?[])[null, .. Batches])
            {
                OnnxExportOptions options = new() { InputLayout = layout, BatchSize = fixedBatch };
                byte[] model = OnnxExport.ToBytes(network, options);
                ModelStructure.Check(model, TNetwork.Topology, options);
                foreach (bool optimized in (bool[])[false, true])
                {
                    using OnnxModelRun run = new(model, optimized);
                    foreach (int batch in fixedBatch is { } size ? [size] : Batches)
                    {
                        largest = Math.Max(largest, Error(network, run, layout, batch));
                    }
                }
            }
        }

        return largest;
    }

    /// <summary>The largest difference of two lists, as a part of the largest number in the first.</summary>
    public static double Error(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = double.Epsilon;
        double difference = 0;
        for (int n = 0; n < expected.Length; n++)
        {
            Assert.True(float.IsFinite(expected[n]) && float.IsFinite(actual[n]));
            largest = Math.Max(largest, Math.Abs((double)expected[n]));
            difference = Math.Max(difference, Math.Abs((double)expected[n] - actual[n]));
        }

        return difference / largest;
    }

    private static double LargestErrorOfNew<TNetwork>()
        where TNetwork : class, ICompiledNetwork<TNetwork> => LargestError(TestNetwork.Create<TNetwork>());

    private static double Error<TNetwork>(TNetwork network, OnnxModelRun run, OnnxImageLayout layout, int batch)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        NetworkTopology topology = TNetwork.Topology;
        float[] inputs = TestNetwork.Examples(topology, batch);
        float[] expected = new float[batch * topology.OutputSize];
        network.PredictBatch(inputs, expected);
        return Error(expected, run.Run(layout == OnnxImageLayout.ChannelsFirst ? TestNetwork.ChannelsFirst(topology, inputs) : inputs, batch));
    }
}
