using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Parsing;

/// <summary>The user's own constructors: one that does not go on to the generated one leaves all weights zero.</summary>
internal static class UserConstructors
{
    public static void Check(INamedTypeSymbol type, List<DiagnosticModel> diagnostics)
    {
        IEnumerable<ConstructorDeclarationSyntax> constructors = type.InstanceConstructors
            .SelectMany(constructor => constructor.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax())
            .OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => constructor.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) != true);
        foreach (ConstructorDeclarationSyntax constructor in constructors)
        {
            string parameters = string.Join(", ", constructor.ParameterList.Parameters.Select(parameter => parameter.Type?.ToString() ?? string.Empty));
            diagnostics.Add(new DiagnosticModel(
                Descriptors.ConstructorLeavesZeros.Id,
                LocationModel.Of(constructor),
                new[] { $"{type.Name}({parameters})" }));
        }
    }
}
