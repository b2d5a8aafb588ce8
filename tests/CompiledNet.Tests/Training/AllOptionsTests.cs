using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>
/// Every option that changes what is learned, at once: the same bits on any team, and, by a hash taken once, at every vector width. A change
/// of the hash is a change of what users' networks learn; it wants a line in the changelog.
/// </summary>
[Trait("Category", "Numerics")]
public class AllOptionsTests
{
    private const string Expected = "7b17653ff6e7d4610e378a0c3408842b1f15c463bd136f421ad6631725aec4fc";

    [Fact]
    public void All_options_together_learn_the_same_bits_on_any_team_and_everywhere()
    {
        const int Examples = 300;
        SeededRandom random = new(5);
        float[] inputs = Networks.TestData.Uniform(Examples * 13, random, -1, 1);
        int[] labels = [.. Enumerable.Range(0, Examples).Select(i => i % 7 % 5)];
        float[] weights = Networks.TestData.Uniform(Examples, random, 0, 2);
        Dataset data = Dataset.FromLabels(inputs, labels, 5, 13).WithWeights(weights);
        TrainingOptions options = new()
        {
            Epochs = 3,
            BatchSize = 140,
            Seed = 9,
            Optimizer = new Adam(0.01) { WeightDecay = 0.01 },
            Schedule = new CosineSchedule { WarmUpEpochs = 1 },
            L1 = 1e-4,
            L2 = 1e-3,
            ClipValue = 0.05,
            ClipNorm = 0.1,
            LabelSmoothing = 0.1,
            ClassWeights = ClassWeights.Balanced(data),
            BalanceClasses = true,
        };
        foreach (int teamSize in new[] { 1, 2, 3, 4 })
        {
            StaticNetworks.Dropped network = new(1);
            network.Train(data, options with { TeamSize = teamSize });
            string actual = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(network.Parameters)));
            Assert.True(Expected == actual, $"The hash is {actual}, not {Expected}.");
        }
    }
}
