using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Parsing;

/// <summary>
/// One attribute's arguments, read with care: while somebody types, any of them may be missing, of another type or out of range. What cannot be
/// used is reported where it stands.
/// </summary>
internal sealed class AttributeReader(AttributeData attribute, string typeName, List<DiagnosticModel> diagnostics)
    : LayerArguments(ShortName(attribute), typeName)
{
    private readonly AttributeSyntax? _syntax = attribute.ApplicationSyntaxReference?.GetSyntax() as AttributeSyntax;

    /// <summary>The declaration of the class the attribute stands on.</summary>
    public SyntaxNode? Declaration => _syntax?.Parent?.Parent;

    /// <summary>False where the compiler itself could not make sense of the arguments.</summary>
    public bool IsWellFormed =>
        attribute.AttributeConstructor is not null
        && attribute.ConstructorArguments.All(argument => argument.Kind != TypedConstantKind.Error)
        && attribute.NamedArguments.All(argument => argument.Value.Kind != TypedConstantKind.Error);

    public static string ShortName(AttributeData attribute)
    {
        string name = attribute.AttributeClass?.Name ?? string.Empty;
        return name.EndsWith("Attribute", System.StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }

    public bool Has(string namedArgument) => attribute.NamedArguments.Any(argument => argument.Key == namedArgument);

    /// <summary>A list of whole numbers given as <c>params</c>: empty where there is none.</summary>
    public IReadOnlyList<int> Integers()
    {
        if (attribute.ConstructorArguments.Length == 0)
        {
            return [];
        }

        TypedConstant argument = attribute.ConstructorArguments[0];
        return argument.Kind != TypedConstantKind.Array || argument.IsNull
            ? []
            : [.. argument.Values.Select(value => value.Value is int number ? number : 0)];
    }

    public override IReadOnlyList<int> PositionalIntegers() =>
        [.. attribute.ConstructorArguments.Where(argument => argument.Type?.SpecialType == SpecialType.System_Int32).Select(argument => argument.Value as int? ?? 0)];

    public override double? PositionalDouble(int index) =>
        index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index].Value is double number ? number : null;

    public override int? NamedInteger(string name) => Named(name)?.Value as int?;

    public override double? NamedDouble(string name) => Named(name)?.Value as double?;

    public override TEnum? PositionalEnum<TEnum>(int index, string describedAs)
        where TEnum : struct =>
        index < attribute.ConstructorArguments.Length
            ? Enum<TEnum>(attribute.ConstructorArguments[index], ArgumentSyntax(index), describedAs)
            : default(TEnum);

    /// <summary>A named argument of an enumeration, or the default where it is not given.</summary>
    public TEnum? NamedEnum<TEnum>(string name, TEnum defaultValue)
        where TEnum : struct, System.Enum =>
        Named(name) is { } argument ? Enum<TEnum>(argument, NamedSyntax(name), name) : defaultValue;

    public override bool GivesPositional(int index) => (_syntax?.ArgumentList?.Arguments ?? default).Count(argument => argument.NameEquals is null) > index;

    public override void Error(DiagnosticDescriptor descriptor, params string[] arguments) => Report(descriptor, _syntax, arguments);

    public override void ErrorAt(int index, DiagnosticDescriptor descriptor, params string[] arguments) =>
        Report(descriptor, ArgumentSyntax(index) ?? (SyntaxNode?)_syntax, arguments);

    public override void ErrorAt(string name, DiagnosticDescriptor descriptor, params string[] arguments) =>
        Report(descriptor, NamedSyntax(name) ?? (SyntaxNode?)_syntax, arguments);

    private void Report(DiagnosticDescriptor descriptor, SyntaxNode? node, string[] arguments) =>
        diagnostics.Add(new DiagnosticModel(descriptor.Id, LocationModel.Of(node), arguments));

    private TypedConstant? Named(string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private TEnum? Enum<TEnum>(TypedConstant argument, SyntaxNode? place, string describedAs)
        where TEnum : struct, System.Enum
    {
        if (argument.Value is int value && System.Enum.IsDefined(typeof(TEnum), value))
        {
            return (TEnum)(object)value;
        }

        string names = string.Join(", ", System.Enum.GetNames(typeof(TEnum)));
        string given = argument.Value is int number ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "not a constant";
        Report(Descriptors.InvalidArgument, place ?? _syntax, [$"{describedAs} in [{Name}]", TypeName, given, "one of " + names]);
        return null;
    }

    private AttributeArgumentSyntax? ArgumentSyntax(int index)
    {
        AttributeArgumentSyntax[] positional =
            [.. (_syntax?.ArgumentList?.Arguments ?? default).Where(argument => argument.NameEquals is null && argument.NameColon is null)];
        return index < positional.Length ? positional[index] : null;
    }

    private AttributeArgumentSyntax? NamedSyntax(string name) =>
        (_syntax?.ArgumentList?.Arguments ?? default).FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);
}
