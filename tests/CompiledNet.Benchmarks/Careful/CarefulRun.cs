using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CompiledNet.Benchmarks;

/// <summary>The same workloads under BenchmarkDotNet: slow, for numbers with error bars.</summary>
internal static class CarefulRun
{
    // A process of its own for each benchmark would copy libtorch's half a gigabyte beside each.
    private const string InProcess = "--inProcess";

    /// <summary>Runs what BenchmarkDotNet's own arguments ask for; without any, it lists the benchmarks and asks.</summary>
    /// <param name="arguments">For instance <c>--filter *Step* --job short</c>.</param>
    /// <param name="output">Where BenchmarkDotNet writes; null for its default, BenchmarkDotNet.Artifacts.</param>
    public static int Run(string[] arguments, string? output)
    {
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance);
        if (output is not null)
        {
            config.WithArtifactsPath(output);
        }

        Type[] benchmarks = [typeof(PredictBenchmarks), typeof(StepBenchmarks), typeof(FitBenchmarks)];
        IEnumerable<Summary> summaries = BenchmarkSwitcher.FromTypes(benchmarks).Run([.. arguments, InProcess], config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
    }
}
