using System.Globalization;
using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;
using Xunit.Abstractions;

namespace CompiledNet.Tests.Networks;

/// <summary>Generated networks compute what the oracle computes, to what float32 can hold.</summary>
[Trait("Category", "Numerics")]
public class OracleTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Cases => [.. CaseNetworks.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_network_agrees_with_the_oracle_at_every_batch(string name)
    {
        (NetworkDescription description, NetworkUnderTest network) = CaseNetworks.Create(name);
        SeededRandom random = new(2);
        TestData.FillBiases(network, random);
        foreach (int batch in CaseNetworks.Batches(network))
        {
            double error = OracleComparison.LargestError(description, network, batch, random);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, batch {batch}: {error:E2}"));
            Assert.True(error <= Tolerance, FormattableString.Invariant($"{name}, batch {batch}: the largest relative error is {error:E2}."));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_trace_agrees_with_the_oracle(string name)
    {
        (NetworkDescription description, NetworkUnderTest network) = CaseNetworks.Create(name);
        SeededRandom random = new(3);
        TestData.FillBiases(network, random);
        ReferenceNetwork reference = description.CreateReference();
        Agreement.ToDoubles(network.Parameters).CopyTo(reference.Parameters, 0);
        float[] input = TestData.Uniform(description.Inputs, random, -1, 1);
        float[] activations = new float[network.ActivationCount];
        network.Trace(input, activations);
        Assert.InRange(Agreement.LargestError(reference.Trace(Agreement.ToDoubles(input)), Agreement.ToDoubles(activations)), 0, Tolerance);
    }
}
