namespace CompiledNet.Tests.Training.Schedules;

[Trait("Category", "Numerics")]
public class ScheduleTests
{
    private const double Base = 0.05;
    private const int BatchesPerEpoch = 7;

    [Fact]
    public void A_point_knows_how_far_training_is()
    {
        SchedulePoint point = new(Step: 17, Epoch: 3, Epochs: 400_000_000, Batch: 3, BatchesPerEpoch, []);
        Assert.Equal(2_800_000_000, point.TotalSteps);
        Assert.Equal(2 + (3 / 7.0), point.EpochsDone);
    }

    [Fact]
    public void A_constant_stays() => Assert.All(Epochs(new ConstantSchedule(), 5), rate => Assert.Equal(Base, rate));

    // The example in PyTorch's documentation of StepLR: 0.05 for 30 epochs, then 0.005, then 0.0005.
    [Fact]
    public void Steps_are_PyTorchs()
    {
        double[] rates = Epochs(new StepSchedule(30), 90);
        for (int n = 0; n < 90; n++)
        {
            AssertClose(n < 30 ? 0.05 : n < 60 ? 0.005 : 0.0005, rates[n]);
        }

        AssertRecursion(Epochs(new StepSchedule(4, 0.7), 50), (rate, epoch) => epoch % 4 == 0 ? rate * 0.7 : rate);
    }

    [Fact]
    public void An_exponential_is_PyTorchs() => AssertRecursion(Epochs(new ExponentialSchedule(0.93), 100), (rate, _) => rate * 0.93);

    [Fact]
    public void A_cosine_is_PyTorchs()
    {
        CosineSchedule schedule = new() { FinalLearningRate = 0.002 };
        double[] rates = Steps(schedule, 6);
        Assert.True(schedule.ChangesWithinEpoch);
        Assert.Equal(Base, rates[0]);
        for (int step = 0; step < rates.Length; step++)
        {
            AssertClose(0.002 + ((Base - 0.002) * (1 + Math.Cos(Math.PI * step / rates.Length)) / 2), rates[step]);
        }

        Assert.True(rates.Zip(rates.Skip(1)).All(pair => pair.First > pair.Second));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1.5)]
    [InlineData(0.1)]
    public void A_cosine_warms_up_in_a_straight_line(double epochs)
    {
        double[] rates = Steps(new CosineSchedule { WarmUpEpochs = epochs }, 6);
        double warmUp = epochs * BatchesPerEpoch;
        for (int step = 0; step < rates.Length; step++)
        {
            double expected = step < warmUp
                ? Base * Math.Min(1, (step + 1) / warmUp)
                : Base * (1 + Math.Cos(Math.PI * (step - warmUp) / (rates.Length - warmUp))) / 2;
            AssertClose(expected, rates[step]);
            Assert.InRange(rates[step], 1e-6, Base);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    public void A_warm_up_may_take_all_of_training(double epochs) => Assert.All(
        Steps(new CosineSchedule { WarmUpEpochs = epochs }, 6).Select((rate, step) => (rate, step)),
        pair => AssertClose(Base * (pair.step + 1) / (epochs * BatchesPerEpoch), pair.rate));

    [Fact]
    public void A_cosine_stays_where_it_ends()
    {
        CosineSchedule schedule = new() { FinalLearningRate = 0.01 };
        Assert.Equal(0.01, schedule.GetLearningRate(Base, new SchedulePoint(70, 11, 10, 0, BatchesPerEpoch, [])));
        Assert.Equal(0.01, schedule.GetLearningRate(Base, new SchedulePoint(700, 101, 10, 0, BatchesPerEpoch, [])));
    }

    [Fact]
    public void A_function_gives_the_rate_itself()
    {
        SchedulePoint point = new(9, 2, 3, 2, BatchesPerEpoch, []);
        Assert.Equal(10, new FuncSchedule(at => at.Step + 1).GetLearningRate(Base, point));
        Assert.Equal(Base * 4, new FuncSchedule((rate, at) => rate * at.Epoch * at.Batch).GetLearningRate(Base, point));
        Assert.True(new FuncSchedule(_ => 1).ChangesWithinEpoch);
        Assert.False(new FuncSchedule(_ => 1) { EachStep = false }.ChangesWithinEpoch);
        Assert.Throws<ArgumentNullException>(() => new FuncSchedule((Func<SchedulePoint, double>)null!));
        Assert.Throws<ArgumentNullException>(() => new FuncSchedule((Func<double, SchedulePoint, double>)null!));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.1)]
    public void Settings_out_of_range_are_named(double value)
    {
        AssertRefused("gamma", () => new StepSchedule(1, value));
        AssertRefused("gamma", () => new ExponentialSchedule(value));
        AssertRefused("WarmUpEpochs", () => new CosineSchedule { WarmUpEpochs = value });
        AssertRefused("FinalLearningRate", () => new CosineSchedule { FinalLearningRate = value });
        AssertRefused("Factor", () => new ReduceOnPlateauSchedule { Factor = value });
        AssertRefused("Threshold", () => new ReduceOnPlateauSchedule { Threshold = value });
        AssertRefused("MinimumLearningRate", () => new ReduceOnPlateauSchedule { MinimumLearningRate = value });
    }

    [Fact]
    public void Settings_at_the_edge_are_refused_or_not()
    {
        AssertRefused("stepEpochs", () => new StepSchedule(0));
        AssertRefused("gamma", () => new StepSchedule(1, 0));
        AssertRefused("gamma", () => new ExponentialSchedule(1.1));
        AssertRefused("Factor", () => new ReduceOnPlateauSchedule { Factor = 1 });
        AssertRefused("Threshold", () => new ReduceOnPlateauSchedule { Threshold = 1 });
        AssertRefused("Patience", () => new ReduceOnPlateauSchedule { Patience = -1 });
        AssertRefused("Cooldown", () => new ReduceOnPlateauSchedule { Cooldown = -1 });
        Assert.Equal(1, new ExponentialSchedule(1).Gamma);
        Assert.Equal(0, new ReduceOnPlateauSchedule { Patience = 0 }.Patience);
    }

    private static void AssertRefused(string setting, Func<object> create) =>
        Assert.StartsWith(setting + " is ", Assert.Throws<ArgumentOutOfRangeException>(create).Message, StringComparison.Ordinal);

    private static double[] Epochs(LearningRateSchedule schedule, int count)
    {
        Assert.False(schedule.ChangesWithinEpoch);
        return
        [
            .. Enumerable.Range(1, count).Select(epoch => schedule.GetLearningRate(
                Base, new SchedulePoint((epoch - 1) * (long)BatchesPerEpoch, epoch, count, 0, BatchesPerEpoch, []))),
        ];
    }

    private static double[] Steps(LearningRateSchedule schedule, int epochs) =>
    [
        .. Enumerable.Range(0, epochs * BatchesPerEpoch).Select(step => schedule.GetLearningRate(
            Base, new SchedulePoint(step, 1 + (step / BatchesPerEpoch), epochs, step % BatchesPerEpoch, BatchesPerEpoch, []))),
    ];

    // PyTorch's schedulers multiply the last rate; epoch counts the epochs that are finished.
    private static void AssertRecursion(double[] rates, Func<double, int, double> next)
    {
        double expected = Base;
        for (int epoch = 0; epoch < rates.Length; epoch++)
        {
            expected = epoch == 0 ? Base : next(expected, epoch);
            AssertClose(expected, rates[epoch]);
        }
    }

    private static void AssertClose(double expected, double actual) => Assert.InRange(actual, expected - (1e-14 * Base), expected + (1e-14 * Base));
}
