using ScottPlot;
using ScottPlot.TickGenerators;

namespace CompiledNet.Benchmarks;

/// <summary>The chart "speed relative to peers": how many times as long each peer takes, on a logarithmic axis.</summary>
internal static class Chart
{
    private const int Width = 900;

    // Laid out with the first font where it is installed; the others, for who looks at the chart, have nearly the same widths.
    private const string Font = "DejaVu Sans";
    private const string FontsToShow = "DejaVu Sans, Verdana, sans-serif";

    private const int RowHeight = 17;
    private const int Frame = 130;
    private const float TextSize = 13;

    // Room for the label of the longest bar, as a power of ten.
    private const double RoomForLabels = 0.35;
    private const double MarginBelow = 0.8;

    private static readonly (IPeer Peer, string Color)[] Bars =
    [
        (AllPeers.TorchModules, "#d1495b"), (AllPeers.TorchTensors, "#edae49"), (AllPeers.OnnxRuntime, "#3d6fb4"), (AllPeers.Plain, "#8d99a6"),
    ];

    private static readonly (string Section, Workload Workload, int Rows, string Label)[] Groups =
    [
        (Suite.PredictOneSection, AllWorkloads.SmallTanh, 1, "4-32-16-4\none example"),
        (Suite.PredictOneSection, AllWorkloads.Digits, 1, "784-16-16-10\none example"),
        (Suite.StepSection, AllWorkloads.SmallTanh, 32, "4-32-16-4\ntraining step, batch 32"),
        (Suite.StepSection, AllWorkloads.SmallTanh, 128, "4-32-16-4\ntraining step, batch 128"),
        (Suite.FitSection, AllWorkloads.SmallTanh, AllWorkloads.ManyExamples, "4-32-16-4\ntraining step, batch 10,000"),
        (Suite.StepSection, AllWorkloads.Digits, 32, "784-16-16-10\ntraining step, batch 32"),
        (Suite.StepSection, AllWorkloads.Digits, 128, "784-16-16-10\ntraining step, batch 128"),
        (Suite.StepSection, AllWorkloads.LargeReLU, 32, "784-128-64-10\ntraining step, batch 32"),
        (Suite.StepSection, AllWorkloads.LargeReLU, 128, "784-128-64-10\ntraining step, batch 128"),
        (Suite.PredictOneSection, AllWorkloads.LeNet5, 1, "LeNet-5\none image"),
        (Suite.StepSection, AllWorkloads.LeNet5, 32, "LeNet-5\ntraining step, batch 32"),
        (Suite.StepSection, AllWorkloads.LeNet5, 128, "LeNet-5\ntraining step, batch 128"),
    ];

    /// <summary>Draws speed.svg from the quick.csv in the folder.</summary>
    /// <exception cref="FileNotFoundException">There is no quick.csv.</exception>
    public static void Draw(string folder)
    {
        string source = Path.Combine(folder, QuickRun.FileName + ".csv");
        if (!File.Exists(source))
        {
            throw new FileNotFoundException($"There is no {source}; --quick --out {folder} writes it.", source);
        }

        using Plot plot = new();
        int height = Draw(plot, ResultsFile.Read(source));
        string path = Path.Combine(folder, "speed.svg");
        string svg = plot.GetSvgXml(Width, height).ReplaceLineEndings("\n");
        File.WriteAllText(path, svg.Replace($"font-family=\"{Font}\"", $"font-family=\"{FontsToShow}\"", StringComparison.Ordinal));
        Console.WriteLine($"Wrote {path}.");
    }

    private static int Draw(Plot plot, IReadOnlyList<Row> rows)
    {
        List<(double Position, string Label)> groups = [];
        HashSet<IPeer> shown = [];
        double smallest = 1;
        double largest = 1;
        double y = 0;
        foreach ((string section, Workload workload, int count, string label) in Groups)
        {
            if (Targets.Find(rows, section, workload, count) is not { Ours: { } ours } row)
            {
                continue;
            }

            double top = y;
            foreach ((IPeer peer, string color) in Bars)
            {
                if (row.Find(peer.Name) is { } timing)
                {
                    double ratio = timing.Median / ours.Median;
                    AddBar(plot, y, ratio, Color.FromHex(color));
                    shown.Add(peer);
                    smallest = Math.Min(smallest, ratio);
                    largest = Math.Max(largest, ratio);
                    y--;
                }
            }

            groups.Add(((top + y + 1) / 2, label));
            y--;
        }

        double right = Math.Log10(largest) + RoomForLabels;
        Style(plot, groups, right);
        plot.Axes.SetLimits(Math.Log10(smallest * MarginBelow), right, y + 0.5, 1);
        foreach ((IPeer peer, string color) in Bars.Where(bar => shown.Contains(bar.Peer)))
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = peer.Name, FillColor = Color.FromHex(color), LineWidth = 0, LabelFontSize = TextSize - 1, LabelFontName = Font });
        }

        return (int)(-y * RowHeight) + Frame;
    }

    private static void AddBar(Plot plot, double y, double ratio, Color color)
    {
        double length = Math.Log10(ratio);
        plot.Add.Bar(new Bar { Position = y, Value = length, FillColor = color, LineWidth = 0, Size = 0.86, Orientation = Orientation.Horizontal });
        ScottPlot.Plottables.Text text = plot.Add.Text(Format.Ratio(ratio), Math.Max(length, 0), y);
        text.LabelAlignment = Alignment.MiddleLeft;
        text.OffsetX = 4;
        text.LabelFontSize = TextSize - 1;
        text.LabelFontName = Font;
        text.LabelFontColor = Color.FromHex("#222222");
    }

    private static void Style(Plot plot, List<(double Position, string Label)> groups, double right)
    {
        // A background of its own, so that the chart reads the same on a light and on a dark page.
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Font.Set(Font);
        plot.Title("How many times as long as CompiledNet the others take", size: TextSize + 3);
        plot.XLabel("time as a multiple of CompiledNet's, logarithmic; one thread each", size: TextSize - 1);
        plot.Axes.Bottom.Label.Bold = false;

        NumericManual marks = new();
        for (int power = 0; power <= right; power++)
        {
            marks.AddMajor(power, FormattableString.Invariant($"{Math.Pow(10, power):N0}x"));
            for (int n = 2; n < 10; n++)
            {
                marks.AddMinor(power + Math.Log10(n));
            }
        }

        plot.Axes.Bottom.TickGenerator = marks;
        NumericManual names = new();
        groups.ForEach(group => names.AddMajor(group.Position, group.Label));
        plot.Axes.Left.TickGenerator = names;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.TickLabelStyle.FontSize = TextSize - 1;
        plot.Axes.Bottom.TickLabelStyle.FontSize = TextSize - 1;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.Grid.XAxisStyle.MajorLineStyle.Color = Color.FromHex("#dddddd");
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.InterItemPadding = new PixelPadding(18, 4);
        plot.Legend.ShadowColor = Colors.Transparent;
    }
}
