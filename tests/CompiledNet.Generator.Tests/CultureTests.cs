using System.Globalization;
using CompiledNet.Generator.Tests.Harness;

namespace CompiledNet.Generator.Tests;

/// <summary>A developer's regional settings change neither the code nor the messages.</summary>
public class CultureTests
{
    private const string Source = """
        using CompiledNet;
        [CompiledNetwork(1234, 17, 3, Hidden = Activation.LeakyReLU, Output = Activation.Identity)]
        public sealed partial class Iii;
        [CompiledNetwork(200, 64, 3, Unroll = Unroll.Full)]
        public sealed partial class Full;
        [CompiledNetwork] [Input(4)] [Dropout(0.1)] [Dense(3)] [Dropout(1e-9)] [Dense(2)]
        public sealed partial class Dropped;
        [CompiledNetwork] [Input(4)] [Dropout(-1.5)] [Dense(3)]
        public sealed partial class NoRate;
        [CompiledNetwork(-3, 100000, 1)]
        public sealed partial class Negative;
        [CompiledNetwork(100000, 100000, 1)]
        public sealed partial class Large;
        """;

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    public void A_culture_changes_no_byte(string name)
    {
        Assert.NotEqual(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(name));
        GeneratorRun expected = RunUnder(CultureInfo.InvariantCulture);
        GeneratorRun actual = RunUnder(CultureInfo.GetCultureInfo(name));
        Assert.NotEmpty(expected.Files);
        Assert.NotEmpty(expected.Diagnostics);
        GeneratorRun.AssertSameFiles(expected.Files, actual.Files);
        Assert.Equal(Messages(expected), Messages(actual));
    }

    private static IEnumerable<string> Messages(GeneratorRun run) => run.Diagnostics.Select(diagnostic => diagnostic.ToString());

    private static GeneratorRun RunUnder(CultureInfo culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo beforeInterface = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            CultureInfo.CurrentUICulture = culture;
            return GeneratorHarness.Run(Source, generatorOnly: true);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
            CultureInfo.CurrentUICulture = beforeInterface;
        }
    }
}
