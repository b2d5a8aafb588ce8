using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Parsing;

/// <summary>Layer attributes on a class that asks for no network.</summary>
internal static class StrayLayers
{
    public static EquatableArray<DiagnosticModel> Find(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (context.TargetSymbol.GetAttributes().Any(NetworkAttributes.IsOne))
        {
            return default;
        }

        AttributeData first = context.Attributes[0];
        LocationModel? location = LocationModel.Of(first.ApplicationSyntaxReference?.GetSyntax(cancellationToken));
        return new DiagnosticModel[]
        {
            new(Descriptors.LayerWithoutNetwork.Id, location, new[] { context.TargetSymbol.Name, AttributeReader.ShortName(first) }),
        };
    }
}
