using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Files;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Onnx;
using CompiledNet.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CompiledNet.Generator;

/// <summary>
/// Turns every class with <c>[CompiledNetwork]</c> into a network: attributes to a model, the model to source files. Diagnostics go their own way,
/// so that a change of lines does not generate anything anew.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    internal const string ParseStep = "Parse";
    internal const string ModelStep = "Model";
    internal const string FilesStep = "Files";
    internal const string RequestStep = "Request";
    internal const string LoadStep = "Load";
    internal const string DiagnosticsStep = "Diagnostics";
    internal const string StrayLayersStep = "StrayLayers";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private const int LongestName = 160;
    private const string NetworkAttribute = "CompiledNet.CompiledNetworkAttribute";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Equal to the last when paths and contents are.
        IncrementalValueProvider<EquatableArray<BuildFile>> files = context.AdditionalTextsProvider
            .Where(BuildFile.IsModel)
            .Select(BuildFile.Read)
            .Collect()
            .Select(static (files, _) => (EquatableArray<BuildFile>)files)
            .WithTrackingName(FilesStep);

        IncrementalValuesProvider<ParseResult> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(NetworkAttribute, static (node, _) => node is TypeDeclarationSyntax, NetworkParser.Parse)
            .WithTrackingName(ParseStep);

        // Without places, so that a file is not read again when a line moves.
        IncrementalValuesProvider<LoadedNetwork> loaded = parsed
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => new NetworkRequest(result.Model!, result.Pretrained))
            .WithTrackingName(RequestStep)
            .Combine(files)
            .Select(PretrainedParser.Load)
            .WithTrackingName(LoadStep);

        IncrementalValuesProvider<NetworkModel> models = loaded.Select(static (network, _) => network.Model).WithTrackingName(ModelStep);

        // File names are compared without regard to case: networks that differ in nothing else are told apart by a hash.
        context.RegisterSourceOutput(models.Combine(SameNames(models)), static (context, network) => Emit(context, network, string.Empty));

        // Networks of ONNX files have file names of their own, so that the two kinds need not know of each other.
        OnnxPipeline onnx = OnnxPipeline.Build(context, files);
        context.RegisterSourceOutput(onnx.Models.Combine(SameNames(onnx.Models)), static (context, network) => Emit(context, network, "-Onnx"));
        context.RegisterSourceOutput(onnx.Diagnostics.Combine(context.CompilationProvider), Report);
        context.RegisterSourceOutput(onnx.FileDiagnostics.Combine(context.CompilationProvider), Report);
        SummaryEmitter.Register(context, models, onnx.Models);

        IncrementalValuesProvider<DiagnosticModel> diagnostics = parsed.SelectMany(static (result, _) => result.Diagnostics).WithTrackingName(DiagnosticsStep);
        context.RegisterSourceOutput(diagnostics.Combine(context.CompilationProvider), Report);

        IncrementalValueProvider<EquatableArray<PretrainedPlace>> places = parsed
            .Where(static result => result.Model is not null && result.Pretrained is not null)
            .Select(static (result, _) => new PretrainedPlace(result.Model!.Type.FullName, result.PretrainedLocation))
            .Collect()
            .Select(static (places, _) => (EquatableArray<PretrainedPlace>)places);
        IncrementalValuesProvider<DiagnosticModel> problems = loaded
            .Where(static network => network.Problems.Count > 0)
            .Combine(places)
            .SelectMany(PretrainedParser.Place)
            .WithTrackingName(DiagnosticsStep);
        context.RegisterSourceOutput(problems.Combine(context.CompilationProvider), Report);

        IncrementalValuesProvider<DiagnosticModel> strayWeights = context.SyntaxProvider
            .ForAttributeWithMetadataName(PretrainedParser.AttributeName, static (node, _) => node is TypeDeclarationSyntax, PretrainedParser.FindStray)
            .SelectMany(static (found, _) => found)
            .WithTrackingName(StrayLayersStep);
        context.RegisterSourceOutput(strayWeights.Combine(context.CompilationProvider), Report);

        foreach (string kind in LayerCatalog.All.Select(layer => layer.Kind).Concat(["Input"]))
        {
            IncrementalValuesProvider<DiagnosticModel> stray = context.SyntaxProvider
                .ForAttributeWithMetadataName($"CompiledNet.{kind}Attribute", static (node, _) => node is TypeDeclarationSyntax, StrayLayers.Find)
                .SelectMany(static (found, _) => found)
                .WithTrackingName(StrayLayersStep);
            context.RegisterSourceOutput(stray.Combine(context.CompilationProvider), Report);
        }
    }

    private static IncrementalValueProvider<EquatableArray<string>> SameNames(IncrementalValuesProvider<NetworkModel> models) =>
        models.Select(static (model, _) => model.Type.FullName).Collect().Select(SameButForCase);

    private static EquatableArray<string> SameButForCase(ImmutableArray<string> names, System.Threading.CancellationToken cancellationToken) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).SelectMany(group => group).OrderBy(name => name, StringComparer.Ordinal).ToArray();

    private static void Emit(SourceProductionContext context, (NetworkModel Model, EquatableArray<string> SameNames) network, string kind)
    {
        string fullName = network.Model.Type.FullName;
        string name = fullName;
        if (Encoding.UTF8.GetByteCount(name) > LongestName)
        {
            // File systems take 255 bytes; a character of a name has at most four.
            name = name.Substring(0, LongestName / 4) + "-" + StableHash(fullName);
        }
        else if (network.SameNames.Contains(name))
        {
            name += "-" + StableHash(fullName);
        }

        name += kind;
        foreach ((string suffix, string text) in NetworkFiles.Emit(network.Model))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            // No full name has a hyphen, so that a nested class called Passes has a file of its own.
            string file = suffix.Length == 0 ? $"{name}.g.cs" : $"{name}-{suffix}.g.cs";
            context.AddSource(file, SourceText.From(text, Utf8));
        }
    }

    private static void Report(SourceProductionContext context, (DiagnosticModel Diagnostic, Compilation Compilation) found)
    {
        DiagnosticModel model = found.Diagnostic;
        Location location = model.Location?.ToLocation(found.Compilation) ?? Location.None;
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.ById(model.Id), location, [.. model.Arguments]));
    }

    /// <summary>FNV-1a over the characters: the same in every process, which <c>GetHashCode</c> is not.</summary>
    private static string StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
