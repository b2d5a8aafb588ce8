using System.Collections.Generic;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>What a name in the graph stands for.</summary>
internal abstract record Value;

/// <summary>A constant: weights, or settings.</summary>
internal sealed record ConstantValue(Tensor Tensor) : Value;

/// <summary>
/// Whole numbers worked out of shapes, which files ask for to make images flat.
/// </summary>
/// <param name="Numbers">The numbers; null stands for the batch, whose size is not known.</param>
/// <param name="IsScalar">Whether it is one number without a dimension.</param>
internal sealed record ShapeValue(IReadOnlyList<long?> Numbers, bool IsScalar) : Value;

/// <summary>What an example has become.</summary>
/// <param name="Version">After how many layers: an older one has been used up.</param>
/// <param name="View">How the file's tensor lies over it.</param>
/// <param name="Expression">What has been done, number by number, since the last layer.</param>
internal sealed record DataValue(int Version, View View, Expression Expression) : Value
{
    /// <summary>Zeros around it, which the next convolution or pooling layer takes into its window; null where there are none.</summary>
    public Border? Border { get; init; }
}

/// <summary>Zeros around an image, for each dimension behind the batch.</summary>
internal sealed record Border(int[] Before, int[] After);

/// <summary>Operations on single numbers since the last layer; which activation, or which part of a layer, they are is found out when the next layer comes.</summary>
/// <param name="Node">The node it comes from; null for the layer's own output.</param>
internal abstract record Expression(NodeProto? Node)
{
    public static Expression Output { get; } = new OutputExpression();
}

internal sealed record OutputExpression() : Expression((NodeProto?)null);

/// <summary><c>scale inner + shift</c>, with constants that are broadcast over the view.</summary>
internal record AffineExpression(NodeProto? Node, Expression Inner, BroadcastConstant Scale, BroadcastConstant Shift) : Expression(Node);

/// <summary>A function of one number: an activation's name, or <c>Erf</c>.</summary>
internal sealed record FunctionExpression(NodeProto? Node, Expression Inner, string Function) : Expression(Node);

internal sealed record ProductExpression(NodeProto? Node, Expression Left, Expression Right) : Expression(Node);
