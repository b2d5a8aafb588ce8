using System.Runtime.InteropServices;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// A buffer with a strip of marked floats on both sides, which must stay as they are; itself full of NaN at first, so that an element that is
/// never written shows. It starts at an odd place in memory: a user's spans are not aligned.
/// </summary>
internal sealed class Guarded
{
    private const int Strip = 67;
    private const uint Mark = 0xFFBADBAD;

    private readonly float[] _array;
    private readonly int _length;

    public Guarded(int length)
    {
        _length = length;
        _array = new float[length + (2 * Strip)];
        Reset();
    }

    public Span<float> Span => _array.AsSpan(Strip, _length);

    public void Reset() => MemoryMarshal.Cast<float, uint>(_array.AsSpan()).Fill(Mark);

    /// <summary>Checks that nothing was written outside, and everything inside.</summary>
    public void AssertFilledExactly(string name)
    {
        AssertStrips(name);
        int missed = MemoryMarshal.Cast<float, uint>(Span).IndexOf(Mark);
        Assert.True(missed < 0, $"Element {missed} of {_length} of {name} was never written.");

        // The marks are NaN: whatever is added to instead of overwritten is NaN too.
        foreach (float value in Span)
        {
            Assert.True(float.IsFinite(value), $"{name} holds {value}: it was added to, not overwritten.");
        }
    }

    /// <summary>Checks that nothing was written at all.</summary>
    public void AssertUntouched(string name)
    {
        AssertStrips(name);
        Assert.True(MemoryMarshal.Cast<float, uint>(Span).IndexOfAnyExcept(Mark) < 0, $"{name} was written to.");
    }

    private void AssertStrips(string name)
    {
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(_array.AsSpan());
        Assert.True(bits[..Strip].IndexOfAnyExcept(Mark) < 0, $"Something before the start of {name} was written to.");
        Assert.True(bits[^Strip..].IndexOfAnyExcept(Mark) < 0, $"Something behind the end of {name} was written to.");
    }
}
