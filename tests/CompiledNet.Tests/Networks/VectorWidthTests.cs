using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// Runs every test of the category Numerics again in child processes in which the runtime's switches turn wide vectors off, so that one machine
/// shows that all widths give the same bits.
/// </summary>
public partial class VectorWidthTests
{
    private const int TimeoutMilliseconds = 600_000;

    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 0)]
    public async Task The_numeric_tests_pass_without(string instructions, int bits)
    {
        string host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(host, ["vstest", typeof(VectorWidthTests).Assembly.Location, "--TestCaseFilter:Category=Numerics"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[instructions] = "0";
        start.Environment[ReproducibilityTests.ExpectedBitsVariable] =
            Math.Min(bits, ReproducibilityTests.VectorBits).ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using Process child = Process.Start(start)!;
        using CancellationTokenSource timeout = new(TimeoutMilliseconds);
        Task<string> errors = child.StandardError.ReadToEndAsync(timeout.Token);
        string output = await child.StandardOutput.ReadToEndAsync(timeout.Token);
        await child.WaitForExitAsync(timeout.Token);

        Assert.True(child.ExitCode == 0, $"With {instructions}=0 the tests ended with {child.ExitCode}:\n{output}\n{await errors}");
        Match passed = Passed().Match(output);
        Assert.True(passed.Success && int.Parse(passed.Groups[1].Value, CultureInfo.InvariantCulture) > 0, $"No test ran:\n{output}");
    }

    [GeneratedRegex(@"Passed:\s*(\d+)")]
    private static partial Regex Passed();
}
