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

    // The tensors' names end in their layer's number.
    private static readonly string[] Tensors = ["Weights", "Bias", "RunningMean", "RunningVariance"];

    /// <summary>What the user's half of the class, and its base classes, declare under names that the generated half could need, as plain data.</summary>
    public static ClassMembers MembersOf(INamedTypeSymbol type)
    {
        List<ClassMember> members = [];
        for (INamedTypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            bool own = SymbolEqualityComparer.Default.Equals(part, type);
            members.AddRange(part.GetMembers()
                .Where(member => (own ? !member.IsImplicitlyDeclared : member.DeclaredAccessibility != Accessibility.Private) && CouldBeGenerated(member.Name))
                .Select(member => new ClassMember(member.Name, member is IMethodSymbol method ? Signature(method) : null)));
        }

        return new ClassMembers(
            type.Name,
            members,
            type.InstanceConstructors.Where(constructor => !constructor.IsImplicitlyDeclared).Select(Signature).OfType<string>().ToArray());
    }

    /// <summary>Reports every clash; true if there is none.</summary>
    public static bool CheckClashes(INamedTypeSymbol type, IReadOnlyList<LayerModel> layers, LayerArguments attribute) =>
        CheckClashes(MembersOf(type), layers, attribute);

    /// <summary>Reports every clash; true if there is none.</summary>
    public static bool CheckClashes(ClassMembers type, IReadOnlyList<LayerModel> layers, LayerArguments attribute)
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
            if (type.Members.Any(member => member.Name == name))
            {
                clashes.Add($"a member '{name}'");
            }
        }

        foreach ((string name, string[] parameters) in Methods)
        {
            if (type.Members.Any(member => member.Name == name && (member.Signature is null || member.Signature == Signature(parameters))))
            {
                clashes.Add($"a member '{name}'");
            }
        }

        if (HasClashingConstructor(type))
        {
            clashes.Add($"a constructor like '{type.Name}(int seed = 0)'");
        }

        foreach (string name in clashes.Distinct(StringComparer.Ordinal))
        {
            attribute.Error(Descriptors.NameClash, type.Name, name);
        }

        return clashes.Count == 0;
    }

    /// <summary>Whether the class has a constructor of its own like the generated ones.</summary>
    public static bool HasClashingConstructor(ClassMembers type) =>
        type.Constructors.Any(constructor => constructor == Signature([]) || constructor == Signature(["int"]));

    public static string SourceName(TensorModel tensor, LayerModel layer) => Emit.SourceWriter.Text($"{tensor.Role}{layer.Number}");

    private static bool CouldBeGenerated(string name) =>
        Values.Contains(name)
        || ValuesOfStatistics.Contains(name)
        || Methods.Any(method => method.Name == name)
        || Tensors.Any(tensor => name.StartsWith(tensor, StringComparison.Ordinal));

    // A generic method never clashes: its signature is none of those below.
    private static string Signature(IMethodSymbol method) =>
        (method.TypeParameters.Length == 0 ? string.Empty : "<>") + Signature(method.Parameters.Select(ParameterText));

    private static string Signature(IEnumerable<string> parameters) => $"({string.Join(", ", parameters)})";

    private static string ParameterText(IParameterSymbol parameter) =>
        (parameter.RefKind == RefKind.None ? string.Empty : ByReference) + parameter.Type.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString();
}
