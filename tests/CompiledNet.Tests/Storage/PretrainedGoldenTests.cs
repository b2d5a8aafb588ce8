using System.Runtime.InteropServices;

namespace CompiledNet.Tests.Storage;

/// <summary>The files of <see cref="GoldenTests"/> compiled in, by the compiler of this very project.</summary>
public class PretrainedGoldenTests
{
    // By [in][out], as Parameters are.
    private static readonly float[] Parameters = [0.1f, float.MaxValue, -0f, -2.5f, float.Epsilon, 7, 1 / 3f, -1e-30f];

    [Fact]
    public void Pythons_numbers_are_those_of_a_new_network_to_the_bit()
    {
        AssertParameters(new BareNet().Parameters);
        AssertParameters(new PythonNet().Parameters);
        AssertParameters(new OursNet().Parameters);
    }

    [Fact]
    public void A_new_network_takes_no_more_memory_than_one_with_random_weights()
    {
        Allocated(() => new BareNet());
        Allocated(() => new BareNet(1));
        Assert.InRange(Allocated(() => new BareNet()), 1, Allocated(() => new BareNet(1)));
    }

    private static long Allocated(Func<object> create)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(create());
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void AssertParameters(Span<float> actual) =>
        Assert.Equal(MemoryMarshal.AsBytes(Parameters.AsSpan()), MemoryMarshal.AsBytes(actual));
}

[CompiledNetwork(3, 2, Output = Activation.Identity)]
[Pretrained("bare.safetensors")]
internal sealed partial class BareNet;

[CompiledNetwork(3, 2, Output = Activation.Identity)]
[Pretrained("Golden/python.safetensors")]
internal sealed partial class PythonNet;

[CompiledNetwork(3, 2, Output = Activation.Identity)]
[Pretrained("./Storage/Golden/ours.safetensors")]
internal sealed partial class OursNet;
