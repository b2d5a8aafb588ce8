namespace CompiledNet.Tests.Metrics;

public class ConfusionMatrixTests
{
    // Class 2 does not occur at all, class 3 is answered once but never right, class 1 is never answered.
    private static ConfusionMatrix Example() => Matrix(4, (0, 0), (0, 0), (0, 3), (1, 0), (1, 0));

    [Fact]
    public void Counts_are_by_actual_then_predicted()
    {
        ConfusionMatrix matrix = Example();
        Assert.Equal((5, 4), (matrix.Count, matrix.ClassCount));
        Assert.Equal((2, 1, 2, 0), (matrix[0, 0], matrix[0, 3], matrix[1, 0], matrix[3, 0]));
        Assert.Equal(0.4, matrix.Accuracy);
    }

    [Fact]
    public void Precision_recall_and_F1_by_hand_where_nothing_divided_by_nothing_is_zero()
    {
        ConfusionMatrix matrix = Example();
        Assert.Equal([0.5, 0, 0, 0], Enumerable.Range(0, 4).Select(matrix.Precision));
        Assert.Equal([2.0 / 3, 0, 0, 0], Enumerable.Range(0, 4).Select(matrix.Recall));
        Assert.Equal([4.0 / 7, 0, 0, 0], Enumerable.Range(0, 4).Select(matrix.F1));
        Assert.Equal([3, 2, 0, 0], Enumerable.Range(0, 4).Select(matrix.Support));
    }

    [Fact]
    public void Averages_are_over_the_classes_that_occur_as_in_sklearn()
    {
        ConfusionMatrix matrix = Example();
        Assert.Equal(0.5 / 3, matrix.MacroPrecision, 1e-15);
        Assert.Equal(2.0 / 9, matrix.MacroRecall, 1e-15);
        Assert.Equal(4.0 / 21, matrix.MacroF1, 1e-15);
        Assert.Equal(0.3, matrix.WeightedPrecision, 1e-15);
        Assert.Equal(matrix.Accuracy, matrix.WeightedRecall, 1e-15);
        Assert.Equal(12.0 / 35, matrix.WeightedF1, 1e-15);
    }

    [Fact]
    public void The_table_is_aligned()
    {
        ConfusionMatrix matrix = Matrix(2, [.. Enumerable.Repeat((0, 0), 10), (1, 0), (1, 1), (1, 1)]);
        const string Expected = """
            actual \ predicted   0  1  precision  recall      F1  support
            0 cat               10  0     0.9091  1.0000  0.9524       10
            1 dog                1  2     1.0000  0.6667  0.8000        3
            macro average                 0.9545  0.8333  0.8762       13
            weighted average              0.9301  0.9231  0.9172       13

            """;
        Assert.Equal(Expected, matrix.ToString(["cat", "dog"]));
        Assert.Equal(Expected.Replace(" cat", "    ", StringComparison.Ordinal).Replace(" dog", "    ", StringComparison.Ordinal), matrix.ToString());
        Assert.Contains("There is 1 name; expected 2", Assert.Throws<ArgumentException>(() => matrix.ToString(["cat"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_classes_the_table_has_the_averages_only()
    {
        Assert.Equal(1 + 50 + 2, Matrix(50, (0, 0)).ToString().Count(c => c == '\n'));
        Assert.Equal(1 + 2, Matrix(51, (0, 0)).ToString().Count(c => c == '\n'));
        Assert.StartsWith("51 classes ", Matrix(51, (0, 0)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void So_many_classes_that_a_square_would_be_large_are_counted_all_the_same()
    {
        ConfusionMatrix matrix = Matrix(5000, (4999, 0), (4999, 0), (0, 4999), (7, 7));
        Assert.Equal((2, 1, 1, 0), (matrix[4999, 0], matrix[0, 4999], matrix[7, 7], matrix[0, 0]));
        Assert.Equal((1, 0.25), (matrix.Recall(7), matrix.Accuracy));
        Assert.Equal(matrix, Matrix(5000, (7, 7), (0, 4999), (4999, 0), (4999, 0)));
        Assert.NotEqual(matrix, Matrix(5000, (7, 7), (0, 4999), (4999, 0), (4999, 1)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void A_class_that_is_not_there_is_an_error(int index)
    {
        ConfusionMatrix matrix = Example();
        foreach (Func<object> call in (Func<object>[])[() => matrix[index, 0], () => matrix[0, index], () => matrix.Precision(index), () => matrix.Recall(index), () => matrix.F1(index), () => matrix.Support(index)])
        {
            Assert.Contains("expected 0 to 3, as there are 4 classes", Assert.Throws<ArgumentOutOfRangeException>(call).Message, StringComparison.Ordinal);
        }
    }

    private static ConfusionMatrix Matrix(int classes, params (int Actual, int Predicted)[] pairs)
    {
        ConfusionCounts counts = new(classes);
        foreach ((int actual, int predicted) in pairs)
        {
            counts.Add(actual, predicted);
        }

        return new ConfusionMatrix(counts);
    }
}
