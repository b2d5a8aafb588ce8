using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Diagnostics;

/// <content>What can be wrong with trained weights that are compiled in: CNET0020 to CNET0029.</content>
internal static partial class Descriptors
{
    private static IReadOnlyList<DiagnosticDescriptor> OfFiles => [];
}
