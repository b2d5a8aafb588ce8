using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Parsing;

/// <summary>
/// What a layer is given: an attribute's arguments, or what a node of an ONNX file says in their place. So each kind of layer has its rules once, and what
/// cannot be used is reported where it stands.
/// </summary>
/// <param name="name">The kind of layer, or the attribute's name as it is written: <c>Dense</c>.</param>
/// <param name="typeName">The name of the network's class.</param>
internal abstract class LayerArguments(string name, string typeName)
{
    public string TypeName { get; } = typeName;

    public string Name { get; } = name;

    /// <summary>The whole numbers among the positional arguments.</summary>
    public abstract IReadOnlyList<int> PositionalIntegers();

    /// <summary>A positional number; null where there is none that is a number.</summary>
    public abstract double? PositionalDouble(int index);

    /// <summary>A named whole number; null where it is not given.</summary>
    public abstract int? NamedInteger(string name);

    /// <summary>A named number; null where it is not given.</summary>
    public abstract double? NamedDouble(string name);

    /// <summary>A positional argument of an enumeration; reports a value the enumeration does not name.</summary>
    public abstract TEnum? PositionalEnum<TEnum>(int index, string describedAs)
        where TEnum : struct, System.Enum;

    /// <summary>Whether the source gives an argument of the constructor, by place or by name, rather than leaving its default.</summary>
    public abstract bool GivesPositional(int index);

    /// <summary>Reports an error on the whole.</summary>
    public abstract void Error(DiagnosticDescriptor descriptor, params string[] arguments);

    /// <summary>Reports an error on a positional argument, or on the whole if the argument has no place of its own.</summary>
    public abstract void ErrorAt(int index, DiagnosticDescriptor descriptor, params string[] arguments);

    /// <summary>Reports an error on a named argument, or on the whole if it is not given.</summary>
    public abstract void ErrorAt(string name, DiagnosticDescriptor descriptor, params string[] arguments);
}
