namespace CompiledNet.Storage;

/// <summary>
/// The element types of a safetensors file, in the order of the reference implementation: files list tensors by falling type, so that each is
/// aligned. Those that are only read are known in order to say what a file holds.
/// </summary>
internal enum SafeTensorType
{
    /// <summary>A boolean in a byte.</summary>
    Bool,

    /// <summary>An unsigned byte.</summary>
    U8,

    /// <summary>A signed byte.</summary>
    I8,

    /// <summary>An 8-bit float with 5 bits of exponent.</summary>
    F8E5M2,

    /// <summary>An 8-bit float with 4 bits of exponent.</summary>
    F8E4M3,

    /// <summary>A signed 16-bit number.</summary>
    I16,

    /// <summary>An unsigned 16-bit number.</summary>
    U16,

    /// <summary>Half precision.</summary>
    F16,

    /// <summary>The upper half of a single.</summary>
    BF16,

    /// <summary>A signed 32-bit number.</summary>
    I32,

    /// <summary>An unsigned 32-bit number.</summary>
    U32,

    /// <summary>Single precision: what parameters are.</summary>
    F32,

    /// <summary>Double precision.</summary>
    F64,

    /// <summary>A signed 64-bit number.</summary>
    I64,

    /// <summary>An unsigned 64-bit number.</summary>
    U64,
}
