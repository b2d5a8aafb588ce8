using CompiledNet.Reports;

namespace CompiledNet.Visualization.Tests.Report;

/// <summary>Reports on networks that have gone wrong, or whose images are not what they seem, and files that are not ordinary ones.</summary>
public sealed class ReportEdgeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compilednet-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_network_that_has_diverged_has_a_report_that_says_so(float broken)
    {
        YesNoNet net = new(1);
        net.Parameters[3] = broken;
        string html = TrainingReport.Create(net, null, ReportRuns.Points(50, 2));
        Assert.Contains("Of 21 parameters, 1 is infinite or not a number", html, StringComparison.Ordinal);
        Assert.Contains("The network YesNoNet", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Weights of each layer", html, StringComparison.Ordinal);

        // The others are drawn beside the largest finite one.
        Assert.Contains("Layer 1: lines for 9 of 10 weights", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_images_only_where_they_lie_on_the_pixels_that_are_shown()
    {
        Dataset test = ReportRuns.Images(256, 20, 1);
        Assert.Contains("Weights of the neurons", TrainingReport.Create(new FlatImageNet(1), null, test), StringComparison.Ordinal);
        Assert.Contains("Weights of the neurons", TrainingReport.Create(new FlatImageNet(1), null, test, new() { ImageShape = new TensorShape(16, 16, 1) }), StringComparison.Ordinal);
        Assert.DoesNotContain("Weights of the neurons", TrainingReport.Create(new FlatImageNet(1), null, test, new() { ImageShape = new TensorShape(8, 32) }), StringComparison.Ordinal);

        // 8 x 8 x 4 numbers after pooling are not an image of 16 x 16.
        Assert.DoesNotContain("Weights of the neurons", TrainingReport.Create(new PooledNet(1), null, ReportRuns.Images(1024, 20, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_a_heading_even_where_the_title_is_blank() =>
        Assert.Contains("<h1>YesNoNet</h1>", TrainingReport.Create(new YesNoNet(1), null, ReportRuns.Points(50, 2), new() { Title = " " }), StringComparison.Ordinal);

    [Fact]
    public void The_cost_surface_sees_all_classes_where_they_take_turns()
    {
        // An output that is always sure of yes: of the examples of no, the loss is ln(1 + e^2), of those of yes ln(1 + e^-2).
        YesNoNet net = new(1);
        net.Parameters.Clear();
        net.Parameters[^1] = 2;
        float[] inputs = new float[4_000];
        float[] targets = [.. Enumerable.Range(0, 2_000).Select(i => i % 2f)];
        CostSurface surface = CostSurface.Measure(net, new Dataset(inputs, targets, 2, 1), new() { Examples = 100, Steps = 3, Resolution = 5, LearningRate = 0.1 });
        Assert.InRange(surface.TrainedLoss, 0.8, 1.5);
    }

    [Fact]
    public void A_link_is_followed()
    {
        string file = Path.Combine(_folder, "real.html");
        string link = Path.Combine(_folder, "link.html");
        File.WriteAllText(file, "before");
        File.CreateSymbolicLink(link, file);
        TrainingReport.Write(link, new YesNoNet(1), null, ReportRuns.Points(50, 2));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_is_not_replaced_by_a_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const string device = "/dev/compilednet-no-such-device";
        try
        {
            IOException exception = Assert.Throws<IOException>(() => TrainingReport.Write(device, new YesNoNet(1), null, ReportRuns.Points(50, 2)));
            Assert.Contains("it is a device", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(device);
        }
    }

    [Fact]
    public void Of_the_example_it_is_said_which_neurons_are_shown_and_a_single_output_is_no_class()
    {
        Dataset rows = Dataset.FromLabels(new float[12], [0], 100, 12);
        string example = Plots.Network(new HundredNet(1), rows.Input(0)).Description;
        Assert.Contains("Of the 40 in \"40 neurons\", the 16 that contribute most are shown.", example, StringComparison.Ordinal);
        Assert.Contains("Of the 100 in \"100 outputs\", the 16 with the largest values are shown.", example, StringComparison.Ordinal);
        Assert.Contains("Of the 40 in \"40 neurons\", the 16 with the strongest weights are shown.", Plots.Network(new HundredNet(1)).Description, StringComparison.Ordinal);
        Assert.Contains(" Output: 0.", Plots.Network(new YesNoNet(1), [0.5f, 0.5f]).Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "100.00 %")]
    [InlineData(0.99999, "99.99 %")]
    [InlineData(0.98765, "98.77 %")]
    [InlineData(0, "0.00 %")]
    public void What_is_not_all_is_not_written_as_all(double share, string expected) => Assert.Equal(expected, Words.Percent(share));
}

/// <summary>Pooling, and then a dense layer with a square number of inputs.</summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(16, 16, 4)]
[MaxPool2D(2)]
[Flatten]
[Dense(5, Activation.ReLU)]
[Dense(4, Activation.Softmax)]
public sealed partial class PooledNet;
