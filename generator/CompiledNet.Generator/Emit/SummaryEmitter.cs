using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// The summary of a project's networks, where the build asks for it with <c>CompiledNetSummary</c>: a file of comments, which the targets of the package
/// read and print. One file for all networks, so that nothing is left of a network that is no longer there.
/// </summary>
internal static class SummaryEmitter
{
    internal const string FileName = "CompiledNet-Summary.g.cs";
    internal const string Property = "build_property.CompiledNetSummary";
    internal const string AskedStep = "SummaryAsked";
    internal const string TextStep = "SummaryText";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Adds the file to what the generator gives. Where nobody asks for it, no text is made and no file is there.</summary>
    public static void Register(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<NetworkModel> written, IncrementalValuesProvider<NetworkModel> imported)
    {
        IncrementalValueProvider<bool> asked = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => IsAsked(options)).WithTrackingName(AskedStep);

        // Once, or not at all.
        IncrementalValuesProvider<bool> requests = asked.SelectMany(static (isAsked, _) => isAsked ? ImmutableArray.Create(true) : ImmutableArray<bool>.Empty);
        context.RegisterSourceOutput(
            requests.Combine(Texts(written, asked)).Combine(Texts(imported, asked)),
            static (output, found) => Emit(output, found.Left.Right.AddRange(found.Right)));
    }

    /// <summary>What is printed of one network.</summary>
    public static string Describe(NetworkModel model)
    {
        NetworkFiles files = new(model);
        List<string> lines = [$"{model.Type.FullName}: input {model.Input}, output {model.Output}, loss {model.Loss}", string.Empty];
        lines.AddRange(SummaryTable.Align(Rows(model), 0, 1, 4));
        lines.Add(string.Empty);
        lines.AddRange(Memory(files));
        return string.Join("\n", lines);
    }

    private static List<string[]> Rows(NetworkModel model)
    {
        List<string[]> rows = [["layer", "kind", "input", "output", "activation", "parameters", "bytes", "FLOPs"]];
        foreach (LayerModel layer in model.Layers)
        {
            rows.Add(
            [
                SourceWriter.Text($"{layer.Number}"), layer.Kind, layer.Input.ToString(), layer.Output.ToString(),
                layer.Activation == ActivationKind.Identity ? string.Empty : layer.Activation.ToString(),
                SourceWriter.Count(layer.ParameterCount), SourceWriter.Count(Bytes(layer.ParameterCount)),
                OperationCount.Of(layer) is { } count ? SourceWriter.Count(count) : "unknown",
            ]);
        }

        rows.Add(
        [
            "total", string.Empty, string.Empty, string.Empty, string.Empty, SourceWriter.Count(model.ParameterCount), SourceWriter.Count(Bytes(model.ParameterCount)),
            SourceWriter.Count(model.Layers.Sum(layer => OperationCount.Of(layer) ?? 0)),
        ]);
        return rows;
    }

    private static IEnumerable<string> Memory(NetworkFiles files)
    {
        NetworkModel model = files.Model;
        BufferLayout buffers = files.Buffers;
        if (model.StatisticCount > 0)
        {
            yield return SourceWriter.Text($"  {SourceWriter.Count(model.StatisticCount)} running statistics, {SourceWriter.Count(Bytes(model.StatisticCount))} bytes, are not among the parameters.");
        }

        string one = SourceWriter.Count(Bytes(buffers.SingleLength + (buffers.HasLanes ? TilePlan.RowPadding : 0)));
        string step = model.StatisticCount > 0
            ? SourceWriter.Text($"{SourceWriter.Count(Bytes(buffers.SharedLength))}, and {SourceWriter.Count(Bytes(buffers.Length))} for each {buffers.BlockRows} examples of the batch")
            : SourceWriter.Text($"{SourceWriter.Count(Bytes(buffers.Length))} for any batch, which goes through the network in blocks of {buffers.BlockRows} examples");
        yield return $"  Memory to work in: {one} bytes for the prediction of one example; for a training step {step}.";
    }

    private static IncrementalValueProvider<ImmutableArray<(string Name, string Text)>> Texts(IncrementalValuesProvider<NetworkModel> models, IncrementalValueProvider<bool> asked) =>
        models
            .Combine(asked)
            .Where(static pair => pair.Right)
            .Select(static (pair, _) => (pair.Left.Type.FullName, Describe(pair.Left)))
            .WithTrackingName(TextStep)
            .Collect();

    private static long Bytes(long floats) => sizeof(float) * floats;

    private static bool IsAsked(AnalyzerConfigOptionsProvider options) =>
        options.GlobalOptions.TryGetValue(Property, out string? value) && value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase);

    private static void Emit(SourceProductionContext context, ImmutableArray<(string Name, string Text)> networks)
    {
        StringBuilder text = new("// <auto-generated>\n");
        foreach ((string _, string network) in networks.OrderBy(network => network.Name, StringComparer.Ordinal))
        {
            Comment(text, network.Split('\n'));
            Comment(text, [string.Empty]);
        }

        if (!networks.IsEmpty)
        {
            Comment(text, OperationCount.Explanation);
        }

        context.AddSource(FileName, SourceText.From(text.Append("// </auto-generated>\n").ToString(), Utf8));
    }

    private static void Comment(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            text.Append(line.Length == 0 ? "//" : "// ").Append(line).Append('\n');
        }
    }
}
