using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using CompiledNet.Generator.Files;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Onnx;

/// <summary>
/// The part of the pipeline that goes from <c>[OnnxNetwork]</c> and the project's files to models. A file is read again only if it, or what the attribute
/// asks for, has changed: where the attribute stands goes its own way, and meets what is wrong at the end.
/// </summary>
internal static class OnnxPipeline
{
    public const string DeclarationStep = "OnnxDeclaration";
    public const string RequestStep = "OnnxRequest";
    public const string FileStep = "OnnxFile";
    public const string ImportStep = "OnnxImport";
    public const string ModelStep = "OnnxModel";
    public const string DiagnosticsStep = "OnnxDiagnostics";

    public static (IncrementalValuesProvider<NetworkModel> Models, IncrementalValuesProvider<DiagnosticModel> Diagnostics) Build(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<EquatableArray<BuildFile>> files)
    {
        IncrementalValuesProvider<OnnxDeclaration> declarations = context.SyntaxProvider
            .ForAttributeWithMetadataName(NetworkAttributes.Onnx, static (node, _) => node is TypeDeclarationSyntax, OnnxDeclarationParser.Parse)
            .WithTrackingName(DeclarationStep);

        IncrementalValuesProvider<OnnxResult> results = declarations
            .Where(static declaration => declaration.Request is not null)
            .Select(static (declaration, _) => declaration.Request!)
            .WithTrackingName(RequestStep)
            .Combine(files)
            .Select(static (pair, _) => (Request: pair.Left, Found: BuildFileSearch.Find(pair.Right, pair.Left.Path)))
            .WithTrackingName(FileStep)
            .Select(static (pair, cancellationToken) => OnnxImport.Import(pair.Request, pair.Found, cancellationToken))
            .WithTrackingName(ImportStep);

        IncrementalValuesProvider<NetworkModel> models = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(ModelStep);

        IncrementalValueProvider<EquatableArray<OnnxResult>> faulty = results
            .Where(static result => result.Problems.Count > 0)
            .Select(static (result, _) => result with { Model = null })
            .Collect()
            .Select(static (all, _) => (EquatableArray<OnnxResult>)all);
        IncrementalValuesProvider<DiagnosticModel> diagnostics = declarations
            .Combine(faulty)
            .SelectMany(static (pair, cancellationToken) => Placed(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(DiagnosticsStep);
        return (models, diagnostics);
    }

    private static IEnumerable<DiagnosticModel> Placed(OnnxDeclaration declaration, EquatableArray<OnnxResult> results, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        IEnumerable<OnnxProblem> problems = declaration.Places is { } places
            ? results.Where(result => result.FullName == places.FullName).SelectMany(result => result.Problems)
            : [];
        return declaration.Diagnostics.Concat(problems.Select(problem => new DiagnosticModel(problem.Id, Place(declaration.Places!, problem.Argument), problem.Arguments)));
    }

    private static LocationModel? Place(OnnxPlaces places, string argument) =>
        places.Arguments.FirstOrDefault(place => place.Name == argument)?.Location ?? places.Attribute;
}
