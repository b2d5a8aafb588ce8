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
        List<System.IDisposable> blocks = [];
        if (model.Type.Namespace.Length > 0)
        {
            blocks.Add(writer.Block($"namespace {model.Type.Namespace}"));
        }

        foreach (string type in model.Type.ContainingTypes)
        {
            blocks.Add(writer.Block(type));
        }

        using (writer.Block($"partial class {model.Type.Name} : global::CompiledNet.ICompiledNetwork<{model.Type.Name}>"))
        {
            EmitConstants(writer, files);
            EmitFields(writer, files);
            EmitConstructor(writer, files);
            EmitTopology(writer, files);
            EmitParameters(writer, files);
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
        (string Name, int Value, string Summary)[] constants =
        [
            ("InputSize", model.Input.Length, "The length of one example."),
            ("OutputSize", model.Output.Length, "The length of one example's outputs."),
            ("ParameterCount", model.ParameterCount, "The number of parameters: all weights and biases."),
            ("ActivationCount", model.Layers.Sum(layer => layer.Output.Length), "The number of activations <see cref=\"Trace\"/> gives: the outputs of all layers together."),
        ];
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
        writer.Line(ApiText.Generated);
        writer.Line($"private readonly global::CompiledNet.Numerics.WorkspacePool _workspaces = new(global::{files.PassesNamespace}.Passes.WorkspaceFloats);");
        writer.Line();
    }

    private static void EmitConstructor(SourceWriter writer, NetworkFiles files)
    {
        writer.Line("/// <summary>A network with random weights and zero biases.</summary>");
        writer.Line("/// <param name=\"seed\">Where the random numbers start; the same seed gives the same weights on every machine.</param>");
        writer.Line(ApiText.Generated);
        using (writer.Block($"public {files.Model.Type.Name}(int seed = 0)"))
        {
            writer.Line("global::CompiledNet.Numerics.SeededRandom random = new(seed);");
            foreach (LayerModel layer in files.Model.Layers)
            {
                LayerCatalog.Get(layer.Kind).EmitInitialize(writer, layer);
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
            foreach (TensorModel tensor in layer.Tensors)
            {
                writer.Line($"            new global::CompiledNet.ParameterTensor(\"{tensor.FileName}\", new global::CompiledNet.TensorShape([{Extents(tensor.Shape)}]), {SourceWriter.Literal(tensor.Offset)}),");
            }

            writer.Line("        ]),");
        }

        writer.Line("    ]);");

        writer.Line();
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
        bool onStack = files.Buffers.SingleLength <= StackFloats;
        int last = files.Buffers.SingleOffsets[files.Buffers.LastOwner];
        EmitSingle(
            writer,
            ApiText.PredictDocs,
            "Predict",
            "output",
            "OutputSize",
            [$"activations.Slice({SourceWriter.Literal(last)}, OutputSize).CopyTo(output);"],
            onStack,
            files);
        List<string> copies = [];
        int offset = 0;
        foreach (LayerModel layer in files.Model.Layers)
        {
            int owner = files.Buffers.Owner(layer.Number);
            int length = layer.Output.Length;
            string target = $"trace.Slice({SourceWriter.Literal(offset)})";
            copies.Add(owner == 0
                ? $"input.CopyTo({target});"
                : $"activations.Slice({SourceWriter.Literal(files.Buffers.SingleOffsets[owner])}, {SourceWriter.Literal(length)}).CopyTo({target});");
            offset += length;
        }

        EmitSingle(writer, ApiText.TraceDocs, "Trace", "activations", "ActivationCount", [.. copies.Select(copy => copy.Replace("activations.", "values.").Replace("trace.", "activations."))], onStack, files);
    }

    /// <summary>A method around the forward pass of one example: check, compute, copy out.</summary>
    private static void EmitSingle(SourceWriter writer, string docs, string name, string target, string length, IReadOnlyList<string> copies, bool onStack, NetworkFiles files)
    {
        string scratch = target == "activations" ? "values" : "activations";
        writer.Lines(docs);
        writer.Line(ApiText.Generated);
        using (writer.Block($"public void {name}(global::System.ReadOnlySpan<float> input, global::System.Span<float> {target})"))
        {
            writer.Line("CheckLength(input.Length, InputSize, nameof(input));");
            writer.Line($"CheckLength({target}.Length, {length}, nameof({target}));");
            if (onStack)
            {
                writer.Line($"global::System.Span<float> {scratch} = stackalloc float[global::{files.PassesNamespace}.Passes.ActivationFloats];");
            }
            else
            {
                writer.Line("global::CompiledNet.Numerics.AlignedBuffer buffer = _workspaces.Rent();");
                writer.Line($"global::System.Span<float> {scratch} = buffer.Span;");
            }

            writer.Line($"global::{files.PassesNamespace}.Passes.Forward(_parameters.Span, input, {scratch});");
            foreach (string copy in copies)
            {
                writer.Line(copy);
            }

            if (!onStack)
            {
                writer.Line("_workspaces.Return(buffer);");
            }
        }

        writer.Line();
    }

    private static string Extents(Shape shape) => string.Join(", ", shape.Extents.Select(extent => SourceWriter.Text($"{extent}")));
}
