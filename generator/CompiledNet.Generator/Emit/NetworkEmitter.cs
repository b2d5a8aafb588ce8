using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Emit;

/// <summary>The generated half of the user's class: constants, parameters, and the public methods in front of the passes.</summary>
internal static class NetworkEmitter
{
    /// <summary>Activations up to this many floats live on the stack while one example is predicted; longer ones in a pooled buffer.</summary>
    private const int StackFloats = 4096;

    public static string Emit(NetworkFiles files)
    {
        SourceWriter writer = new();
        NetworkModel model = files.Model;
        NetworkFiles.EmitHeader(writer, SummaryTable.Lines(files));
        if (model.Type.PlainName.All(c => c is >= 'a' and <= 'z'))
        {
            // The compiler's advice about names in lower case belongs where the user wrote the name.
            writer.Line("#pragma warning disable CS8981");
            writer.Line();
        }

        List<System.IDisposable> blocks = [];
        if (model.Type.Namespace.Length > 0)
        {
            blocks.Add(writer.Block($"namespace {model.Type.Namespace}"));
        }

        foreach (string type in model.Type.ContainingTypes)
        {
            blocks.Add(writer.Block(type));
        }

        using (writer.Block($"partial class {model.Type.Name} : global::CompiledNet.ICompiledNetwork<{model.Type.Name}>, global::CompiledNet.Numerics.ITrainableNetwork"))
        {
            EmitConstants(writer, files);
            EmitFields(writer, files);
            EmitConstructor(writer, files);
            EmitTopology(writer, files);
            EmitParameters(writer, files);
            StatisticsEmitter.EmitProperties(writer, files.Model);
            EmitPredict(writer, files);
            writer.Lines(ApiText.Methods(files));
        }

        for (int n = blocks.Count - 1; n >= 0; n--)
        {
            blocks[n].Dispose();
        }

        return writer.ToString();
    }

    private static void EmitConstants(SourceWriter writer, NetworkFiles files)
    {
        NetworkModel model = files.Model;
        List<(string Name, int Value, string Summary)> constants =
        [
            ("InputSize", model.Input.Length, "The length of one example."),
            ("OutputSize", model.Output.Length, "The length of one example's outputs."),
            ("ParameterCount", model.ParameterCount, "The number of parameters: all weights and biases."),
            ("ActivationCount", model.Layers.Sum(layer => layer.Output.Length), "The number of activations <c>Trace</c> gives: the outputs of all layers together."),
        ];
        if (model.StatisticCount > 0)
        {
            constants.Add(("StatisticCount", model.StatisticCount, "The length of the running statistics: the means and variances that batch normalization predicts with."));
        }

        foreach ((string name, int value, string summary) in constants)
        {
            writer.Line($"/// <summary>{summary}</summary>");
            writer.Line(ApiText.Generated);
            writer.Line($"public const int {name} = {SourceWriter.Literal(value)};");
            writer.Line();
        }
    }

    private static void EmitFields(SourceWriter writer, NetworkFiles files)
    {
        writer.Line(ApiText.Generated);
        writer.Line("private readonly global::CompiledNet.Numerics.AlignedBuffer _parameters = new(ParameterCount);");
        writer.Line();
        StatisticsEmitter.EmitField(writer, files.Model);
        writer.Line(ApiText.Generated);
        writer.Line($"private readonly global::CompiledNet.Numerics.WorkspacePool _workspaces = new(global::{files.PassesNamespace}.Passes.WorkspaceFloats);");
        writer.Line();
        if (!IsOnStack(files))
        {
            writer.Line(ApiText.Generated);
            writer.Line($"private readonly global::CompiledNet.Numerics.WorkspacePool _activations = new(global::{files.PassesNamespace}.Passes.ActivationFloats);");
            writer.Line();
        }
    }

