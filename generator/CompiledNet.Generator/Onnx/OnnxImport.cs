using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Files;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>From a request and its file to a network with its weights, or to what is wrong.</summary>
internal static class OnnxImport
{
    public static OnnxResult Import(OnnxRequest request, BuildFileFound found, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<OnnxProblem> problems = [];
        string name = request.Type.PlainName;
        NetworkModel? model = null;
        if (found.File is not { } file)
        {
            problems.Add(new OnnxProblem(Descriptors.OnnxFileNotUsable.Id, "Path", new[] { name, request.Path, found.Problem! }));
        }
        else if (request.Sha256 is { } hash && !string.Equals(hash, file.Hash, StringComparison.OrdinalIgnoreCase))
        {
            problems.Add(new OnnxProblem(Descriptors.OnnxFileNotUsable.Id, "Sha256", new[] { name, request.Path, $"has the SHA-256 {file.Hash}; expected {hash.ToLowerInvariant()}" }));
        }
        else
        {
            try
            {
                model = Import(request, file, problems);
            }
            catch (OnnxException exception)
            {
                problems.Add(new OnnxProblem(exception.Descriptor.Id, exception.Argument, (string[])[name, file.Name, .. exception.Details]));
            }
        }

        return new OnnxResult(request.Type.FullName, model, problems);
    }

    private static NetworkModel? Import(OnnxRequest request, BuildFile file, List<OnnxProblem> problems)
    {
        string name = request.Type.PlainName;
        (GraphProto graph, int opset, bool? channelsLast) = OnnxFile.Read(file.Bytes);
        Chain chain = new(name, problems, channelsLast);
        new GraphReader(graph, opset, chain).Read();
        RequestArguments attribute = new(name, problems);
        if (chain.Layers.Count > Limits.Layers)
        {
            attribute.ErrorAt("Path", Descriptors.TooLarge, name, SourceWriter.Text($"it has {chain.Layers.Count} layers"), SourceWriter.Text($"{Limits.Layers} layers"));
            return null;
        }

        // The place of the input's attribute, which no rule looks at.
        List<LayerArguments> arguments = [attribute];
        List<LayerModel> layers = [];
        Shape shape = chain.Input!;
        int parameters = 0;
        int statistics = 0;
        foreach (ImportedLayer imported in chain.Layers)
        {
            NodeArguments node = new(imported, name, problems);
            LayerModel layer = LayerCatalog.Get(imported.Kind).Parse(node, new LayerPlace(layers.Count + 1, shape, parameters, statistics))!;
            arguments.Add(node);
            layers.Add(layer);
            parameters = unchecked(parameters + layer.ParameterCount);
            statistics = unchecked(statistics + layer.StatisticCount);
            shape = layer.Output;
        }

        ActivationKind last = layers.Last(layer => layer.Kind != "Flatten").Activation;
        LossKind loss = request.Loss ?? last switch
        {
            ActivationKind.Softmax => LossKind.CrossEntropy,
            ActivationKind.Sigmoid => LossKind.BinaryCrossEntropy,
            _ => LossKind.SquaredError,
        };
        NetworkModel model = new(request.Type, chain.Input!, layers, loss, request.Unroll, request.Initializer);
        if (!(NetworkRules.Check(model, attribute, arguments) & GeneratedMembers.CheckClashes(request.Members, layers, attribute)))
        {
            return null;
        }

        long bytes = ((long)model.ParameterCount + model.StatisticCount) * (request.Storage == StorageKind.Float16 ? sizeof(ushort) : sizeof(float));
        if (bytes > PretrainedFile.MostBytes)
        {
            attribute.ErrorAt(
                "Path",
                Descriptors.TooLarge,
                name,
                SourceWriter.Text($"its weights are {bytes:N0} bytes of constants as {request.Storage}"),
                SourceWriter.Text($"{PretrainedFile.MostBytes:N0}; write its layers as attributes and use Load when the program runs instead of [OnnxNetwork]"));
            return null;
        }

        return model with { Pretrained = Weights(request, file, chain.Layers) };
    }

    private static PretrainedModel Weights(OnnxRequest request, BuildFile file, IReadOnlyList<ImportedLayer> layers)
    {
        foreach (ImportedLayer layer in layers)
        {
            foreach (float value in new[] { layer.Weights, layer.Bias, layer.Mean, layer.Variance }.SelectMany(values => values ?? []))
            {
                if (float.IsNaN(value) || float.IsInfinity(value))
                {
                    throw OnnxErrors.Node(layer.Node, "one of its weights is not a finite number");
                }

                if (request.Storage == StorageKind.Float16 && !HalfFloat.Fits(value))
                {
                    throw OnnxErrors.Node(layer.Node, SourceWriter.Text($"one of its weights is {value}, which WeightStorage.Float16 cannot hold (at most 65504); use WeightStorage.Float32"));
                }
            }
        }

        return new PretrainedModel(
            file.Name,
            file.Hash,
            request.Storage,
            new WeightValues(Joined(layers.SelectMany(layer => new[] { layer.Weights, layer.Bias }))),
            new WeightValues(Joined(layers.SelectMany(layer => new[] { layer.Mean, layer.Variance }))));
    }

    private static float[] Joined(IEnumerable<float[]?> parts)
    {
        float[][] given = [.. parts.OfType<float[]>()];
        float[] all = new float[given.Sum(part => part.Length)];
        int at = 0;
        foreach (float[] part in given)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return all;
    }
}
