using System.Globalization;
using System.Text.RegularExpressions;
using TourSample;

namespace CompiledNet.Visualization.Tests.Tour;

/// <summary>What the tour's texts say is so, on the numbers that were computed; for the committed seed and others.</summary>
public sealed class TourClaimsTests
{
    private static readonly Dictionary<int, TourWorld> Worlds = new() { [1] = new(1), [4] = new(4), [23] = new(23) };

    public static TheoryData<int> Seeds => [1, 4, 23];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_image_is_the_numbers_and_the_window_is_part_of_it(int seed)
    {
        ImageStep.Result result = new ImageStep().Compute(Worlds[seed]);
        Assert.Equal(784, result.Image.Length);
        Assert.All(result.Image, pixel => Assert.InRange(pixel, 0, 1));
        Assert.Equal(result.Image[((result.Top + 3) * 28) + result.Left + 4], result.Window[(3 * result.Size) + 4]);
        Assert.Equal(7, Worlds[seed].Test.Label(Worlds[seed].Seven));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_neuron_computed_by_hand_is_the_compiled_one(int seed)
    {
        NeuronStep.Result result = new NeuronStep().Compute(Worlds[seed]);
        Assert.Equal(result.Traced, result.Activation, 1e-4f);
        Assert.InRange(result.Activation, 0.01f, 0.99f);

        // As written, too, the one number and the other make the third.
        Match written = Regex.Match(new NeuronStep().Describe(result).ReplaceLineEndings(" "), @"here (-?[\d.]+) from .*? a bias of\s+(-?[\d.]+), makes (-?[\d.]+)\.");
        decimal[] numbers = [.. written.Groups.Values.Skip(1).Select(group => decimal.Parse(group.Value, CultureInfo.InvariantCulture))];
        Assert.Equal(numbers[2], numbers[0] + numbers[1]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_answer_is_the_most_active_output(int seed)
    {
        LayerStep.Result result = new LayerStep().Compute(Worlds[seed]);
        Assert.Equal(42, result.Activations.Length);
        Assert.Equal(result.Activations[32..].Max(), result.Activations[32 + result.Answer]);
        Assert.Equal(7, result.Answer);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_larger_bias_makes_a_neuron_active_for_more_images(int seed)
    {
        WeightsStep.Result result = new WeightsStep().Compute(Worlds[seed]);
        Assert.Equal([-6, -3, 0, 3, 6], result.Shares.Select(share => share.Shift));
        Assert.Equal(result.Shares.OrderBy(share => share.Active), result.Shares);
        Assert.True(result.Shares[4].Active > result.Shares[0].Active);
        Assert.True(result.Activations.Take(5).Min() > result.Activations.TakeLast(5).Max());
    }

    [Fact]
    public void The_slopes_are_those_of_the_functions()
    {
        SigmoidStep.Result result = new SigmoidStep().Compute(Worlds[1]);
        for (int i = 0; i < result.Sigmoid.Length; i++)
        {
            double z = -6 + (0.1 * i);
            double sigmoid = 1 / (1 + Math.Exp(-z));
            Assert.Equal(sigmoid, result.Sigmoid[i].Value, 1e-5);
            Assert.Equal(sigmoid * (1 - sigmoid), result.Sigmoid[i].Slope, 1e-5);
            Assert.Equal(1 - (Math.Tanh(z) * Math.Tanh(z)), result.Tanh[i].Slope, 1e-5);
            Assert.Equal(Math.Abs(z) < 0.05 ? result.Relu[i].Slope : z > 0 ? 1 : 0, result.Relu[i].Slope, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_cost_is_that_of_the_library_and_falls_with_learning(int seed)
    {
        CostStep.Result result = new CostStep().Compute(Worlds[seed]);
        TourWorld world = Worlds[seed];
        float loss = world.Young.ComputeLoss(world.Test.Input(world.Seven), world.Test.Target(world.Seven), new float[10]);
        Assert.Equal(loss, result.Answers[1].Cost, 1e-5f);
        Assert.True(result.Answers[0].Mean > result.Answers[1].Mean && result.Answers[1].Mean > result.Answers[2].Mean);
        Assert.True(result.Answers[0].Cost > result.Answers[2].Cost);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_right_learning_rate_beats_one_too_small_and_one_too_large(int seed)
    {
        DescentStep.Result result = new DescentStep().Compute(Worlds[seed]);
        double[] ends = [.. result.Paths.Select(path => path.Places[^1].Cost)];
        Assert.True(ends[1] < ends[0] && ends[1] < ends[2], string.Join(' ', ends));
        Assert.True(ends.All(end => end < result.Paths[0].Places[0].Cost));

        // "Off the map": at least once, and to stay.
        Assert.True(Math.Max(Math.Abs(result.Paths[2].Places[^1].Weight), Math.Abs(result.Paths[2].Places[^1].Bias)) > CostMap.High);
        Assert.True(ends[1] < result.Map.Lowest * 1.1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_few_steep_weights_bring_most_of_the_fall(int seed)
    {
        GradientStep.Result result = new GradientStep().Compute(Worlds[seed]);
        Assert.All(result.Falls, fall => Assert.True(fall.Fall > 0));
        Assert.Equal(result.Falls.OrderBy(fall => fall.Fall), result.Falls);
        Assert.True(result.Falls[1].Fall > 0.5 * result.Falls[^1].Fall);
        Assert.True(result.Falls[3].Fall > 0.8 * result.Falls[^1].Fall);
        Assert.True(result.Sizes[0] > 10 * result.Sizes[result.Sizes.Length / 2]);

        double margin = Enumerable.Range(0, 784).Where(i => i / 28 is 0 or 27 || i % 28 is 0 or 27).Average(i => result.Pixels[i]);
        Assert.True(margin < 0.1 * result.Pixels.Max());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nudging_the_biases_lowers_the_cost(int seed)
    {
        BiasStep.Result result = new BiasStep().Compute(Worlds[seed]);
        Assert.True(result.After < result.Before);
        for (int k = 0; k < 10; k++)
        {
            Assert.Equal(k == 7, result.Nudges[k] > 0);

            // The chain rule: -2 (a - y) a (1 - a).
            float a = result.Outputs[k];
            Assert.Equal(-2 * (a - result.Target[k]) * a * (1 - a), result.Nudges[k], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nudges_to_weights_are_in_proportion_to_the_activations(int seed)
    {
        PreviousWeightsStep.Result result = new PreviousWeightsStep().Compute(Worlds[seed]);
        Assert.True(result.After < result.Before);
        for (int j = 0; j < 16; j++)
        {
            Assert.Equal(result.BiasNudge * result.Activations[j], result.Nudges[j], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Wishes_are_in_proportion_to_the_weights_and_add_up(int seed)
    {
        PreviousActivationsStep.Result result = new PreviousActivationsStep().Compute(Worlds[seed]);
        float bias = new PreviousWeightsStep().Compute(Worlds[seed]).BiasNudge;
        for (int j = 0; j < 16; j++)
        {
            Assert.Equal(bias * result.Weights[j], result.Wishes[7][j], 1e-5f);
            Assert.Equal(result.Wishes.Sum(row => row[j]), result.All[j], 1e-5f);
        }

        Assert.Equal(WishesOfTheFirstLayer(Worlds[seed]), result.Before, (a, b) => MathF.Abs(a - b) < 1e-3f);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Mini_batches_get_further_in_as_many_examples(int seed)
    {
        MiniBatchStep.Result result = new MiniBatchStep().Compute(Worlds[seed]);
        Assert.Equal(result.Whole[0], result.Batches[0]);
        Assert.True(result.Batches[^1] < 0.5 * result.Whole[^1]);
        Assert.Equal(7, result.Whole.Length);
        Assert.True(Turning(result.Stagger) > 3 * Turning(result.Careful), "The mini-batches do not stagger.");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void More_data_reads_more_new_images_and_closes_the_gap(int seed)
    {
        DataStep.Result result = new DataStep().Compute(Worlds[seed]);
        Assert.Equal(result.Rows.OrderBy(row => row.New), result.Rows);
        Assert.True(result.Rows[0].Known > 0.99);
        Assert.True(result.Rows[0].Known - result.Rows[0].New > 5 * (result.Rows[^1].Known - result.Rows[^1].New));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Balancing_finds_more_of_the_rare_class(int seed)
    {
        BalanceStep.Result result = new BalanceStep().Compute(Worlds[seed]);
        Assert.Equal(50, result.Eights);
        Assert.True(result.Ways[1].Recall[8] > result.Ways[0].Recall[8] + 0.2);
        Assert.True(result.Ways[2].Recall[8] > result.Ways[0].Recall[8] + 0.2);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Noise_is_answered_as_if_it_were_a_digit(int seed)
    {
        InsideStep.Result result = new InsideStep().Compute(Worlds[seed]);
        Assert.InRange(result.Sure, 0.1, 1);
        Assert.True(result.Accuracy > 0.9);
    }

    // By differences: how the cost falls when an activation of the first hidden layer rises.
    private static float[] WishesOfTheFirstLayer(TourWorld world)
    {
        DigitNet net = world.Young;
        float[] activations = new float[DigitNet.ActivationCount];
        net.Trace(world.Test.Input(world.Seven), activations);
        LastTwoLayers end = new();
        net.Parameters[^442..].CopyTo(end.Parameters);
        float Cost(int neuron, float change)
        {
            float[] first = activations[..16];
            first[neuron] += change;
            return end.ComputeLoss(first, world.Test.Target(world.Seven), new float[10]);
        }

        const float step = 0.01f;
        return [.. Enumerable.Range(0, 16).Select(neuron => (Cost(neuron, -step) - Cost(neuron, step)) / (2 * step))];
    }

    // The mean angle between a step and the next, in radians.
    private static double Turning((double Weight, double Bias)[] path)
    {
        double sum = 0;
        for (int i = 2; i < path.Length; i++)
        {
            double before = Math.Atan2(path[i - 1].Bias - path[i - 2].Bias, path[i - 1].Weight - path[i - 2].Weight);
            double after = Math.Atan2(path[i].Bias - path[i - 1].Bias, path[i].Weight - path[i - 1].Weight);
            sum += Math.Abs(Math.IEEERemainder(after - before, 2 * Math.PI));
        }

        return sum / (path.Length - 2);
    }
}
