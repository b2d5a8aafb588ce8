using System.Runtime.InteropServices;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Data;

/// <summary>A data set of bytes is that of the floats <c>value / 255f</c>, to the last bit, and makes those floats only where it is asked.</summary>
public class ByteDatasetTests
{
    private const int InputSize = 37;
    private const int ClassCount = 5;
    private const int Count = 61;

    [Fact]
    public void Inputs_targets_and_labels_are_those_of_the_floats()
    {
        (Dataset bytes, Dataset floats) = BytePairs.Make(Count, InputSize, ClassCount, seed: 1);

        Assert.Equal((Count, InputSize, ClassCount), (bytes.Count, bytes.InputSize, bytes.TargetSize));
        for (int i = 0; i < Count; i++)
        {
            AssertBits(floats.Input(i), bytes.Input(i));
            AssertBits(floats.Target(i), bytes.Target(i));
            Assert.Equal(floats.Label(i), bytes.Label(i));
        }

        Assert.False(bytes.HasFloatInputs);
        AssertBits(floats.Inputs.Span, bytes.Inputs.Span);
        AssertBits(floats.Targets.Span, bytes.Targets.Span);
        AssertBits(floats.Input(Count - 1), bytes.Input(Count - 1));
    }

    [Fact]
    public void A_part_shows_its_own_examples_before_and_after_the_floats_are_made()
    {
        (Dataset bytes, Dataset floats) = BytePairs.Make(Count, InputSize, ClassCount, seed: 1);
        Dataset part = bytes.Slice(3, 50).Slice(2, 40).Take(7);
        Dataset expected = floats.Slice(5, 7);

        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(7, part.Count);
            for (int i = 0; i < 7; i++)
            {
                AssertBits(expected.Input(i), part.Input(i));
                AssertBits(expected.Target(i), part.Target(i));
                Assert.Equal(expected.Label(i), part.Label(i));
            }

            if (round == 0)
            {
                Assert.False(part.HasFloatInputs);
            }

            AssertBits(expected.Inputs.Span, part.Inputs.Span);
            Assert.True(part.HasFloatInputs);
        }
    }

    [Fact]
    public void The_floats_are_made_once_for_the_whole_and_all_its_parts()
    {
        // Large enough that making them takes longer than starting the threads.
        Dataset whole = BytePairs.Make(4000, 784, ClassCount, seed: 1).Bytes;
        Dataset part = whole.Slice(10, 20);
        Dataset[] all = [.. Enumerable.Range(0, 64).Select(i => i % 2 == 0 ? whole : part.Take(1 + (i % 20)))];
        float[][] arrays = new float[all.Length][];

        using Barrier start = new(4);
        Thread[] threads =
        [
            .. Enumerable.Range(0, 4).Select(first => new Thread(() =>
            {
                start.SignalAndWait();
                for (int i = first; i < all.Length; i += 4)
                {
                    arrays[i] = ArrayOf(all[i].Inputs);
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(arrays, array => Assert.Same(arrays[0], array));
        Assert.Same(arrays[0], ArrayOf(whole.Slice(1, 1).Inputs));
        Assert.Equal(4000 * 784, arrays[0].Length);
    }

    [Fact]
    public void The_bytes_are_read_in_place()
    {
        byte[] inputs = [1, 2];
        Dataset data = Dataset.FromBytes(inputs, [0], 1, 2);
        inputs[1] = 255;
        Assert.Equal([1 / 255f, 1f], data.Input(0).ToArray());
    }

    [Fact]
    public void An_input_of_its_own_is_made_for_each_call()
    {
        byte[] inputs = [1, 2, 3];
        Dataset data = Dataset.FromBytes(inputs, [0, 1, 0], 2, 1);
        ReadOnlySpan<float> first = data.Input(0);
        ReadOnlySpan<float> second = data.Input(1);
        Assert.Equal((1 / 255f, 2 / 255f), (first[0], second[0]));
    }

    [Fact]
    public void What_is_refused_of_floats_is_refused_of_bytes_with_the_same_words()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6];
        float[] floats = [1, 2, 3, 4, 5, 6];
        foreach ((int[] labels, int classCount, int inputSize, int length) in new[]
        {
            (new[] { 0, 1, 2 }, 0, 2, 6), (new[] { 0, 1, 2 }, -1, 2, 6), (new[] { 0, 1, 2 }, 3, 0, 6), (new[] { 0, 1, 2 }, 3, -2, 6),
            (Array.Empty<int>(), 3, 2, 0), (new[] { 0 }, 3, 4, 6), (new[] { 0, 1 }, 3, 2, 6), (new[] { 0, 1, 2, 0 }, 3, 2, 6),
            (new[] { 0, 3, 1 }, 3, 2, 6), (new[] { 0, 1, -1 }, 3, 2, 6), (new[] { 0, 1, 2 }, int.MaxValue, 2, 6),
        })
        {
            Exception expected = Assert.ThrowsAny<ArgumentException>(() => Dataset.FromLabels(floats.AsMemory(0, length), labels, classCount, inputSize));
            Exception actual = Assert.ThrowsAny<ArgumentException>(() => Dataset.FromBytes(bytes.AsMemory(0, length), labels, classCount, inputSize));
            Assert.Equal(expected.GetType(), actual.GetType());
            Assert.Equal(expected.Message, actual.Message);
        }

        Dataset data = Dataset.FromBytes(bytes, [0, 1, 0], 2, 2);
        Assert.Contains("There is no example 3; expected 0 to 2", Refused(() => data.Input(3).Length), StringComparison.Ordinal);
        Assert.Contains("There is no example -1; expected 0 to 2", Refused(() => data.Input(-1).Length), StringComparison.Ordinal);
        Assert.Contains("Cannot take 3 examples from example 1 on", Refused(() => data.Slice(1, 3).Count), StringComparison.Ordinal);
    }

    private static string Refused(Func<int> read) => Assert.Throws<ArgumentOutOfRangeException>(() => read()).Message;

    private static float[] ArrayOf(ReadOnlyMemory<float> memory) =>
        MemoryMarshal.TryGetArray(memory, out ArraySegment<float> segment) ? segment.Array! : [];

    private static void AssertBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.Equal(TestData.Bits(expected), TestData.Bits(actual));
}
