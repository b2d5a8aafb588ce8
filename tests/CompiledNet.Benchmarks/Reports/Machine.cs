using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CompiledNet.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>A line each: date, processor, runtime, peers.</summary>
    public static IReadOnlyList<string> Describe() =>
    [
        $"Date: {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
        $"Processor: {Processor()}, {Environment.ProcessorCount} cores; vectors of {Peak.VectorBits} bits",
        $"Runtime: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {RuntimeInformation.OSDescription}",
        $"Peers: {Library("TorchSharp")} (libtorch 2.10.0, CPU), {Library("Microsoft.ML.OnnxRuntime")}; one thread each unless a table says otherwise",
    ];

    /// <summary>The system's load before measuring, where the system tells: other work on the machine makes figures worse.</summary>
    public static string? Load() =>
        File.Exists("/proc/loadavg") ? $"Load average before the run: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}" : null;

    private static string Processor()
    {
        const string Key = "model name";
        string? line = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? "unknown processor";
    }

    private static string Library(string assembly)
    {
        Assembly loaded = Assembly.Load(assembly);
        string version = loaded.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? loaded.GetName().Version!.ToString();
        return $"{assembly} {version.Split('+')[0]}";
    }
}
