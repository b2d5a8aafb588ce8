using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Onnx;

/// <summary>The operators that become layers with weights: dense ones, convolutions, batch normalisation. Their weights are laid out anew.</summary>
internal sealed class LayerOperators(Chain chain)
{
    private const int DefaultMomentumDigits = 7;
    private readonly PoolingOperators _pooling = new(chain);

    public Value? Read(Inputs node) => node.Operator switch
    {
        "Gemm" => Gemm(node),
        "MatMul" => MatMul(node),
        "Conv" => Convolution(node),
        "BatchNormalization" => BatchNormalization(node),
        _ => _pooling.Read(node),
    };

    private DataValue Gemm(Inputs node)
    {
        NodeReader reader = node.Reader;
        reader.Expect("transA", 0, 0, "expected 0: the examples are the rows");
        bool transposed = reader.Int("transB", 0) != 0;
        Tensor weights = node.Required(1, "matrix of weights");
        DataValue data = node.Data(0, "input");
        return Dense(node, data, weights, transposed, reader.Float("alpha", 1), node.Constant(2, "bias"), reader.Float("beta", 1));
    }

    private DataValue MatMul(Inputs node) => Dense(node, node.Data(0, "first operand"), node.Required(1, "second operand"), transposed: false, 1, null, 1);

    private DataValue Dense(Inputs node, DataValue data, Tensor weights, bool transposed, double alpha, Tensor? bias, double beta)
    {
        chain.TakeFlat(data, node.Reader);
        if (weights.Dimensions.Length != 2)
        {
            throw node.Reader.Error($"its weights have the shape {weights.Shape}; expected a matrix");
        }

        int inputs = weights.Dimensions[transposed ? 1 : 0];
        int outputs = weights.Dimensions[transposed ? 0 : 1];
        if (inputs != data.View.Length || outputs == 0)
        {
            throw node.Reader.Error(SourceWriter.Text($"its weights are for {inputs} inputs and {outputs} outputs, but {data.View.Length} numbers come in"));
        }

        ScaleAndShift? left = chain.Settle(data, node.Node);
        int[] places = chain.Places(data.View);
        if (!chain.Current.IsFlat)
        {
            chain.Add(new ImportedLayer("Flatten", node.Node));
        }

        double[] biases = Bias(node, bias, outputs, beta);
        float[] given = weights.Numbers!;
        float[] ours = new float[given.Length];
        for (int i = 0; i < inputs; i++)
        {
            int place = places[i];
            for (int o = 0; o < outputs; o++)
            {
                double weight = alpha * given[transposed ? (o * inputs) + i : (i * outputs) + o];
                if (left is not null)
                {
                    biases[o] += weight * left.Shift(place);
                    weight *= left.Scale(place);
                }

                ours[(place * outputs) + o] = (float)weight;
            }
        }

        chain.Add(new ImportedLayer("Dense", node.Node) { Sizes = [outputs], Weights = ours, Bias = Floats(biases) });
        return chain.Result(rank: 1);
    }

    private DataValue Convolution(Inputs node)
    {
        NodeReader reader = node.Reader;
        DataValue data = node.Data(0, "input");
        Tensor weights = node.Required(1, "weights");
        int directions = weights.Dimensions.Length - 2;
        if (directions is not (1 or 2) || weights.Count == 0)
        {
            throw reader.Error($"its weights have the shape {weights.Shape}; expected [filters, channels, height, width] or [filters, channels, length]");
        }

        reader.Expect("group", 1, 1, "expected 1: convolutions in groups (depthwise ones, too) have no layer here");
        if (data.View.Rank != directions + 1)
        {
            throw reader.Error($"its weights have the shape {weights.Shape}, which does not go with an input {data.View.Shape}");
        }

        chain.TakeImage(data, reader);
        int filters = weights.Dimensions[0];
        int channels = weights.Dimensions[1];
        EquatableArray<int> image = chain.Current.Extents;
        if (channels != image[2])
        {
            throw reader.Error(SourceWriter.Text($"its weights are for {channels} channels, but {image[2]} come in"));
        }

        int[] kernel = [.. weights.Dimensions.Skip(2)];
        if (reader.Ints("kernel_shape", directions) is { } stated && !stated.SequenceEqual(kernel))
        {
            throw reader.Error($"its kernel_shape is not that of its weights {weights.Shape}");
        }

        NodeWindow window = NodeWindow.Read(reader, kernel, [.. image.Skip(2 - directions).Take(directions)], data.Border);
        ScaleAndShift? left = chain.Settle(data, node.Node);
        if (left is not null && (left.Length > channels || (left.Shifts && window.IsPadded)))
        {
            throw reader.Error(window.IsPadded && left.Shifts
                ? "a constant is added to its input, which its padding then is not: the border would be another; no layer here does that"
                : "its input is scaled by a constant for each pixel, which no layer here does");
        }

        double[] biases = Bias(node, node.Constant(2, "bias"), filters, 1);
        float[] given = weights.Numbers!;
        float[] ours = new float[given.Length];
        int pixels = given.Length / filters / channels;
        for (int n = 0; n < given.Length; n++)
        {
            // [filter][channel][pixel] becomes [pixel][channel][filter].
            int pixel = n % pixels;
            int channel = n / pixels % channels;
            int filter = n / pixels / channels;
            double weight = given[n];
            if (left is not null)
            {
                biases[filter] += weight * left.Shift(channel);
                weight *= left.Scale(channel);
            }

            ours[(((pixel * channels) + channel) * filters) + filter] = (float)weight;
        }

        chain.Add(new ImportedLayer("Conv2D", node.Node) { Sizes = [filters, .. window.Size], Moves = window.Moves, Weights = ours, Bias = Floats(biases) });
        return chain.Result(data.View.Rank);
    }

