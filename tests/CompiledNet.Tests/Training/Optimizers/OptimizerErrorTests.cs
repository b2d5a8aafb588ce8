using System.Globalization;

namespace CompiledNet.Tests.Training.Optimizers;

public class OptimizerErrorTests
{
    public static TheoryData<string> Names => OptimizerCases.Names;

    [Fact]
    public void The_defaults_are_PyTorchs()
    {
        Adam adam = new();
        Assert.Equal((0.001, 0.9, 0.999, 1e-8, 0, false), (adam.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay, adam.AmsGrad));
        AdamW adamW = new();
        Assert.Equal((0.001, 0.9, 0.999, 1e-8, 0.01), (adamW.LearningRate, adamW.Beta1, adamW.Beta2, adamW.Epsilon, adamW.WeightDecay));
        RmsProp rmsProp = new();
        Assert.Equal(
            (0.01, 0.99, 1e-8, 0, false, 0),
            (rmsProp.LearningRate, rmsProp.Alpha, rmsProp.Epsilon, rmsProp.Momentum, rmsProp.Centered, rmsProp.WeightDecay));
        Adagrad adagrad = new();
        Assert.Equal(
            (0.01, 0, 0, 1e-10, 0),
            (adagrad.LearningRate, adagrad.LearningRateDecay, adagrad.InitialAccumulator, adagrad.Epsilon, adagrad.WeightDecay));
    }

    [Fact]
    public void The_state_is_as_long_as_what_is_remembered()
    {
        Assert.Equal(14, new Adam().GetStateLength(7));
        Assert.Equal(21, new Adam { AmsGrad = true }.GetStateLength(7));
        Assert.Equal(14, new AdamW().GetStateLength(7));
        Assert.Equal(7, new RmsProp().GetStateLength(7));
        Assert.Equal(14, new RmsProp { Centered = true }.GetStateLength(7));
        Assert.Equal(14, new RmsProp { Momentum = 0.5 }.GetStateLength(7));
        Assert.Equal(21, new RmsProp { Centered = true, Momentum = 0.5 }.GetStateLength(7));
        Assert.Equal(7, new Adagrad().GetStateLength(7));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.1)]
    [InlineData(1e39)]
    public void Settings_out_of_range_are_named(double value)
    {
        AssertRefused("Beta1", value, () => new Adam { Beta1 = value });
        AssertRefused("Beta2", value, () => new Adam { Beta2 = value });
        AssertRefused("Epsilon", value, () => new Adam { Epsilon = value });
        AssertRefused("WeightDecay", value, () => new Adam { WeightDecay = value });
        AssertRefused("Beta1", value, () => new AdamW { Beta1 = value });
        AssertRefused("Beta2", value, () => new AdamW { Beta2 = value });
        AssertRefused("Epsilon", value, () => new AdamW { Epsilon = value });
        AssertRefused("WeightDecay", value, () => new AdamW { WeightDecay = value });
        AssertRefused("Alpha", value, () => new RmsProp { Alpha = value });
        AssertRefused("Epsilon", value, () => new RmsProp { Epsilon = value });
        AssertRefused("Momentum", value, () => new RmsProp { Momentum = value });
        AssertRefused("WeightDecay", value, () => new RmsProp { WeightDecay = value });
        AssertRefused("LearningRateDecay", value, () => new Adagrad { LearningRateDecay = value });
        AssertRefused("InitialAccumulator", value, () => new Adagrad { InitialAccumulator = value });
        AssertRefused("Epsilon", value, () => new Adagrad { Epsilon = value });
        AssertRefused("WeightDecay", value, () => new Adagrad { WeightDecay = value });
    }

    [Fact]
    public void A_mean_that_never_changes_and_an_epsilon_of_0_are_refused()
    {
        // The last but one is 1 as a float.
        AssertRefused("Beta1", 1, () => new Adam { Beta1 = 1 });
        AssertRefused("Beta2", 0.999999999, () => new AdamW { Beta2 = 0.999999999 });
        AssertRefused("Epsilon", 0, () => new RmsProp { Epsilon = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Wrong_arguments_are_refused_before_anything_changes(string name)
    {
        Optimizer optimizer = OptimizerCases.Get(name);
        float[] parameters = [1, 2, 3];
        int right = optimizer.GetStateLength(3);
        foreach ((int gradient, int state, long number) in ((int, int, long)[])[(2, right, 1), (4, right, 1), (3, right - 1, 1), (3, right + 1, 1), (3, right, 0)])
        {
            Assert.ThrowsAny<ArgumentException>(
                () => optimizer.Step(parameters, new float[gradient], new float[state], new OptimizerStep(number, 1)));
            Assert.Equal([1, 2, 3], parameters);
        }
    }

    private static void AssertRefused(string setting, double value, Func<object> create) => Assert.StartsWith(
        $"{setting} is {value.ToString(CultureInfo.InvariantCulture)}; expected ",
        Assert.Throws<ArgumentOutOfRangeException>(create).Message,
        StringComparison.Ordinal);
}
