using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Tests.Numerics;

namespace CompiledNet.Tests.Training.Optimizers;

/// <summary>The bits that the optimizers give, as one hash: the same at every vector width, on every platform, in Debug and Release.</summary>
[Trait("Category", "Numerics")]
public sealed class OptimizerFingerprintTests : IDisposable
{
    private const string Expected = "8a54f09acab5f6ae21f8c7d3da4f26dfa3b7501565d5b46d7aa4f0409b56bc4a";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    [Fact]
    public void All_bits_are_as_recorded()
    {
        foreach (string name in OptimizerCases.Sorted)
        {
            Add(OptimizerCases.Get(name));
        }

        Add(new Sgd(0.1) { WeightDecay = 0.1 });
        Add(new Sgd(0.1) { Momentum = 0.9, WeightDecay = 0.1 });
        Add(new Sgd(0.1) { Momentum = 0.9, Nesterov = true });
        string actual = Convert.ToHexStringLower(_hash.GetHashAndReset());
        Assert.True(Expected == actual, $"The hash is {actual}, not {Expected}.");
    }

    public void Dispose() => _hash.Dispose();

    private void Add(Optimizer optimizer)
    {
        const int Length = 1003;
        float[] parameters = NumericInputs.Uniform(Length, -1, 1, 1);
        float[] state = new float[optimizer.GetStateLength(Length)];
        for (int step = 1; step <= 20; step++)
        {
            optimizer.Step(parameters, NumericInputs.Uniform(Length, -0.5f, 1, step + 1), state, new OptimizerStep(step, optimizer.LearningRate));
        }

        _hash.AppendData(MemoryMarshal.AsBytes(parameters.AsSpan()));
        _hash.AppendData(MemoryMarshal.AsBytes(state.AsSpan()));
    }
}
