namespace CompiledNet.Export;

/// <summary>Scalers as part of the model.</summary>
internal static class ScalerNodes
{
    /// <summary>Adds <c>(input - offset) / scale</c>.</summary>
    /// <param name="graph">The graph, which has nothing yet.</param>
    /// <param name="scaler">The scaler.</param>
    /// <param name="order">The order of the columns in the model; null for that of the scaler.</param>
    public static void AddInput(GraphBuilder graph, FeatureScaler scaler, int[]? order)
    {
        // Numbers of a column that are large and close to each other lie in their last bits: the offset must not be rounded to as few. Its larger part
        // is taken away without an error (Sterbenz's lemma), the rest then is small.
        float[] high = ToSingle(scaler.Offset.Span);
        float[] low = new float[high.Length];
        for (int n = 0; n < high.Length; n++)
        {
            low[n] = (float)(scaler.Offset.Span[n] - high[n]);
        }

        Add(graph, "input.offset", "Sub", high, order);
        if (low.AsSpan().IndexOfAnyExcept(0f) >= 0)
        {
            Add(graph, "input.offset_rest", "Sub", low, order);
        }

        Add(graph, "input.scale", "Div", ToSingle(scaler.Scale.Span), order);
    }

    /// <summary>Adds <c>output scale + offset</c>.</summary>
    /// <param name="graph">The graph, which is complete but for this.</param>
    /// <param name="scaler">The scaler.</param>
    public static void AddOutput(GraphBuilder graph, FeatureScaler scaler)
    {
        Add(graph, "output.scale", "Mul", ToSingle(scaler.Scale.Span), null);
        Add(graph, "output.offset", "Add", ToSingle(scaler.Offset.Span), null);
    }

    private static void Add(GraphBuilder graph, string name, string operation, float[] values, int[]? order) =>
        graph.Add(name + "." + operation, operation, graph.Extents, [graph.Constant(name, graph.Extents, FeatureOrder.Apply(values, order))]);

    private static float[] ToSingle(ReadOnlySpan<double> values)
    {
        float[] singles = new float[values.Length];
        for (int n = 0; n < singles.Length; n++)
        {
            singles[n] = (float)values[n];
        }

        return singles;
    }
}