    private static void EmitConstructor(SourceWriter writer, NetworkFiles files)
    {
        if (files.Model.Pretrained is { } pretrained)
        {
            PretrainedEmitter.EmitConstructor(writer, files, pretrained);
        }

        writer.Line(files.Model.Initializer == InitializerKind.PlainRandom
            ? "/// <summary>A network with random weights and biases.</summary>"
            : "/// <summary>A network with random weights and zero biases.</summary>");
        writer.Line("/// <param name=\"seed\">Where the random numbers start; the same seed gives the same weights on every machine.</param>");
        writer.Line(ApiText.Generated);
        using (writer.Block($"public {files.Model.Type.Name}(int seed{(files.Model.Pretrained is null ? " = 0" : string.Empty)})"))
        {
            writer.Line("global::CompiledNet.Numerics.SeededRandom random = new(seed);");
            foreach (LayerModel layer in files.Model.Layers)
            {
                LayerCatalog.Get(layer.Kind).EmitInitialize(writer, layer, files.Model.Initializer);
            }
        }

        writer.Line();
    }

    private static void EmitTopology(SourceWriter writer, NetworkFiles files)
    {
        NetworkModel model = files.Model;
        writer.Line("/// <summary>The layers, their shapes, and where each tensor lies in <see cref=\"Parameters\"/>.</summary>");
        writer.Line(ApiText.Generated);
        writer.Line("public static global::CompiledNet.NetworkTopology Topology { get; } = new(");
        writer.Line($"    \"{model.Type.PlainName}\",");
        writer.Line($"    new global::CompiledNet.TensorShape([{Extents(model.Input)}]),");
        writer.Line($"    global::CompiledNet.Loss.{model.Loss},");

        // Lists instead of params spans, which C# 12 does not know.
        writer.Line("    [");
        foreach (LayerModel layer in model.Layers)
        {
            string head = $"        new global::CompiledNet.LayerTopology({SourceWriter.Text($"{layer.Number}")}, \"{layer.Kind}\", new global::CompiledNet.TensorShape([{Extents(layer.Input)}]), new global::CompiledNet.TensorShape([{Extents(layer.Output)}]), global::CompiledNet.Activation.{layer.Activation}";
            if (layer.Tensors.Count == 0)
            {
                writer.Line(head + ", []),");
                continue;
            }

            writer.Line(head + ",");
            writer.Line("        [");
            EmitTensors(writer, layer.Tensors);
            if (layer.StatisticCount > 0)
            {
                writer.Line("        ])");
                writer.Line("        {");
                writer.Line("        Statistics =");
                writer.Line("        [");
                EmitTensors(writer, layer.Statistics);
                writer.Line("        ],");
                writer.Line("        },");
                continue;
            }

            writer.Line("        ]),");
        }

        writer.Line("    ]);");

        writer.Line();
    }

    private static void EmitTensors(SourceWriter writer, EquatableArray<TensorModel> tensors)
    {
        foreach (TensorModel tensor in tensors)
        {
            writer.Line($"            new global::CompiledNet.ParameterTensor(\"{tensor.FileName}\", new global::CompiledNet.TensorShape([{Extents(tensor.Shape)}]), {SourceWriter.Literal(tensor.Offset)}),");
        }
    }

    private static void EmitParameters(SourceWriter writer, NetworkFiles files)
    {
        writer.Line("/// <summary>All parameters: per layer the weights, then the bias, without padding. Writing to it changes the network.</summary>");
        writer.Line(ApiText.Generated);
        writer.Line("public global::System.Span<float> Parameters => _parameters.Span;");
        foreach (LayerModel layer in files.Model.Layers)
        {
            foreach (TensorModel tensor in layer.Tensors)
            {
                string name = GeneratedMembers.SourceName(tensor, layer);
                string index = string.Concat(tensor.Shape.Extents.Select(extent => SourceWriter.Text($"[{extent}]")));
                writer.Line();
                writer.Line($"/// <summary>Layer {layer.Number}'s {tensor.Role.ToLowerInvariant()}, <c>{index}</c>{(tensor.Shape.Extents.Count == 2 ? $": element <c>i * {tensor.Shape.Extents[1]} + o</c> joins input <c>i</c> to output <c>o</c>" : string.Empty)}.</summary>");
                writer.Line(ApiText.Generated);
                writer.Line($"public global::System.Span<float> {name} => _parameters.Span.Slice({SourceWriter.Literal(tensor.Offset)}, {SourceWriter.Literal(tensor.Shape.Length)});");
            }
        }

        writer.Line();
    }

