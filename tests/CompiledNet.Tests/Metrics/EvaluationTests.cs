using System.Globalization;
using CompiledNet.Tests.Training;
using CsCheck;

namespace CompiledNet.Tests.Metrics;

public class EvaluationTests
{
    // Few different values, so that outputs and targets are often equal.
    private static readonly Gen<float> Value = Gen.Frequency((1, Gen.Int[-2, 2].Select(v => v / 2f)), (1, Gen.Float[-10, 10]));

    private static readonly Gen<(int Size, float[] Outputs, float[] Targets)> Rows =
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 40]).SelectMany((size, count) =>
            Gen.Select(Value.Array[size * count], Value.Array[size * count]).Select((outputs, targets) => (size, outputs, targets)));

    [Fact]
    public void Every_metric_agrees_with_its_definition() => Rows.Sample(
        rows =>
        {
            (int size, float[] outputs, float[] targets) = rows;
            Evaluation evaluation = Evaluate(size, outputs, targets);
            ReferenceMetrics expected = new(outputs, targets, size);
            int classes = Math.Max(2, size);

            Assert.Equal(outputs.Length / size, evaluation.Count);
            AssertClose(expected.MeanAbsoluteError, evaluation.MeanAbsoluteError);
            AssertClose(expected.RootMeanSquaredError, evaluation.RootMeanSquaredError);
            AssertClose(expected.RSquared, evaluation.RSquared);
            for (int k = 1; k <= classes + 1; k++)
            {
                Assert.Equal(expected.TopAccuracy(k), evaluation.TopAccuracy(k));
            }

            Assert.Equal(expected.TopAccuracy(1), evaluation.Accuracy);
            Assert.Equal(evaluation.Accuracy, evaluation.Confusion.Accuracy);
            Assert.Equal(1, evaluation.TopAccuracy(classes));
            Assert.Equal(classes, evaluation.Confusion.ClassCount);
            for (int actual = 0; actual < classes; actual++)
            {
                for (int predicted = 0; predicted < classes; predicted++)
                {
                    Assert.Equal(expected.Confusion(actual, predicted), evaluation.Confusion[actual, predicted]);
                }
            }
        },
        iter: 400,
        threads: 1);

    [Fact]
    public void How_the_examples_are_cut_into_batches_does_not_show() => Rows.Sample(
        rows => Assert.Equal(Evaluate(rows.Size, rows.Outputs, rows.Targets), Evaluate(rows.Size, rows.Outputs, rows.Targets, batch: 3)),
        iter: 50,
        threads: 1);

    [Fact]
    public void A_regression_by_hand()
    {
        // sklearn: mean_absolute_error 0.5, r2_score 0.9486081370449679, of the example in its documentation.
        Evaluation evaluation = Evaluate(1, [2.5f, 0, 2, 8], [3, -0.5f, 2, 7]);
        Assert.Equal(0.5, evaluation.MeanAbsoluteError, 1e-15);
        Assert.Equal(Math.Sqrt(0.375), evaluation.RootMeanSquaredError, 1e-15);
        Assert.Equal(0.9486081370449679, evaluation.RSquared, 1e-15);
        Assert.False(evaluation.IsClassification);

        // sklearn: r2_score of the same page with two outputs and multioutput="uniform_average".
        Evaluation two = Evaluate(2, [0, 2, -1, 2, 8, -5], [0.5f, 1, -1, 1, 7, -6]);
        Assert.Equal(((1 - (1.25 / (36 + (1.0 / 6)))) + (1 - (3.0 / (32 + (2.0 / 3))))) / 2, two.RSquared, 1e-12);
        Assert.Equal(0.75, two.MeanAbsoluteError, 1e-15);
        Assert.Equal(Math.Sqrt(4.25 / 6), two.RootMeanSquaredError, 1e-15);
    }

    [Fact]
    public void Of_constant_targets_r_squared_is_one_if_perfect_else_zero()
    {
        Assert.Equal(1, Evaluate(1, [0.1f, 0.1f, 0.1f], [0.1f, 0.1f, 0.1f]).RSquared);
        Assert.Equal(0, Evaluate(1, [0.1f, 0.2f, 0.1f], [0.1f, 0.1f, 0.1f]).RSquared);
        Assert.Equal(0.5, Evaluate(2, [3, 7, 3, 8], [3, 7, 3, 7]).RSquared);
        Assert.Equal(double.NaN, Evaluate(1, [0.1f], [0.1f]).RSquared);
    }

    [Fact]
    public void R_squared_does_not_lose_a_small_spread_far_from_zero()
    {
        float[] targets = [.. Enumerable.Range(0, 1000).Select(i => 1e6f + (i % 8))];
        float[] outputs = [.. targets.Select((t, i) => t + (i % 3))];
        AssertClose(new ReferenceMetrics(outputs, targets, 1).RSquared, Evaluate(1, outputs, targets).RSquared);
    }

    [Fact]
    public void Of_equal_outputs_the_lower_index_counts_as_the_larger()
    {
        Evaluation evaluation = Evaluate(3, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        Assert.Equal([1.0 / 3, 2.0 / 3, 1], new[] { 1, 2, 3 }.Select(evaluation.TopAccuracy));
        Assert.Equal(3, Enumerable.Range(0, 3).Sum(actual => evaluation.Confusion[actual, 0]));
    }

    [Fact]
    public void Outputs_that_are_NaN_are_ranked_as_Classify_answers()
    {
        float nan = float.NaN;
        float[][] outputs = [[nan, 1, 2], [1, nan, 2], [nan, nan, nan], [1, nan, nan], [nan, 2, nan]];
        int[][] orders = [[0, 2, 1], [2, 0, 1], [0, 1, 2], [0, 1, 2], [0, 1, 2]];
        for (int row = 0; row < outputs.Length; row++)
        {
            for (int label = 0; label < 3; label++)
            {
                float[] target = [0, 0, 0];
                target[label] = 1;
                Evaluation evaluation = Evaluate(3, outputs[row], target);
                int rank = Array.IndexOf(orders[row], label);
                Assert.Equal([rank < 1 ? 1.0 : 0, rank < 2 ? 1.0 : 0, 1], new[] { 1, 2, 3 }.Select(evaluation.TopAccuracy));
                Assert.Equal(1, evaluation.Confusion[label, orders[row][0]]);
                Assert.Equal(double.NaN, evaluation.MeanAbsoluteError);
                Assert.Equal(double.NaN, evaluation.RootMeanSquaredError);
            }
        }
    }

    [Theory]
    [InlineData(Loss.SquaredError, true, 1f, 0f, 0f, 1f)]
    [InlineData(Loss.SquaredError, false, 1f, 1f, 0f, 1f)]
    [InlineData(Loss.MeanSquaredError, false, 0f, 0f, 0f, 1f)]
    [InlineData(Loss.MeanSquaredError, false, 0.9f, 0.1f, 0f, 1f)]
    [InlineData(Loss.CrossEntropy, true, 0.9f, 0.1f, 0f, 1f)]
    [InlineData(Loss.BinaryCrossEntropy, true, 1f, 1f, 0f, 0f)]
    public void A_cross_entropy_or_one_hot_targets_make_a_classification(Loss loss, bool expected, params float[] targets)
    {
        EvaluationSums sums = new(loss, 2);
        sums.Add([0, 1, 1, 0], targets, 2, 0);
        Assert.Equal(expected, sums.ToEvaluation().IsClassification);
    }

    [Fact]
    public void A_single_output_classifies_if_its_targets_are_zeros_and_ones()
    {
        Evaluation evaluation = Evaluate(1, [0.5f, 0.49f, 1, 0], [1, 1, 0, 0]);
        Assert.True(evaluation.IsClassification);
        Assert.Equal(0.5, evaluation.Accuracy);
        Assert.Equal([1, 1, 1, 1], new[] { evaluation.Confusion[0, 0], evaluation.Confusion[0, 1], evaluation.Confusion[1, 0], evaluation.Confusion[1, 1] });
        Assert.False(Evaluate(1, [0.5f, 0.49f], [1, 0.5f]).IsClassification);
    }

    [Fact]
    public void One_invariant_line_says_what_matters()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal("loss 0.25, accuracy 50.00 % of 2 examples", Evaluate(2, [1, 0, 1, 0], [1, 0, 0, 1], lossSum: 0.5).ToString());
            Assert.Equal(
                "loss 0.375, mean absolute error 0.5, root mean squared error 0.612372, R^2 0.948608 over 4 examples",
                Evaluate(1, [2.5f, 0, 2, 8], [3, -0.5f, 2, 7], lossSum: 1.5).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Equality_is_that_of_every_number()
    {
        float[] outputs = [1, 0, 0, 0, 1, 0];
        float[] targets = [1, 0, 0, 0, 0, 1];
        Evaluation evaluation = Evaluate(3, outputs, targets);
        Assert.Equal(evaluation, Evaluate(3, outputs, targets));
        Assert.Equal(evaluation.GetHashCode(), Evaluate(3, outputs, targets).GetHashCode());
        Assert.NotEqual(evaluation, Evaluate(3, outputs, targets, lossSum: 1));
        Assert.NotEqual(evaluation, Evaluate(3, outputs, [1, 0, 0, 0, 0, 2]));
        Assert.NotEqual(evaluation, Evaluate(3, [1, 0, 0, 1, 0, 0], targets));
        Assert.NotEqual(evaluation, Evaluate(3, [1, 0, 0, 0.5f, 1, 0], targets));
        Assert.Equal(Evaluate(1, [float.NaN], [1]), Evaluate(1, [float.NaN], [1]));
        Assert.False(evaluation.Equals(null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_k_below_one(int k) =>
        Assert.Contains("expected at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => Evaluate(2, [1, 0], [1, 0]).TopAccuracy(k)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(2500)]
    public void A_network_is_measured_over_all_slices(int count)
    {
        Dataset data = TestData.Linear(count);
        LinearNetwork network = LinearNetwork.Create(2);
        float[] outputs = new float[count * 2];
        network.PredictBatch(data.Inputs.Span, outputs);
        Evaluation evaluation = network.Evaluate(data);
        Assert.Equal(Evaluate(2, outputs, data.Targets.ToArray(), evaluation.Loss * count).ToString(), evaluation.ToString());
        Assert.Equal(count, evaluation.Count);
    }

    [Fact]
    public void Nothing_is_allocated_from_slice_to_slice()
    {
        LinearNetwork network = LinearNetwork.Create(2);
        Dataset data = TestData.Linear(20_000);
        Dataset one = data.Take(1024);
        network.Evaluate(data);
        Assert.Equal(Allocations.Least(() => network.Evaluate(one)), Allocations.Least(() => network.Evaluate(data)));
    }

    private static Evaluation Evaluate(int size, float[] outputs, float[] targets, double lossSum = 0, int batch = int.MaxValue)
    {
        EvaluationSums sums = new(Loss.MeanSquaredError, size);
        int count = outputs.Length / size;
        for (int start = 0; start < count; start += batch)
        {
            int rows = Math.Min(batch, count - start);
            sums.Add(outputs.AsSpan(start * size, rows * size), targets.AsSpan(start * size, rows * size), rows, start == 0 ? lossSum : 0);
            if (batch > count)
            {
                break;
            }
        }

        return sums.ToEvaluation();
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.True(
            expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected)),
            FormattableString.Invariant($"{actual:R} is not close to {expected:R}."));
}
