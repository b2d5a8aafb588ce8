using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>What a pooling layer passed on, as its own layer could not take it: already in this library's order. The constants of its base only keep it from looking like a factor.</summary>
internal sealed record LeftOverExpression(NodeProto Node, ScaleAndShift Left)
    : AffineExpression(Node, Output, new BroadcastConstant(1), new BroadcastConstant(1));
