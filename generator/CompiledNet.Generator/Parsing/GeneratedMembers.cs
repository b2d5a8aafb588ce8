using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Parsing;

/// <summary>The names the generated half of the class declares, and whether the other half, or a base class, has one of them already.</summary>
internal static class GeneratedMembers
{
    private const string In = "System.ReadOnlySpan<float>";
    private const string Out = "System.Span<float>";

    // Methods cannot differ by ref, out and in alone.
    private const string ByReference = "ref ";

    private static readonly string[] Values =
    [
        "InputSize", "OutputSize", "ParameterCount", "ActivationCount", "Topology", "Parameters", "_parameters", "_workspaces", "_activations",
    ];

    private static readonly string[] ValuesOfStatistics = ["StatisticCount", "RunningStatistics", "_statistics"];

    private static readonly (string Name, string[] Parameters)[] Methods =
    [
        ("Predict", [In, Out]),
        ("Predict", [In]),
        ("PredictBatch", [In, Out]),
        ("Classify", [In]),
        ("ComputeLoss", [In, In, Out]),
        ("Backpropagate", [In, In, Out]),
        ("Backpropagate", [In, In, Out, Out]),
        ("BackpropagateCore", [In, In, Out, Out]),
        ("Trace", [In, Out]),
        ("Train", ["CompiledNet.Dataset", "CompiledNet.TrainingOptions", "System.Threading.CancellationToken"]),
        ("Save", ["string", "CompiledNet.ModelInfo"]),
        ("Load", ["string"]),
        ("Load", ["string", ByReference + "CompiledNet.ModelInfo"]),
        ("CheckLength", ["int", "int", "string"]),
        ("CheckBatch", ["int", "int", "int", "string"]),
    ];

    /// <summary>Reports every clash; true if there is none.</summary>
    public static bool CheckClashes(INamedTypeSymbol type, IReadOnlyList<LayerModel> layers, AttributeReader attribute)
    {
        List<string> values =
        [
            .. Values,
            .. layers.Any(layer => layer.StatisticCount != 0) ? ValuesOfStatistics : [],
            .. layers.SelectMany(layer => layer.Tensors.Concat(layer.Statistics).Select(tensor => SourceName(tensor, layer))),
        ];
        List<string> clashes = [];
        if (values.Concat(Methods.Select(method => method.Name)).Contains(type.Name))
        {
            clashes.Add($"the class's own name '{type.Name}'");
        }

        foreach (string name in values)
        {
            if (InheritedAndOwn(type, name).Any())
            {
                clashes.Add($"a member '{name}'");
            }
        }

        foreach ((string name, string[] parameters) in Methods)
        {
            if (InheritedAndOwn(type, name).Any(member => member is not IMethodSymbol method || HasParameters(method, parameters)))
            {
                clashes.Add($"a member '{name}'");
            }
        }

        if (type.InstanceConstructors.Any(constructor =>
            !constructor.IsImplicitlyDeclared && (HasParameters(constructor, []) || HasParameters(constructor, ["int"]))))
        {
            clashes.Add($"a constructor like '{type.Name}(int seed = 0)'");
        }

        foreach (string name in clashes.Distinct(StringComparer.Ordinal))
        {
            attribute.Error(Descriptors.NameClash, type.Name, name);
        }

        return clashes.Count == 0;
    }

    public static string SourceName(TensorModel tensor, LayerModel layer) => Emit.SourceWriter.Text($"{tensor.Role}{layer.Number}");

    private static IEnumerable<ISymbol> InheritedAndOwn(INamedTypeSymbol type, string name)
    {
        foreach (ISymbol member in type.GetMembers(name).Where(member => !member.IsImplicitlyDeclared))
        {
            yield return member;
        }

        for (INamedTypeSymbol? part = type.BaseType; part is not null; part = part.BaseType)
        {
            foreach (ISymbol member in part.GetMembers(name).Where(member => member.DeclaredAccessibility != Accessibility.Private))
            {
                yield return member;
            }
        }
    }

    private static bool HasParameters(IMethodSymbol method, string[] parameters) =>
        method.TypeParameters.Length == 0
        && method.Parameters.Select(ParameterText).SequenceEqual(parameters);

    private static string ParameterText(IParameterSymbol parameter) =>
        (parameter.RefKind == RefKind.None ? string.Empty : ByReference) + parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString();
}
