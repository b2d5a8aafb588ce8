using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Diagnostics;

/// <content>Advice about how networks are used: CNET0040 to CNET0049. Analyzers report it, beside the generator.</content>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor SoftmaxWithSquaredError = new(
        "CNET0040",
        "A softmax output learns badly from squared errors",
        "The outputs of '{0}' are a softmax, but its loss is Loss.{1}, whose gradient vanishes where the network is sure and wrong; use Loss.CrossEntropy",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The derivative of softmax is next to zero where one output is close to 1, also if it is the wrong one. Cross-entropy cancels that factor: its gradient with respect to the weighted sums is the output minus the target.");

    public static readonly DiagnosticDescriptor ManySigmoids = new(
        "CNET0041",
        "Many sigmoid layers in a row learn slowly",
        "'{0}' has {1} sigmoid layers in a row, and the derivative of a sigmoid is at most 1/4: beside the weights, what reaches the first of them of the gradient is at most 1/{2}; ReLU between them keeps it",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Backpropagation multiplies the gradient by the derivative of each activation on its way to the first layers. Through many sigmoids it vanishes (Hochreiter 1991; Glorot and Bengio 2010).");

    public static readonly DiagnosticDescriptor PredictInLoop = new(
        "CNET0042",
        "Predict makes a new array each time round a loop",
        "Predict(input) makes a new array each time round the loop; '{0}.Predict(input, output)' writes to one that is there already",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The overload with two spans allocates nothing. One array made before the loop does for all iterations, as none of them keeps its outputs.");

    public static readonly DiagnosticDescriptor NeverTrained = new(
        "CNET0043",
        "A network is used before it is trained or loaded",
        "'{0}' has only its random first weights here: nothing has trained or loaded it since 'new {1}(...)', so that {2} gives meaningless outputs",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A new network has random weights. Train it, load it from a file, or compile its weights in with [Pretrained], before its outputs are of any use.");

    private static IReadOnlyList<DiagnosticDescriptor> OfUsage => [SoftmaxWithSquaredError, ManySigmoids, PredictInLoop, NeverTrained];
}
