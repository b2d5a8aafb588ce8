using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Diagnostics;

/// <content>What can be wrong with an ONNX file: CNET0030 to CNET0039.</content>
internal static partial class Descriptors
{
    private static IReadOnlyList<DiagnosticDescriptor> OfOnnx => [];
}
