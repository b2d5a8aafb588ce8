using System.Collections.Generic;
using System.Runtime.CompilerServices;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>Tells nodes apart that say the same: messages are equal by content, which would be compared in full each time.</summary>
internal sealed class ByReference : IEqualityComparer<NodeProto>
{
    public static ByReference Comparer { get; } = new();

    public bool Equals(NodeProto? first, NodeProto? second) => ReferenceEquals(first, second);

    public int GetHashCode(NodeProto node) => RuntimeHelpers.GetHashCode(node);
}
