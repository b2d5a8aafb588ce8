using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Parsing;

/// <summary>A member of the user's class.</summary>
/// <param name="Signature">A method's parameters, in brackets; null for what is no method.</param>
internal sealed record ClassMember(string Name, string? Signature);

/// <summary>
/// What the check for clashes needs to know of the user's class, as plain data: the layers of a network from a file are known only where no symbol is at
/// hand any more.
/// </summary>
/// <param name="Name">The class's name.</param>
/// <param name="Members">Its members, and those it inherits, whose names could be generated ones.</param>
/// <param name="Constructors">The parameters of its own constructors, in brackets.</param>
internal sealed record ClassMembers(string Name, EquatableArray<ClassMember> Members, EquatableArray<string> Constructors);
