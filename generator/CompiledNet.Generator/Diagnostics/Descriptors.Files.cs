using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Diagnostics;

/// <content>What can be wrong with trained weights that are compiled in: CNET0020 to CNET0029.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor WeightsFileNotFound = Error(
        "CNET0020",
        "The file with the weights is not there",
        "The weights of '{0}' cannot be compiled in: the file '{1}' {2}",
        "The file must be an additional file of the project, <AdditionalFiles Include=\"...\" />, and the path in [Pretrained] the end of its path, with as many folders as it takes to tell it from others.");

    public static readonly DiagnosticDescriptor InvalidWeightsFile = Error(
        "CNET0021",
        "The file with the weights is not a valid safetensors file",
        "The weights of '{0}' cannot be compiled in: '{1}' cannot be read as a safetensors file: {2}",
        "The file must be a network that Save wrote, or another file in the safetensors format. It is read as strictly as Load reads it.");

    public static readonly DiagnosticDescriptor WeightsDoNotFit = Error(
        "CNET0022",
        "The tensors in the file are not those of the network",
        "The weights of '{0}' cannot be compiled in: '{1}' does not fit: {2}",
        "The file must have every tensor of the network and no others, with the shapes of the network's layers in PyTorch's order, as 32-bit or 16-bit floats.");

    public static readonly DiagnosticDescriptor WeightsOfAnotherNetwork = Error(
        "CNET0023",
        "The file with the weights was written by another network",
        "The weights of '{0}' cannot be compiled in: '{1}' is of another network ({2}): {3}",
        "A file that Save wrote says of which layers, shapes and activations it is. With others, the same numbers would mean something else.");

    public static readonly DiagnosticDescriptor WeightsHashDiffers = Error(
        "CNET0024",
        "The file with the weights has another SHA-256 than expected",
        "The weights of '{0}' cannot be compiled in: Sha256 in [Pretrained] is {1}; expected {2}",
        "With Sha256, only the very file that was meant is compiled in. When the file has been changed on purpose, change the hash, too.");

    public static readonly DiagnosticDescriptor WeightCannotBe = Error(
        "CNET0025",
        "The file with the weights has a number that cannot be one",
        "The weights of '{0}' cannot be compiled in: element {2} of the tensor '{3}' in '{1}' is {4}; expected {5}",
        "Weights are finite numbers, variances are not negative, and with WeightStorage.Float16 no number is beyond 65504.");

    public static readonly DiagnosticDescriptor PretrainedWithoutNetwork = Error(
        "CNET0026",
        "[Pretrained] needs a network to give weights to",
        "'{0}' has [Pretrained] {1}",
        "[Pretrained] gives weights to the network that [CompiledNetwork] on the same class asks for. The file of an [OnnxNetwork] has its own.");

    private static IReadOnlyList<DiagnosticDescriptor> OfFiles =>
    [
        WeightsFileNotFound, InvalidWeightsFile, WeightsDoNotFit, WeightsOfAnotherNetwork, WeightsHashDiffers, WeightCannotBe, PretrainedWithoutNetwork,
    ];
}
