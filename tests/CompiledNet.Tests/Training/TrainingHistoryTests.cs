using System.Globalization;
using System.Text;
using CompiledNet.Tests.Data;
using CsCheck;

namespace CompiledNet.Tests.Training;

public class TrainingHistoryTests
{
    private static readonly EpochReport[] Example =
    [
        new(1, 0.1, null, null, TimeSpan.FromTicks(12_345_678)) { LearningRate = 0.05, Steps = 1875 },
        new(2, 1.0 / 3, 2.5e-7, 0.9876, TimeSpan.FromTicks(100_000_000_001)) { LearningRate = 1e-300, Steps = 1L << 40 },
    ];

    private static readonly Gen<double> AnyDouble = Gen.OneOf(
        Gen.Double,
        Gen.Int[0, 5].Select(i => new[] { 0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon }[i]));

    private static readonly Gen<EpochReport> Report =
        Gen.Select(Gen.Int[1, int.MaxValue], AnyDouble, Gen.Bool, AnyDouble, AnyDouble, AnyDouble, Gen.Long[0, long.MaxValue], Gen.Long[0, TimeSpan.TicksPerDay * 365_000]).Select(
            (epoch, train, validated, loss, accuracy, rate, steps, ticks) =>
                new EpochReport(epoch, train, validated ? loss : null, validated ? accuracy : null, TimeSpan.FromTicks(ticks)) { LearningRate = rate, Steps = steps });

    [Fact]
    public void Every_history_comes_back_from_json_unless_both_validation_figures_are_NaN() => Report.Array[0, 5].Sample(
        history =>
        {
            using MemoryStream stream = new();
            history.WriteJson(stream);
            stream.Position = 0;
            IReadOnlyList<EpochReport> back = TrainingHistory.ReadJson(stream);
            EpochReport[] expected =
            [
                .. history.Select(report => report.ValidationLoss is double.NaN && report.ValidationAccuracy is double.NaN
                    ? report with { ValidationLoss = null, ValidationAccuracy = null }
                    : report),
            ];
            Assert.Equal(expected, back);
            Assert.Equal(expected.Select(report => BitConverter.DoubleToInt64Bits(report.TrainLoss)), back.Select(report => BitConverter.DoubleToInt64Bits(report.TrainLoss)));
        },
        iter: 300,
        threads: 1);

    [Fact]
    public void The_compact_form_is_exact_to_the_bit() => Report.Array[0, 5].Sample(
        history => Assert.Equal(history.Select(Bits), TrainingHistory.Parse(TrainingHistory.ToJson(history)).Select(Bits)),
        iter: 300,
        threads: 1);

    [Fact]
    public void The_compact_form_keeps_the_bits_of_every_NaN()
    {
        double odd = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234);
        EpochReport report = new(1, odd, -double.NaN, double.NegativeInfinity, TimeSpan.Zero) { LearningRate = -0.0 };
        string json = TrainingHistory.ToJson([report]);
        Assert.Equal(Bits(report), Bits(TrainingHistory.Parse(json).Single()));
        Assert.StartsWith("{\"version\":1,\"epochs\":[[1,\"7FF8000000001234\",", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_stable_names_in_every_culture() => InGerman(() =>
    {
        using MemoryStream stream = new();
        Example.WriteJson(stream);
        Assert.Equal(
            """
            [
              {
                "epoch": 1,
                "trainLoss": 0.1,
                "validationLoss": null,
                "validationAccuracy": null,
                "learningRate": 0.05,
                "steps": 1875,
                "elapsedSeconds": 1.2345678
              },
              {
                "epoch": 2,
                "trainLoss": 0.3333333333333333,
                "validationLoss": 2.5E-07,
                "validationAccuracy": 0.9876,
                "learningRate": 1E-300,
                "steps": 1099511627776,
                "elapsedSeconds": 10000.0000001
              }
            ]
            """,
            Encoding.UTF8.GetString(stream.ToArray()));
    });

    [Fact]
    public void Csv_has_a_header_and_a_line_for_each_epoch_in_every_culture() => InGerman(() =>
    {
        using StringWriter text = new();
        Example.Append(new EpochReport(3, double.NaN, double.PositiveInfinity, 0, TimeSpan.Zero)).ToArray().WriteCsv(text);
        Assert.Equal(
            """
            epoch,trainLoss,validationLoss,validationAccuracy,learningRate,steps,elapsedSeconds
            1,0.1,,,0.05,1875,1.2345678
            2,0.3333333333333333,2.5E-07,0.9876,1E-300,1099511627776,10000.0000001
            3,NaN,Infinity,0,0,0,0

            """,
            text.ToString());
    });

    [Fact]
    public void A_result_saves_its_history_by_extension()
    {
        using TestFolder folder = new();
        TrainingResult result = new(LinearNetwork.Topology, Example, cancelled: false, TimeSpan.Zero);
        result.SaveHistory(folder.PathOf("a.JSON"));
        result.SaveHistory(folder.PathOf("a.csv"));
        Assert.Equal(Example, TrainingHistory.ReadJson(folder.PathOf("a.JSON")));
        Assert.StartsWith("epoch,trainLoss,", File.ReadAllText(folder.PathOf("a.csv")), StringComparison.Ordinal);
        string message = Assert.Throws<ArgumentException>(() => result.SaveHistory(folder.PathOf("a.txt"))).Message;
        Assert.Contains("its extension is \".txt\"; expected .json or .csv", message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("a.txt")));
    }

