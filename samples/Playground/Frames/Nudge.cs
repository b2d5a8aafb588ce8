namespace CompiledNet.Playground.Frames;

/// <summary>How much a step changed a tensor.</summary>
/// <param name="Norm">The Euclidean norm of the change.</param>
/// <param name="Max">The largest absolute change.</param>
/// <param name="Mean">The mean absolute change.</param>
internal sealed record Nudge(double Norm, double Max, double Mean)
{
    public static Nudge Of(ReadOnlySpan<float> change)
    {
        double max = 0;
        double sum = 0;
        foreach (float value in change)
        {
            double size = Math.Abs(Packed.Finite(value));
            max = Math.Max(max, size);
            sum += size;
        }

        return new Nudge(Packed.Finite(NormOf(change)), max, sum / change.Length);
    }

    public static double NormOf(ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (float value in values)
        {
            squares += (double)value * value;
        }

        return Math.Sqrt(squares);
    }
}

/// <summary>How much a step changed a layer.</summary>
internal sealed record LayerNudge(int Layer, Nudge Weights, Nudge Bias);

/// <summary>What some steps did.</summary>
/// <param name="Frame">The network after them.</param>
/// <param name="Nudges">How much they changed each layer.</param>
/// <param name="DeltaWeights">Each layer's change: base64 of float32, or a <see cref="PackedTensor"/> for the first layer of digits.</param>
internal sealed record StepResult(Frame Frame, IReadOnlyList<LayerNudge> Nudges, IReadOnlyList<object> DeltaWeights);