    private static void EmitPredict(SourceWriter writer, NetworkFiles files)
    {
        string output = Slice(files, files.Buffers.SingleOwner(files.Model.Layers.Count), files.Model.Output.Length);
        EmitSingle(writer, files, files.InferName, ApiText.PredictDocs, "public void Predict", ("output", "OutputSize"), [$"{output}.CopyTo(output);"]);

        List<string> copies = [];
        int offset = 0;
        foreach (LayerModel layer in files.Model.Layers)
        {
            int owner = files.Buffers.SingleOwner(layer.Number);
            string values = owner == 0 ? "input" : Slice(files, owner, layer.Output.Length);
            copies.Add($"{values}.CopyTo(activations.Slice({SourceWriter.Literal(offset)}));");
            offset += layer.Output.Length;
        }

        EmitSingle(writer, files, "Forward", ApiText.TraceDocs, "public void Trace", ("activations", "ActivationCount"), copies);
        EmitSingle(writer, files, files.InferName, ApiText.ClassifyDocs, "public int Classify", null, [$"int answer = global::CompiledNet.Numerics.OutputClass.Of({output});"], "return answer;");
    }

    private static bool IsOnStack(NetworkFiles files) => files.Buffers.SingleLength <= StackFloats;

    /// <summary>A layer's activations among those of one example.</summary>
    private static string Slice(NetworkFiles files, int layer, int length) =>
        $"values.Slice({SourceWriter.Literal(files.Buffers.SingleOffsets[layer])}, {SourceWriter.Literal(length)})";

    /// <summary>A method around the forward pass of one example: check, compute, hand out.</summary>
    private static void EmitSingle(
        SourceWriter writer, NetworkFiles files, string pass, string docs, string header, (string Name, string Length)? target, IReadOnlyList<string> results, string? last = null)
    {
        bool onStack = IsOnStack(files);
        string parameters = "global::System.ReadOnlySpan<float> input" + (target is null ? string.Empty : $", global::System.Span<float> {target.Value.Name}");
        writer.Lines(docs);
        writer.Line(ApiText.Generated);
        writer.Line(ApiText.Optimized);
        using (writer.Block($"{header}({parameters})"))
        {
            writer.Line("CheckLength(input.Length, InputSize, \"input\");");
            if (target is var (name, length))
            {
                writer.Line($"CheckLength({name}.Length, {length}, \"{name}\");");
            }

            if (onStack)
            {
                writer.Line($"global::System.Span<float> values = stackalloc float[global::{files.PassesNamespace}.Passes.ActivationFloats];");
            }
            else
            {
                writer.Line("global::CompiledNet.Numerics.AlignedBuffer activationBuffer = _activations.Rent();");
                writer.Line("global::System.Span<float> values = activationBuffer.Span;");
            }

            writer.Line($"global::{files.PassesNamespace}.Passes.{pass}(_parameters.Span, {(files.Model.StatisticCount > 0 ? "_statistics.Span, " : string.Empty)}input, values);");
            foreach (string result in results)
            {
                writer.Line(result);
            }

            if (!onStack)
            {
                writer.Line("_activations.Return(activationBuffer);");
            }

            if (last is not null)
            {
                writer.Line(last);
            }
        }

        writer.Line();
    }

    private static string Extents(Shape shape) => string.Join(", ", shape.Extents.Select(extent => SourceWriter.Text($"{extent}")));
}