    [Theory]
    [InlineData("{}", "does not start with an array")]
    [InlineData("[1]", "element 0 is not an object")]
    [InlineData("[{}]", "element 0 has no epoch")]
    [InlineData("[{\"epoch\":1,\"epoch\":1}]", "element 0 has epoch twice")]
    [InlineData("[{\"loss\":1}]", "a field loss, which is unknown")]
    [InlineData("[{\"epoch\":0}]", "no whole number from 1 on as epoch")]
    [InlineData("[{\"epoch\":1.5}]", "no whole number from 1 on as epoch")]
    [InlineData("[{\"steps\":-1}]", "no whole number from 0 on as steps")]
    [InlineData("[{\"elapsedSeconds\":-1}]", "no time from 0 on")]
    [InlineData("[{\"elapsedSeconds\":1e20}]", "no time from 0 on")]
    [InlineData("[{\"trainLoss\":\"much\"}]", "\"much\" is not a number")]
    [InlineData("[{\"trainLoss\":[]}]", "Cannot read the history in the stream")]
    [InlineData("[{\"epoch\":\"1\"}]", "Cannot read the history in the stream")]
    [InlineData("[", "Cannot read the history in the stream")]
    [InlineData("[] []", "Cannot read the history in the stream")]
    [InlineData("", "Cannot read the history in the stream")]
    public void What_is_no_history_is_refused(string json, string expected)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => TrainingHistory.ReadJson(stream)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"version\":2,\"epochs\":[]}")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":1,\"epochs\":[[1,2,3]]}")]
    [InlineData("{\"version\":1,\"epochs\":[[1,null,null,null,0,0,0]]}")]
    [InlineData("{\"version\":1,\"epochs\":[[1,\"NaN\",null,null,0,0,0]]}")]
    [InlineData("{\"version\":1,\"epochs\":[[1.5,0,null,null,0,0,0]]}")]
    public void What_is_no_compact_history_is_refused(string json) =>
        Assert.StartsWith("Cannot read the history of a checkpoint", Assert.Throws<InvalidDataException>(() => TrainingHistory.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_byte_order_mark_does_no_harm()
    {
        using MemoryStream stream = new([0xEF, 0xBB, 0xBF, (byte)'[', (byte)']']);
        Assert.Empty(TrainingHistory.ReadJson(stream));
    }

    private static (int, long, long?, long?, long, long, long) Bits(EpochReport report) => (
        report.Epoch,
        BitConverter.DoubleToInt64Bits(report.TrainLoss),
        report.ValidationLoss is { } loss ? BitConverter.DoubleToInt64Bits(loss) : null,
        report.ValidationAccuracy is { } accuracy ? BitConverter.DoubleToInt64Bits(accuracy) : null,
        BitConverter.DoubleToInt64Bits(report.LearningRate),
        report.Steps,
        report.Elapsed.Ticks);

    private static void InGerman(Action action)
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
