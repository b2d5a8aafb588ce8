using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

[Trait("Category", "Numerics")]
public class TrainStepTests
{
    private const int Batch = 7;
    private const int Steps = 6;

    private static readonly float[] Inputs = Networks.TestData.Uniform(Steps * Batch * StaticNetworks.Regression.InputSize, new SeededRandom(1), -1, 1);

    private static readonly float[] Targets = Networks.TestData.Uniform(Steps * Batch * StaticNetworks.Regression.OutputSize, new SeededRandom(2), 0, 1);

    public static TheoryData<double, double> Settings => new() { { 0, 0 }, { 0, 0.01 }, { 0.9, 0 } };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Steps_one_by_one_learn_what_an_epoch_learns(double momentum, double weightDecay)
    {
        TrainingOptions options = new()
        {
            Epochs = 1, BatchSize = Batch, Shuffle = false, Optimizer = new Sgd(0.1) { Momentum = momentum, WeightDecay = weightDecay },
        };
        StaticNetworks.Regression byEpoch = new(1);
        byEpoch.Train(new Dataset(Inputs, Targets, StaticNetworks.Regression.InputSize, StaticNetworks.Regression.OutputSize), options);
        StaticNetworks.Regression byStep = new(1);
        StaticNetworks.Regression byHand = new(1);
        Trainer<StaticNetworks.Regression> trainer = new(byStep, options);
        float[] gradient = new float[StaticNetworks.Regression.ParameterCount];
        float[] state = new float[options.Optimizer.GetStateLength(gradient.Length)];
        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> x = Inputs.AsSpan(step * Batch * StaticNetworks.Regression.InputSize, Batch * StaticNetworks.Regression.InputSize);
            ReadOnlySpan<float> y = Targets.AsSpan(step * Batch * StaticNetworks.Regression.OutputSize, Batch * StaticNetworks.Regression.OutputSize);
            float loss = byHand.Backpropagate(x, y, gradient);
            options.Optimizer.Step(byHand.Parameters, gradient, state, new OptimizerStep(step + 1, 0.1));
            Assert.Equal(loss, trainer.TrainStep(x, y));
        }

        Assert.Equal(byEpoch.Parameters.ToArray(), byStep.Parameters.ToArray());
        Assert.Equal(byHand.Parameters.ToArray(), byStep.Parameters.ToArray());
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_step_allocates_nothing(double momentum, double weightDecay)
    {
        Trainer<StaticNetworks.Regression> trainer =
            new(new StaticNetworks.Regression(1), new TrainingOptions { Optimizer = new Sgd(0.1) { Momentum = momentum, WeightDecay = weightDecay } });
        trainer.TrainStep(Inputs, Targets);
        Action steps = () =>
        {
            for (int step = 0; step < 20; step++)
            {
                trainer.TrainStep(Inputs, Targets);
            }
        };
        Assert.Equal(0, Allocations.Least(steps));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_step_takes_the_learning_rate_it_is_given_and_remembers_its_momentum(double momentum, double weightDecay)
    {
        Sgd optimizer = new(0.1) { Momentum = momentum, WeightDecay = weightDecay };
        StaticNetworks.Regression byStep = new(1);
        StaticNetworks.Regression byHand = new(1);
        Trainer<StaticNetworks.Regression> trainer = new(byStep, new TrainingOptions { Optimizer = optimizer });
        float[] gradient = new float[StaticNetworks.Regression.ParameterCount];
        float[] state = new float[optimizer.GetStateLength(gradient.Length)];
        double[] rates = [0.2, 0.05, 0, 0.1];
        for (int step = 0; step < rates.Length; step++)
        {
            byHand.Backpropagate(Inputs, Targets, gradient);
            optimizer.Step(byHand.Parameters, gradient, state, new OptimizerStep(step + 1, rates[step]));
            trainer.TrainStep(Inputs, Targets, rates[step]);
            Assert.Equal(byHand.Parameters.ToArray(), byStep.Parameters.ToArray());
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e39)]
    public void A_learning_rate_out_of_range_is_refused(double rate)
    {
        StaticNetworks.Regression network = new(1);
        float[] before = network.Parameters.ToArray();
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer<StaticNetworks.Regression>(network).TrainStep(Inputs, Targets, rate));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void Any_network_can_take_steps()
    {
        LinearNetwork network = new();
        Trainer<LinearNetwork> trainer = new(network, new TrainingOptions { Optimizer = new Sgd(0.1) });
        Dataset data = TestData.Linear(5);
        float first = trainer.TrainStep(data.Inputs.Span, data.Targets.Span);
        float last = first;
        for (int step = 0; step < 100; step++)
        {
            last = trainer.TrainStep(data.Inputs.Span, data.Targets.Span);
        }

        Assert.True(last < first / 10, FormattableString.Invariant($"The loss went from {first} to {last}."));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(18, 3)]
    [InlineData(38, 3)]
    [InlineData(19, 6)]
    public void Lengths_that_do_not_fit_are_refused(int inputs, int targets)
    {
        StaticNetworks.Regression network = new(1);
        float[] before = network.Parameters.ToArray();
        Assert.Throws<ArgumentException>(() => new Trainer<StaticNetworks.Regression>(network).TrainStep(new float[inputs], new float[targets]));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_loss_that_is_not_finite_changes_nothing(double momentum, double weightDecay)
    {
        StaticNetworks.Regression network = new(1);
        Trainer<StaticNetworks.Regression> trainer =
            new(network, new TrainingOptions { Optimizer = new Sgd(0.1) { Momentum = momentum, WeightDecay = weightDecay } });
        trainer.TrainStep(Inputs, Targets);
        float[] before = network.Parameters.ToArray();
        float[] bad = [.. Inputs];
        bad[30] = float.NaN;
        TrainingException exception = Assert.Throws<TrainingException>(() => trainer.TrainStep(bad, Targets));
        Assert.Equal((0, 2, (int?)null), (exception.Epoch, exception.Batch, exception.Example));
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.True(float.IsFinite(trainer.TrainStep(Inputs, Targets)));
    }
}