    private DataValue BatchNormalization(Inputs node)
    {
        NodeReader reader = node.Reader;
        reader.Expect("training_mode", 0, 0, "expected 0: export the model for inference (in PyTorch: model.eval())");
        reader.Expect("spatial", 1, 1, "expected 1: one mean for each channel");
        DataValue data = node.Data(0, "input");
        bool flat = data.View.Rank == 1;
        if (flat)
        {
            chain.TakeFlat(data, reader);
        }
        else
        {
            chain.TakeImage(data, reader);
        }

        ScaleAndShift? left = chain.Settle(data, node.Node);
        int channels = data.View.Extent(0);
        IReadOnlyDictionary<int, int> steps = chain.Steps;
        int[] places = flat ? chain.Places(data.View) : [.. Enumerable.Range(0, channels)];
        if (flat && !chain.Current.IsFlat)
        {
            chain.Add(new ImportedLayer("Flatten", node.Node));
        }

        float[] scale = Channels(node, 1, "scale", channels, places);
        float[] bias = Channels(node, 2, "bias", channels, places);
        float[] mean = Channels(node, 3, "mean", channels, places);
        float[] variance = Channels(node, 4, "variance", channels, places);
        if (variance.Any(value => value < 0))
        {
            throw reader.Error("it has a variance below 0");
        }

        if (left is not null)
        {
            // gamma ((s x + t) - mean) = gamma s (x - (mean - t) / s)
            if (left.Length > channels || Enumerable.Range(0, channels).Any(n => left.Scale(n) == 0))
            {
                throw reader.Error("its input is scaled by 0, or by a constant for each pixel, which no layer here does");
            }

            for (int n = 0; n < channels; n++)
            {
                mean[n] = (float)((mean[n] - left.Shift(n)) / left.Scale(n));
                scale[n] = (float)(scale[n] * left.Scale(n));
            }
        }

        // What is kept of the old here, what goes in of the new there.
        double momentum = Math.Round(1 - reader.Float("momentum", 0.9f), DefaultMomentumDigits);
        Dictionary<string, double> fractions = new() { ["Epsilon"] = (float)reader.Float("epsilon", 1e-5f), ["Momentum"] = momentum };
        chain.Add(new ImportedLayer("BatchNorm", node.Node) { Fractions = fractions, Weights = scale, Bias = bias, Mean = mean, Variance = variance });
        return flat ? chain.Result(data.View, steps) : chain.Result(data.View.Rank);
    }

    private static float[] Channels(Inputs node, int index, string role, int channels, int[] places)
    {
        Tensor tensor = node.Required(index, role);
        if (tensor.Dimensions.Length != 1 || tensor.Count != channels)
        {
            throw node.Reader.Error(SourceWriter.Text($"its {role} has the shape {tensor.Shape}; expected [{channels}]"));
        }

        float[] ours = new float[channels];
        for (int n = 0; n < channels; n++)
        {
            ours[places[n]] = tensor.Numbers![n];
        }

        return ours;
    }

    private static double[] Bias(Inputs node, Tensor? bias, int outputs, double beta)
    {
        double[] result = new double[outputs];
        if (bias is null)
        {
            return result;
        }

        bool fits = bias.Dimensions.Length <= 2 && bias.Dimensions.Take(bias.Dimensions.Length - 1).All(extent => extent == 1) && (bias.Count == 1 || bias.Count == outputs);
        for (int n = 0; n < outputs; n++)
        {
            result[n] = fits ? beta * bias.Numbers![n % bias.Count] : throw node.Reader.Error(SourceWriter.Text($"its bias has the shape {bias.Shape}; expected [{outputs}]"));
        }

        return result;
    }

    private static float[] Floats(double[] numbers) => [.. numbers.Select(number => (float)number)];
}
