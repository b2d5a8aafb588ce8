using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>Training and evaluation on bytes give the bits that the floats they stand for give, and do not make those floats.</summary>
[Trait("Category", "Numerics")]
public partial class ByteTrainingTests
{
    [Theory]
    [InlineData(10, true)]
    [InlineData(7, true)]
    [InlineData(7, false)]
    [InlineData(1, true)]
    [InlineData(1000, false)]
    public void Training_gives_the_same_bits_as_on_floats(int batchSize, bool shuffle)
    {
        AssertTrainsAlike<StaticNetworks.Digits>(batchSize, shuffle);
        AssertTrainsAlike<StaticNetworks.Ragged>(batchSize, shuffle);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(2500)]
    public void Evaluation_gives_the_same_bits_as_on_floats(int count)
    {
        (Dataset bytes, Dataset floats) = BytePairs.Make(count + 3, 19, 5, seed: 3);
        StaticNetworks.Ragged network = new(2);
        Assert.Equal(network.Evaluate(floats.Slice(2, count)), network.Evaluate(bytes.Slice(2, count)));
        Assert.False(bytes.HasFloatInputs);

        _ = bytes.Inputs;
        Assert.Equal(network.Evaluate(floats.Slice(2, count)), network.Evaluate(bytes.Slice(2, count)));
    }

    [Fact]
    public void Examples_of_very_many_inputs_are_evaluated_in_smaller_slices()
    {
        // 838 of them make a slice.
        const int Count = 900;
        (Dataset bytes, Dataset floats) = BytePairs.Make(Count, Wide.InputSize, Wide.OutputSize, seed: 8);
        Wide network = new(1);
        double loss = 0;
        int right = 0;
        float[] output = new float[Wide.OutputSize];
        for (int i = 0; i < Count; i++)
        {
            loss += network.ComputeLoss(floats.Input(i), floats.Target(i), output);
            right += network.Classify(floats.Input(i)) == floats.Label(i) ? 1 : 0;
        }

        Evaluation evaluation = network.Evaluate(bytes);
        Assert.Equal(network.Evaluate(floats), evaluation);
        Assert.Equal(loss / Count, evaluation.Loss, 1e-5);
        Assert.Equal((double)right / Count, evaluation.Accuracy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_of_bytes_allocates_nothing(bool shuffle)
    {
        List<long> allocated = new(300);
        AllocationMeter meter = new(new Sgd(0.1), allocated);
        new StaticNetworks.Ragged(1).Train(
            BytePairs.Make(300, 19, 5, seed: 1).Bytes, new TrainingOptions { Epochs = 6, BatchSize = 7, Shuffle = shuffle, Optimizer = meter });

        Assert.Equal(6 * 43, allocated.Count);
        Assert.Equal(0, Allocations.LeastOfEpochs(allocated, 43));
    }

    private static void AssertTrainsAlike<TNetwork>(int batchSize, bool shuffle)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        NetworkTopology topology = TNetwork.Topology;
        (Dataset bytes, Dataset floats) = BytePairs.Make(75, topology.InputSize, topology.OutputSize, seed: 5);
        TrainingOptions options = new() { Epochs = 2, BatchSize = batchSize, Shuffle = shuffle, Seed = 3, Optimizer = new Sgd(0.3) { Momentum = 0.5 } };

        string expected = Hash(Train(floats.Slice(4, 69)));
        Assert.NotEqual(Hash(TNetwork.Create(1)), expected);
        Assert.Equal(expected, Hash(Train(bytes.Slice(4, 69))));
        Assert.False(bytes.HasFloatInputs);

        // The floats, once made, change nothing.
        _ = bytes.Inputs;
        Assert.Equal(expected, Hash(Train(bytes.Slice(4, 69))));

        TNetwork Train(Dataset data)
        {
            TNetwork network = TNetwork.Create(1);
            new Trainer<TNetwork>(network, options with { Validation = data.Take(9) }).Train(data);
            return network;
        }
    }

    private static string Hash<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork>
        => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(network.Parameters)));

    [CompiledNetwork(5000, 2)]
    internal sealed partial class Wide;
}
