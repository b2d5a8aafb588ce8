using System.Linq;
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
/// <param name="Models">The networks.</param>
/// <param name="Diagnostics">What is wrong with the classes and their attributes.</param>
/// <param name="FileDiagnostics">What is wrong with the files.</param>
internal sealed record OnnxPipeline(
    IncrementalValuesProvider<NetworkModel> Models, IncrementalValuesProvider<DiagnosticModel> Diagnostics, IncrementalValuesProvider<DiagnosticModel> FileDiagnostics)
{
    public const string DeclarationStep = "OnnxDeclaration";
    public const string RequestStep = "OnnxRequest";
    public const string FileStep = "OnnxFile";
    public const string ImportStep = "OnnxImport";
    public const string ModelStep = "OnnxModel";
    public const string DiagnosticsStep = "OnnxDiagnostics";

    public static OnnxPipeline Build(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<EquatableArray<BuildFile>> files)
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

        IncrementalValueProvider<EquatableArray<OnnxPlaces>> places = declarations
            .Where(static declaration => declaration.Places is not null)
            .Select(static (declaration, _) => declaration.Places!)
            .Collect()
            .Select(static (all, _) => (EquatableArray<OnnxPlaces>)all);
        IncrementalValuesProvider<DiagnosticModel> ofFiles = results
            .Where(static result => result.Problems.Count > 0)
            .Combine(places)
            .SelectMany(static (pair, _) => pair.Left.Problems.Select(problem => Placed(problem, pair.Right.FirstOrDefault(place => place.FullName == pair.Left.FullName))))
            .WithTrackingName(DiagnosticsStep);
        return new OnnxPipeline(models, declarations.SelectMany(static (declaration, _) => declaration.Diagnostics).WithTrackingName(DiagnosticsStep), ofFiles);
    }

    private static DiagnosticModel Placed(OnnxProblem problem, OnnxPlaces? places) =>
        new(problem.Id, places?.Arguments.FirstOrDefault(place => place.Name == problem.Argument)?.Location ?? places?.Attribute, problem.Arguments);
}
