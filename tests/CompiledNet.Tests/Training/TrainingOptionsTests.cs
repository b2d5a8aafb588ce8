namespace CompiledNet.Tests.Training;

public class TrainingOptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        TrainingOptions options = new();
        Assert.Equal((10, 32, 0, true, -1), (options.Epochs, options.BatchSize, options.Seed, options.Shuffle, options.MaxDegreeOfParallelism));
        Assert.Null(options.Validation);
        Assert.Null(options.Progress);
        Sgd sgd = Assert.IsType<Sgd>(options.Optimizer);
        Assert.Equal((0.1, 0, false, 0), (sgd.LearningRate, sgd.Momentum, sgd.Nesterov, sgd.WeightDecay));
    }

    public static TheoryData<TrainingOptions, string> Wrong => new()
    {
        { new() { Epochs = 0 }, "TrainingOptions.Epochs is 0; expected at least 1." },
        { new() { Epochs = -3 }, "TrainingOptions.Epochs is -3; expected at least 1." },
        { new() { BatchSize = 0 }, "TrainingOptions.BatchSize is 0; expected at least 1." },
        { new() { MaxDegreeOfParallelism = 0 }, "TrainingOptions.MaxDegreeOfParallelism is 0; expected at least 1, or -1" },
        { new() { MaxDegreeOfParallelism = -2 }, "TrainingOptions.MaxDegreeOfParallelism is -2; expected at least 1, or -1" },
        { new() { Optimizer = null! }, "TrainingOptions.Optimizer is null; expected an optimizer." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_out_of_range_is_refused_by_name(TrainingOptions options, string expected)
    {
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => new Trainer<LinearNetwork>(new LinearNetwork(), options));
        Assert.StartsWith(expected, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_whose_settings_do_not_go_together_is_refused_before_training()
    {
        TrainingOptions options = new() { Optimizer = new Sgd(0.1) { Nesterov = true } };
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => new Trainer<LinearNetwork>(new LinearNetwork(), options));
        Assert.Contains("Nesterov momentum needs a momentum above 0", exception.Message, StringComparison.Ordinal);
    }
}
