extern alias generator;

using System.Collections.Immutable;
using System.Reflection;
using CompiledNet.Onnx.Tests.Export;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Onnx.Tests.Import;

/// <summary>The files that the tests write themselves, all in one project of a user's, compiled once: each compilation takes seconds.</summary>
internal static class CompiledFiles
{
    private static readonly Lazy<Dictionary<string, (byte[] File, object Network, NetworkTopology Topology)>> All = new(Compile);

    /// <summary>A file, its network with its weights, and that network's topology.</summary>
    public static (byte[] File, object Network, NetworkTopology Topology) Of(string name) => All.Value[name];

    /// <summary>The outputs for one example.</summary>
    public static float[] Run(object network, float[] input) => (float[])network.GetType().GetMethod("Run")!.Invoke(network, [input])!;

    private static Dictionary<string, (byte[] File, object Network, NetworkTopology Topology)> Compile()
    {
        string folder = Directory.CreateTempSubdirectory("graphs").FullName;
        try
        {
            Dictionary<string, byte[]> files = GraphVariantTests.Files().Concat(RoundTripTests.Files()).ToDictionary();
            List<string> sources = [];
            foreach ((string name, byte[] file) in files)
            {
                File.WriteAllBytes(Path.Combine(folder, name + ".onnx"), file);
                sources.Add($$"""
                    using CompiledNet;
                    [OnnxNetwork("{{name}}.onnx")]
                    public sealed partial class {{name}}
                    {
                        public float[] AllParameters() => Parameters.ToArray();

                        // Only networks that keep statistics have the property of their own.
                        public float[] AllStatistics() => ((ICompiledNetwork<{{name}}>)this).RunningStatistics.ToArray();

                        public float[] Run(float[] input)
                        {
                            float[] output = new float[OutputSize];
                            Predict(input, output);
                            return output;
                        }
                    }
                    """);
            }

            CSharpParseOptions options = UserProject.ParseOptions();
            GeneratorDriver driver = CSharpGeneratorDriver.Create(
                [new generator::CompiledNet.Generator.NetworkGenerator().AsSourceGenerator()],
                [.. files.Keys.Select(name => new DiskText(Path.Combine(folder, name + ".onnx")))],
                options);
            driver.RunGeneratorsAndUpdateCompilation(UserProject.Compile(options, sources), out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
            Assert.Empty(diagnostics);
            Assembly assembly = UserProject.Load(NetworkCompiler.WithoutUnusedWidths(output));
            return files.ToDictionary(pair => pair.Key, pair =>
            {
                Type type = assembly.GetType(pair.Key, throwOnError: true)!;
                return (pair.Value, Activator.CreateInstance(type)!, (NetworkTopology)type.GetProperty("Topology")!.GetValue(null)!);
            });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class DiskText(string path) : AdditionalText
    {
        public override string Path => path;

        public override Microsoft.CodeAnalysis.Text.SourceText? GetText(CancellationToken cancellationToken = default) => null;
    }
}
