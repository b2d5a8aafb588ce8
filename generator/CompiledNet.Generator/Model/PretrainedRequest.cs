namespace CompiledNet.Generator.Model;

/// <summary>What <c>[Pretrained]</c> asks for.</summary>
/// <param name="Path">The end of the file's path.</param>
/// <param name="Storage">How the numbers are to be stored.</param>
/// <param name="Sha256">The hash the file must have, in lower-case hexadecimal; null for any.</param>
internal sealed record PretrainedRequest(string Path, StorageKind Storage, string? Sha256);
