using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Onnx.Schema;
using Google.Protobuf;

namespace CompiledNet.Generator.Onnx;

/// <summary>A file's bytes as a model of the operators of ONNX itself, of a version whose operators mean what this library takes them for.</summary>
internal static class OnnxFile
{
    /// <summary>The first operator set whose Add and Mul broadcast as today's, and whose BatchNormalization and Dropout only predict.</summary>
    public const int OldestOpset = 7;

    /// <summary>The last operator set these operators were read of; a later one might change what they mean.</summary>
    public const int NewestOpset = 25;

    private const string OwnDomain = "ai.onnx";

    // What CompiledNet.Onnx writes beside images: without a layer that looks at them as such, a graph does not say which of their dimensions is which.
    private const string LayoutKey = "compilednet.input_layout";

    /// <summary>The model, the version of its operators, and whether images come with their channels last, where the file says so.</summary>
    public static (GraphProto Graph, int Opset, bool? ChannelsLast) Read(byte[] bytes)
    {
        if (bytes.Length == 0)
        {
            throw OnnxErrors.Invalid("it is empty");
        }

        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw OnnxErrors.Invalid($"it cannot be read ({exception.Message.Split('\n')[0].TrimEnd('.', '\r')})");
        }

        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw OnnxErrors.Invalid("it has no graph with nodes");
        }

        OperatorSetIdProto[] sets = [.. model.OpsetImport.Where(set => IsOwn(set.Domain))];
        if (sets.Length != 1)
        {
            throw OnnxErrors.Invalid(SourceWriter.Text($"it names {sets.Length} versions of ONNX's operators (opset_import); expected one"));
        }

        if (sets[0].Version is < OldestOpset or > NewestOpset)
        {
            throw OnnxErrors.Graph(SourceWriter.Text($"its operators are those of opset {sets[0].Version}; expected {OldestOpset} to {NewestOpset}: export it again with one of these"));
        }

        bool? channelsLast = model.MetadataProps.FirstOrDefault(entry => entry.Key == LayoutKey)?.Value switch
        {
            "ChannelsLast" => true,
            "ChannelsFirst" => false,
            _ => null,
        };
        return (model.Graph, (int)sets[0].Version, channelsLast);
    }

    public static bool IsOwn(string domain) => domain.Length == 0 || domain == OwnDomain;

    /// <summary>The nodes that the output depends on, each behind those it reads; others compute nothing that is asked for.</summary>
    public static IReadOnlyList<NodeProto> InOrder(GraphProto graph, string output)
    {
        Dictionary<string, NodeProto> producers = [];
        foreach (NodeProto node in graph.Node)
        {
            foreach (string name in node.Output.Where(name => name.Length > 0))
            {
                if (producers.ContainsKey(name))
                {
                    throw OnnxErrors.Invalid($"two nodes compute {OnnxErrors.Quote(name)}");
                }

                producers[name] = node;
            }
        }

        List<NodeProto> order = [];
        HashSet<NodeProto> done = new(ByReference.Comparer);
        HashSet<NodeProto> open = new(ByReference.Comparer);
        Stack<(NodeProto Node, int NextInput)> path = new();
        Enter(output);
        while (path.Count > 0)
        {
            (NodeProto node, int next) = path.Pop();
            if (next == node.Input.Count)
            {
                open.Remove(node);
                done.Add(node);
                order.Add(node);
                continue;
            }

            path.Push((node, next + 1));
            Enter(node.Input[next]);
        }

        return order;

        void Enter(string name)
        {
            if (!producers.TryGetValue(name, out NodeProto? node) || done.Contains(node))
            {
                return;
            }

            if (!open.Add(node))
            {
                throw OnnxErrors.Graph($"node {OnnxErrors.Describe(node)} depends on its own output");
            }

            path.Push((node, 0));
        }
    }
}
