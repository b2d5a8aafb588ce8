using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Activations;
using CompiledNet.Numerics.Losses;

namespace CompiledNet.Tests.Numerics;

/// <summary>
/// The bits of every numeric routine on fixed inputs, as one hash. It is the same at every vector width, on every platform, in Debug and
/// Release; a change of it is a change of what training gives, and wants a line in the changelog.
/// </summary>
[Trait("Category", "Numerics")]
public sealed class NumericsFingerprintTests : IDisposable
{
    private const string Expected = "c8a4579f9b6915620f31478f6f37cfe9a61300adf77e82329cafeb01d551548e";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    [Fact]
    public void All_bits_are_as_recorded()
    {
        foreach (string name in VectorFunction.All.Keys.Order(StringComparer.Ordinal))
        {
            // 10,007 is no multiple of any vector's lanes.
            float[] x = NumericInputs.Spread(10_007);
            if (name == "log")
            {
                // NaN has many bit patterns, which differ from processor to processor.
                x = Array.ConvertAll(x, Math.Abs);
            }

            VectorFunction.All[name].Apply(x, x);
            Add(x);
        }

        AddUpdate(SigmoidActivation.Backward, 0f, 1f);
        AddUpdate(TanhActivation.Backward, -1f, 1f);
        AddUpdate(ReLUActivation.Backward, -1f, 1f);
        AddUpdate(LeakyReLUActivation.Backward, -1f, 1f);
        AddUpdate(ELUActivation.Backward, -1f, 1f);
        AddUpdate(GELUActivation.Backward, -15f, 15f);
        AddUpdate(SiLUActivation.Backward, -95f, 95f);
        AddUpdate(SoftplusActivation.Backward, -95f, 95f);
        AddUpdate((destination, x) => ParameterMath.MultiplyAdd(destination, x, -0.1f), -1f, 1f);
        foreach (int size in new[] { 1, 3, 10, 16, 31, 100 })
        {
            AddRows(size);
        }

        // In a message of our own, because the comparison of strings cuts them short.
        string actual = Convert.ToHexStringLower(_hash.GetHashAndReset());
        Assert.True(Expected == actual, $"The hash is {actual}, not {Expected}.");
    }

    public void Dispose() => _hash.Dispose();

    private void AddUpdate(SpanUpdate update, float low, float high)
    {
        float[] delta = NumericInputs.Uniform(1003, -2f, 2f, 21);
        update(delta, NumericInputs.Uniform(1003, low, high, 22));
        Add(delta);
    }

    private void AddRows(int size)
    {
        const int RowCount = 21;
        int stride = NumericInputs.Stride(size);
        float[] z = NumericInputs.Padded(NumericInputs.Uniform(RowCount * size, -9f, 9f, size), RowCount, size, stride);
        float[] targets = NumericInputs.Uniform(RowCount * size, 0f, 1f, size + 1);
        float[] a = new float[z.Length];
        float[] delta = new float[z.Length];

        SoftmaxActivation.Forward(z, a, RowCount, size, stride);
        Add(a);
        foreach (LossFunction loss in new LossFunction[]
        {
            SquaredErrorLoss.Compute, MeanSquaredErrorLoss.Compute, CrossEntropyLoss.Compute, BinaryCrossEntropyLoss.Compute,
        })
        {
            double value = loss(a, z, targets, delta, [], RowCount, size, stride, 1f / RowCount);
            _hash.AppendData(BitConverter.GetBytes(value));
            Add(delta);
        }

        SoftmaxActivation.Backward(delta, a, RowCount, size, stride);
        Add(delta);
    }

    private void Add(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            Assert.False(float.IsNaN(value));
        }

        _hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
