using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Diagnostics;

/// <content>What can be wrong with an ONNX file: CNET0030 to CNET0039.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor OnnxFileNotUsable = Error(
        "CNET0030",
        "The ONNX file cannot be used",
        "The file of '{0}', '{1}', {2}",
        "The project names the file as an additional file, and the attribute names it by the end of its path. With Sha256, only the file with that hash is taken.");

    public static readonly DiagnosticDescriptor InvalidOnnxFile = Error(
        "CNET0031",
        "The file is not a valid ONNX model",
        "'{0}' cannot be made of '{1}', which is not a valid ONNX model: {2}",
        "The file is an ONNX model in one piece: it names one version of ONNX's operators, everything a node reads is there, and every tensor has as many numbers as its shape says.");

    public static readonly DiagnosticDescriptor OnnxOperator = Error(
        "CNET0032",
        "A node of the ONNX file has no layer",
        "'{0}' cannot be made of '{1}': {2}: {3}",
        "Every node becomes a layer, part of a layer, or another order of the numbers. The message names the node that does not, its operator, and why.");

    public static readonly DiagnosticDescriptor OnnxGraph = Error(
        "CNET0033",
        "The ONNX file is not a chain of layers",
        "'{0}' cannot be made of '{1}': {2}",
        "A compiled network is one layer after the other, from one input to one output, with sizes that are known at build; only the batch may be open.");

    public static readonly DiagnosticDescriptor OnnxBesideOther = Error(
        "CNET0034",
        "[OnnxNetwork] stands alone",
        "'{0}' has both [OnnxNetwork] and [{1}]; the file says the layers and the weights: take one of them away",
        "[OnnxNetwork] gives the layers and their weights. [CompiledNetwork] and layer attributes say the same in another way.");

    private static IReadOnlyList<DiagnosticDescriptor> OfOnnx => [OnnxFileNotUsable, InvalidOnnxFile, OnnxOperator, OnnxGraph, OnnxBesideOther];
}
