namespace CompiledNet.Generator.Model;

/// <summary>What is wrong with a file that an attribute names: a diagnostic that has not been given its place yet, so that it stays the same while lines move.</summary>
/// <param name="Id">The diagnostic's id.</param>
/// <param name="Arguments">What its message is made of.</param>
internal sealed record FileProblem(string Id, EquatableArray<string> Arguments);
