using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using CompiledNet.Onnx.Schema;
using Google.Protobuf;

namespace CompiledNet.Docs.Tests.Code;

/// <summary>Model files with one thing wrong, for the help pages that show what the generator says of such.</summary>
internal static class ModelFiles
{
    /// <summary>A checkpoint of training in the place of a saved network.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>A network with a weight of 70,000, which no 16-bit float holds.</summary>
    public const string HugeWeight = "huge weight";

    /// <summary>A saved network as Python writes it: the tensors alone.</summary>
    public const string WithoutMetadata = "without metadata";

    /// <summary>An ONNX model whose weights are in another file.</summary>
    public const string ExternalData = "external data";

    /// <summary>An ONNX model with an operator that no layer computes.</summary>
    public const string UnknownOperator = "unknown operator";

    /// <summary>An ONNX model that gives the values between two layers as well.</summary>
    public const string TwoOutputs = "two outputs";

    private static readonly string[] Kinds = [Checkpoint, HugeWeight, WithoutMetadata, ExternalData, UnknownOperator, TwoOutputs];

    /// <summary>The prepared network that a file with this content is of.</summary>
    public static string NetworkOf(string content) => Kinds.Contains(content) ? "SmallDigitNet" : content;

    /// <param name="network">The network; it may be changed.</param>
    /// <param name="path">The file; its extension says of which kind it is.</param>
    /// <param name="content">What is wrong with it; a network's name for nothing.</param>
    public static void Write<TNetwork>(TNetwork network, string path, string content)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        if (content == HugeWeight)
        {
            network.Parameters[0] = 70_000;
        }

        if (content == Checkpoint)
        {
            NetworkTopology topology = TNetwork.Topology;
            Dataset data = new(new float[topology.InputSize], new float[topology.OutputSize], topology.InputSize, topology.OutputSize);
            new Trainer<TNetwork>(network, new TrainingOptions { Epochs = 1, Checkpoint = new CheckpointOptions(path) }).Train(data);
        }
        else if (Path.GetExtension(path) == ".onnx")
        {
            OnnxExport.Save(network, path);
            File.WriteAllBytes(path, Spoilt(ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)), content).ToByteArray());
        }
        else
        {
            ModelFile.Save(network, path);
            if (content == WithoutMetadata)
            {
                RemoveMetadata(path);
            }
        }
    }

    // The length of the header, the header in JSON, the numbers.
    private static void RemoveMetadata(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        JsonObject header = JsonNode.Parse(bytes.AsSpan(sizeof(ulong), length))!.AsObject();
        header.Remove("__metadata__");
        byte[] shorter = Encoding.UTF8.GetBytes(header.ToJsonString());
        byte[] start = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(start, (ulong)shorter.Length);
        File.WriteAllBytes(path, [.. start, .. shorter, .. bytes.AsSpan(sizeof(ulong) + length)]);
    }

    private static ModelProto Spoilt(ModelProto model, string content)
    {
        switch (content)
        {
            case ExternalData:
                model.Graph.Initializer[0].DataLocation = 1;
                break;
            case UnknownOperator:
                model.Graph.Node.First(node => node.OpType == "Sigmoid").OpType = "Sin";
                break;
            case TwoOutputs:
                ValueInfoProto between = model.Graph.Output[0].Clone();
                between.Name = model.Graph.Node[0].Output[0];
                model.Graph.Output.Add(between);
                break;
        }

        return model;
    }
}
