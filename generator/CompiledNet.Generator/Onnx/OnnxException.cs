using System;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Onnx;

/// <summary>What is wrong with a file, on its way from where it is found to <see cref="OnnxImport"/>, which makes a diagnostic of it.</summary>
internal sealed class OnnxException(DiagnosticDescriptor descriptor, string argument, params string[] details) : Exception(string.Join("; ", details))
{
    public DiagnosticDescriptor Descriptor { get; } = descriptor;

    /// <summary>The argument of the attribute it is shown at.</summary>
    public string Argument { get; } = argument;

    /// <summary>The message's arguments after the class and the file.</summary>
    public string[] Details { get; } = details;
}
