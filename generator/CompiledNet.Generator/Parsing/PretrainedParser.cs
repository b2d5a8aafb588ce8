using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Files;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Parsing;

/// <summary>A network as its attributes give it, and the file with its weights, still to be read.</summary>
internal sealed record NetworkRequest(NetworkModel Model, PretrainedRequest? Pretrained);

/// <summary>A network with its weights, or without them where there are problems: then it is still generated, so that nothing else is wrong for want of it.</summary>
internal sealed record LoadedNetwork(NetworkModel Model, EquatableArray<FileProblem> Problems);

/// <summary>Where the problems of a network's file are reported.</summary>
internal sealed record PretrainedPlace(string FullName, LocationModel? Location);

/// <summary><c>[Pretrained]</c> on a class: what it asks for, and whether there is a network to ask for it.</summary>
internal static class PretrainedParser
{
    public const string AttributeName = "CompiledNet.PretrainedAttribute";

    private const string NetworkAttribute = "CompiledNet.CompiledNetworkAttribute";
    private const string OnnxAttribute = "CompiledNet.OnnxNetworkAttribute";
    private const int HashDigits = 64;

    /// <summary>What the class asks for; null where it asks for nothing, or for something that cannot be and has been reported.</summary>
    public static PretrainedRequest? Parse(INamedTypeSymbol type, List<DiagnosticModel> diagnostics, out LocationModel? location)
    {
        location = null;
        if (type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == AttributeName) is not { } attribute)
        {
            return null;
        }

        location = LocationModel.Of(attribute.ApplicationSyntaxReference?.GetSyntax());
        AttributeReader reader = new(attribute, type.Name, diagnostics);
        if (!reader.IsWellFormed)
        {
            reader.Error(Descriptors.InvalidArgument, "An argument of [Pretrained]", type.Name, "not a constant of the right type", "the file's name, then named settings");
            return null;
        }

        string? path = attribute.ConstructorArguments[0].Value as string;
        StorageKind? storage = reader.NamedEnum("Storage", StorageKind.Float32);
        if (string.IsNullOrWhiteSpace(path))
        {
            reader.Error(Descriptors.InvalidArgument, "The path in [Pretrained]", type.Name, path is null ? "null" : "empty", "the name of a file, such as \"digits.safetensors\"");
            return null;
        }

        string? hash = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Sha256").Value.Value as string;
        if (hash is not null && !(hash.Length == HashDigits && hash.All(IsHexDigit)))
        {
            reader.Error(Descriptors.WeightsHashDiffers, type.Name, $"{Quoted.Text(hash)}, which is not a hash", "64 hexadecimal digits, as in the output of sha256sum");
            return null;
        }

        return storage is null ? null : new PretrainedRequest(path!, storage.Value, hash?.ToLowerInvariant());
    }

    /// <summary>The network with the weights it asks for.</summary>
    public static LoadedNetwork Load((NetworkRequest Network, EquatableArray<BuildFile> Files) request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        NetworkModel model = request.Network.Model;
        if (request.Network.Pretrained is not { } pretrained)
        {
            return new LoadedNetwork(model, default);
        }

        BuildFileFound found = BuildFileSearch.Find(request.Files, pretrained.Path);
        if (found.File is not { } file)
        {
            return Failed(Descriptors.WeightsFileNotFound, pretrained.Path, found.Problem!);
        }

        if (pretrained.Sha256 is { } hash && hash != file.Hash)
        {
            return Failed(Descriptors.WeightsHashDiffers, $"'{hash}'", $"'{file.Hash}', that of '{file.Name}'");
        }

        PretrainedModel? read = PretrainedFile.Read(model, file, pretrained.Storage, out EquatableArray<FileProblem> problems);
        return new LoadedNetwork(model with { Pretrained = read }, problems);

        LoadedNetwork Failed(DiagnosticDescriptor descriptor, params string[] arguments) =>
            new(model, new FileProblem[] { new(descriptor.Id, new[] { model.Type.PlainName }.Concat(arguments).ToArray()) });
    }

    /// <summary>A problem of a file, at the attribute that names the file.</summary>
    public static IEnumerable<DiagnosticModel> Place((LoadedNetwork Network, EquatableArray<PretrainedPlace> Places) found, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LocationModel? location = found.Places.FirstOrDefault(place => place.FullName == found.Network.Model.Type.FullName)?.Location;
        return found.Network.Problems.Select(problem => new DiagnosticModel(problem.Id, location, problem.Arguments));
    }

    /// <summary>The attribute on a class that asks for no network it could give weights to.</summary>
    public static EquatableArray<DiagnosticModel> FindStray(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        HashSet<string> attributes = new(context.TargetSymbol.GetAttributes().Select(attribute => attribute.AttributeClass?.ToDisplayString() ?? string.Empty), StringComparer.Ordinal);
        string? problem = attributes.Contains(OnnxAttribute) ? "and [OnnxNetwork], whose file has weights of its own; remove [Pretrained]"
            : attributes.Contains(NetworkAttribute) ? null
            : "but not [CompiledNetwork], so that there is no network to give weights to";
        if (problem is null)
        {
            return default;
        }

        LocationModel? location = LocationModel.Of(context.Attributes[0].ApplicationSyntaxReference?.GetSyntax(cancellationToken));
        return new DiagnosticModel[] { new(Descriptors.PretrainedWithoutNetwork.Id, location, new[] { context.TargetSymbol.Name, problem }) };
    }

    private static bool IsHexDigit(char c) => c is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F');
}
