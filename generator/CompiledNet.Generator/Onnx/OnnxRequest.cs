using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Onnx;

/// <summary>
/// What <c>[OnnxNetwork]</c> asks for, without where it stands: equal to another when the same network comes out, so that an edit elsewhere in the file reads
/// no model anew.
/// </summary>
/// <param name="Path">The file, as the attribute names it.</param>
/// <param name="Sha256">The hash it must have; null for any.</param>
/// <param name="Loss">The loss; null for the one that goes with the last activation.</param>
internal sealed record OnnxRequest(
    TypeModel Type, ClassMembers Members, string Path, string? Sha256, StorageKind Storage, LossKind? Loss, UnrollKind Unroll, InitializerKind Initializer);

/// <summary>Where an attribute and its arguments stand.</summary>
/// <param name="FullName">The class's full name.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="Arguments">The arguments that are given, by name; the path's is <c>Path</c>.</param>
internal sealed record OnnxPlaces(string FullName, LocationModel? Attribute, EquatableArray<OnnxArgumentPlace> Arguments);

/// <summary>Where an argument stands.</summary>
internal sealed record OnnxArgumentPlace(string Name, LocationModel? Location);

/// <summary>What a class with the attribute came to before its file is read.</summary>
internal sealed record OnnxDeclaration(OnnxRequest? Request, OnnxPlaces? Places, EquatableArray<DiagnosticModel> Diagnostics);

/// <summary>Something wrong, and the argument it is shown at: <c>Path</c>, <c>Loss</c>; empty for the attribute.</summary>
internal sealed record OnnxProblem(string Id, string Argument, EquatableArray<string> Arguments);

/// <summary>What became of a request: a network to emit, or what is wrong, or both where there are only warnings.</summary>
internal sealed record OnnxResult(string FullName, NetworkModel? Model, EquatableArray<OnnxProblem> Problems);
