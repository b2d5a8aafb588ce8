namespace CompiledNet.Tests.Data;

public class DatasetWeightsTests
{
    private static Dataset Make() => Dataset.FromLabels(new float[] { 1, 2, 3, 4 }, [0, 2, 0, 0], 3, 1);

    [Fact]
    public void Weights_stay_with_their_examples()
    {
        Dataset data = Make();
        Assert.True(data.Weights.IsEmpty);
        float[] weights = [0, 1, 2.5f, 3];
        Dataset weighted = data.WithWeights(weights);

        Assert.True(data.Weights.IsEmpty);
        Assert.True(weighted.Weights.Span.Overlaps(weights));
        Assert.Equal([1, 2.5f], weighted.Slice(1, 2).Weights.ToArray());
        Assert.Equal([0], weighted.Take(1).Weights.ToArray());
        Assert.Equal([3, 0, 3], weighted.Select([3, 0, 3]).Weights.ToArray());
        Assert.Equal([7, 8], weighted.Slice(1, 2).WithWeights(new float[] { 7, 8 }).Weights.ToArray());
        Assert.Equal([2, 3], weighted.Slice(1, 2).Inputs.ToArray());
    }

    [Theory]
    [InlineData("There are 3 weights for 4 examples", 1f, 1f, 1f)]
    [InlineData("The weight of example 2 is -1; expected", 1f, 1f, -1f, 1f)]
    [InlineData("The weight of example 0 is NaN; expected", float.NaN, 1f, 1f, 1f)]
    [InlineData("The weight of example 3 is Infinity; expected", 1f, 1f, 1f, float.PositiveInfinity)]
    [InlineData("The weight of every example is 0; expected", 0f, 0f, 0f, 0f)]
    public void Weights_that_cannot_be_are_refused(string message, params float[] weights) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => Make().WithWeights(weights)).Message, StringComparison.Ordinal);

    [Fact]
    public void Balanced_weights_are_scikit_learns()
    {
        // compute_class_weight("balanced", classes=[0, 2], y=[0, 2, 0, 0]) is [4 / (2 * 3), 4 / (2 * 1)]; class 1 has no examples.
        float[] balanced = ClassWeights.Balanced(Make());
        Assert.Equal([(float)(2.0 / 3), 0, 2], balanced);

        Dataset data = Make().WithClassWeights(balanced);
        Assert.Equal([(float)(2.0 / 3), 2, (float)(2.0 / 3), (float)(2.0 / 3)], data.Weights.ToArray());
        Assert.Equal(1, data.Weights.ToArray().Average(), 6);
        Assert.Equal([2, 1], ClassWeights.Balanced(new Dataset(new float[4], new float[] { 0, 1, 1, 1 }, 1, 1)).Select(w => MathF.Round(w + 0.1f)));
    }

    [Fact]
    public void Class_weights_multiply_the_examples_own()
    {
        Dataset data = Make().WithWeights(new float[] { 1, 2, 0, 4 });
        Assert.Equal([10, 2000, 0, 40], data.WithClassWeights([10, 100, 1000]).Weights.ToArray());
    }

    [Theory]
    [InlineData("There are 2 class weights for 3 classes", 1f, 1f)]
    [InlineData("The weight of class 1 is -1; expected", 1f, -1f, 1f)]
    [InlineData("The weight of class 2 is NaN; expected", 1f, 1f, float.NaN)]
    [InlineData("The weight of every class is 0", 0f, 0f, 0f)]
    [InlineData("The weight of every example is 0", 0f, 1f, 0f)]
    [InlineData("The weight of example 1 is Infinity", 1f, 1f, 3e38f)]
    public void Class_weights_that_cannot_be_are_refused(string message, params float[] weights)
    {
        Dataset data = Make().WithWeights(new float[] { 1, message.Contains("Infinity", StringComparison.Ordinal) ? 2 : 0, 1, 1 });
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => data.WithClassWeights(weights)).Message, StringComparison.Ordinal);
    }
}
