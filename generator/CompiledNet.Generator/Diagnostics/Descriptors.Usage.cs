using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Diagnostics;

/// <content>Advice about how networks are used: CNET0040 to CNET0049.</content>
internal static partial class Descriptors
{
    private static IReadOnlyList<DiagnosticDescriptor> OfUsage => [];
}
