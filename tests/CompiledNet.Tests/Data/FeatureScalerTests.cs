namespace CompiledNet.Tests.Data;

/// <summary>Columns come to a common size by the formulas of scikit-learn, and back.</summary>
public class FeatureScalerTests
{
    private static readonly float[] Inputs = [1, 10, 5, 2, 20, 5, 4, 60, 5, 9, 110, 5];

    private static Dataset Data { get; } = new(Inputs, new float[] { 100, -1, 200, -1, 400, -1, 500, -1 }, 3, 2);

    [Fact]
    public void Standardizing_gives_mean_0_and_variance_1()
    {
        FeatureScaler scaler = FeatureScaler.Standardize(Data);

        // By hand: means 4, 50, 5; variances (9 + 4 + 0 + 25) / 4, (1600 + 900 + 100 + 3600) / 4, 0, which counts as 1.
        Assert.Equal([4.0, 50.0, 5.0], scaler.Offset.ToArray());
        Assert.Equal([Math.Sqrt(9.5), Math.Sqrt(1550), 1.0], scaler.Scale.ToArray());
        Dataset scaled = scaler.Apply(Data);
        Assert.Equal((float)(-3 / Math.Sqrt(9.5)), scaled.Input(0)[0]);
        Assert.Equal((float)(60 / Math.Sqrt(1550)), scaled.Input(3)[1]);
        Assert.Equal([0f, 0f, 0f, 0f], Enumerable.Range(0, 4).Select(n => scaled.Input(n)[2]));
        Assert.Equal(Data.Targets.ToArray(), scaled.Targets.ToArray());
        Assert.Equal(Inputs, Data.Inputs.ToArray());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(-3, 17.5)]
    public void A_range_is_met_exactly(float low, float high)
    {
        FeatureScaler scaler = FeatureScaler.MinMax(Data, low, high);
        Dataset scaled = scaler.Apply(Data);
        Assert.Equal([low, low, low], scaled.Input(0));
        Assert.Equal([high, high, low], scaled.Input(3));
        Assert.Equal(low + ((high - low) / 8), scaled.Input(1)[0], 1e-6f);
    }

    [Fact]
    public void Targets_are_scaled_alike_and_come_back()
    {
        FeatureScaler scaler = FeatureScaler.StandardizeTargets(Data);
        Assert.Equal([300.0, -1.0], scaler.Offset.ToArray());
        Assert.Equal([Math.Sqrt(25000), 1.0], scaler.Scale.ToArray());
        Dataset scaled = scaler.ApplyToTargets(Data);
        Assert.Equal(Inputs, scaled.Inputs.ToArray());
        for (int n = 0; n < Data.Count; n++)
        {
            Assert.Equal(Data.Target(n).ToArray(), scaler.Invert(scaled.Target(n)));
        }

        Assert.Equal([0f, 0f, 1f, 0f], FeatureScaler.MinMaxTargets(Data).Apply([100, -1, 500, -1]));
    }

    [Fact]
    public void Rows_may_be_scaled_in_place()
    {
        FeatureScaler scaler = new([1, 2], [2, 4]);
        float[] rows = [3, 6, -1, 2];
        scaler.Apply(rows, rows);
        Assert.Equal([1, 1, -1, 0], rows);
        scaler.Invert(rows, rows);
        Assert.Equal([3, 6, -1, 2], rows);
    }

    [Fact]
    public void Large_numbers_that_differ_little_keep_their_variance()
    {
        // In single precision, or by the textbook's E(x^2) - E(x)^2, nothing of it would be left.
        float[] inputs = new float[3000];
        for (int n = 0; n < inputs.Length; n++)
        {
            inputs[n] = 16_000_000 + (n % 3);
        }

        FeatureScaler scaler = FeatureScaler.Standardize(new Dataset(inputs, new float[inputs.Length], 1, 1));
        Assert.Equal(16_000_001, scaler.Offset.Span[0]);
        Assert.Equal(Math.Sqrt(2 / 3.0), scaler.Scale.Span[0], 12);
    }

    [Fact]
    public void The_extremes_of_float_are_scaled()
    {
        Dataset data = new(new float[] { -float.MaxValue, float.Epsilon, float.MaxValue, 2 * float.Epsilon }, new float[2], 2, 1);
        Assert.Equal([-1f, -1f], FeatureScaler.Standardize(data).Apply(data).Input(0));
        Assert.Equal([1f, 1f], FeatureScaler.Standardize(data).Apply(data).Input(1));
        Assert.Equal([0f, 0f, 1f, 1f], FeatureScaler.MinMax(data).Apply(data).Inputs.ToArray());
    }

    [Fact]
    public void Bytes_and_parts_are_scaled_as_the_numbers_they_stand_for()
    {
        byte[] pixels = [.. Enumerable.Range(0, 1200).Select(n => (byte)((n * n) + 3))];
        int[] labels = new int[400];
        Dataset bytes = Dataset.FromBytes(pixels, labels, 2, 3).Slice(10, 300);
        Dataset floats = Dataset.FromLabels(pixels.Select(pixel => pixel / 255f).ToArray(), labels, 2, 3).Slice(10, 300);
        FeatureScaler scaler = FeatureScaler.Standardize(bytes);
        Assert.Equal(FeatureScaler.Standardize(floats).Offset.ToArray(), scaler.Offset.ToArray());
        Assert.Equal(FeatureScaler.Standardize(floats).Scale.ToArray(), scaler.Scale.ToArray());
        Assert.Equal(scaler.Apply(floats).Inputs.ToArray(), scaler.Apply(bytes).Inputs.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("There are offsets for 1 column and scales for 2", Assert.Throws<ArgumentException>(() => new FeatureScaler([1], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FeatureScaler([], []));
        Assert.Contains("The offset of column 1 is NaN", Assert.Throws<ArgumentException>(() => new FeatureScaler([1, double.NaN], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("The scale of column 0 is 0", Assert.Throws<ArgumentException>(() => new FeatureScaler([1], [0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FeatureScaler([1], [-1]));
        Assert.Throws<ArgumentException>(() => new FeatureScaler([1], [double.PositiveInfinity]));
        FeatureScaler two = new([1, 2], [3, 4]);
        Assert.Contains("has 3 inputs; expected 2", Assert.Throws<ArgumentException>(() => two.Apply(Data)).Message, StringComparison.Ordinal);
        Assert.Contains("are 3 and 3; expected", Assert.Throws<ArgumentException>(() => two.Apply(new float[3], new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("are 2 and 4; expected", Assert.Throws<ArgumentException>(() => two.Invert(new float[2], new float[4])).Message, StringComparison.Ordinal);
        Assert.Contains("has 2 targets; expected 1", Assert.Throws<ArgumentException>(() => new FeatureScaler([1], [1]).ApplyToTargets(Data)).Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to 1", Assert.Throws<ArgumentException>(() => FeatureScaler.MinMax(Data, 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => FeatureScaler.MinMaxTargets(Data, 0, float.PositiveInfinity));
        Assert.Throws<ArgumentNullException>(() => FeatureScaler.Standardize((Dataset)null!));
    }
}
