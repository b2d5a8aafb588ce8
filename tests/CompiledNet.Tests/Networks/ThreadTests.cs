using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>Any number of threads may predict with one network at once.</summary>
public class ThreadTests
{
    private const int Threads = 8;
    private const int Rounds = 300;
    private const int Batch = 21;

    [Fact]
    public void Threads_that_predict_at_once_do_not_disturb_each_other()
    {
        StaticNetworks.Ragged network = new(3);
        SeededRandom random = new(8);
        float[][] inputs = [.. Enumerable.Range(0, Threads).Select(_ => TestData.Uniform(Batch * StaticNetworks.Ragged.InputSize, random, -2, 2))];
        int[][] alone = [.. inputs.Select(own => Predictions(network, own))];
        int[][] together = new int[Threads][];
        int differing = 0;

        using Barrier start = new(Threads);
        Thread[] threads =
        [
            .. Enumerable.Range(0, Threads).Select(index => new Thread(() =>
            {
                start.SignalAndWait();
                for (int round = 0; round < Rounds; round++)
                {
                    together[index] = Predictions(network, inputs[index]);
                    if (!together[index].AsSpan().SequenceEqual(alone[index]))
                    {
                        Interlocked.Increment(ref differing);
                    }
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(0, differing);
        Assert.All(together, Assert.NotNull);
    }

    // The batch first as one, then row by row.
    private static int[] Predictions(StaticNetworks.Ragged network, float[] inputs)
    {
        const int InputSize = StaticNetworks.Ragged.InputSize;
        const int OutputSize = StaticNetworks.Ragged.OutputSize;
        float[] outputs = new float[2 * Batch * OutputSize];
        network.PredictBatch(inputs, outputs.AsSpan(0, Batch * OutputSize));
        for (int b = 0; b < Batch; b++)
        {
            network.Predict(inputs.AsSpan(b * InputSize, InputSize), outputs.AsSpan((Batch + b) * OutputSize, OutputSize));
        }

        return TestData.Bits(outputs);
    }
}
