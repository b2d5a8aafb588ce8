namespace CompiledNet.Diagrams;

/// <summary>The weights between two columns of neurons, and which of them are drawn.</summary>
internal sealed class DiagramWeights
{
    /// <summary>The layer's number, from 1.</summary>
    public required int Layer { get; init; }

    /// <summary>The weights, <c>[inputs][outputs]</c>.</summary>
    public required ReadOnlyMemory<float> Values { get; init; }

    /// <summary>The neurons they come from.</summary>
    public required int Inputs { get; init; }

    /// <summary>The neurons they lead to.</summary>
    public required int Outputs { get; init; }

    /// <summary>The lines that are drawn, the weakest first.</summary>
    public IReadOnlyList<DiagramLine> Lines { get; private set; } = [];

    /// <summary>The largest finite absolute value of a weight, or of a weight times what comes in: a line of full strength.</summary>
    public double Largest { get; private set; }

    /// <summary>How much each of the neurons it comes from says: the sum of its weights' absolute values, times its value where there are values.</summary>
    /// <param name="values">The neurons' values, or null.</param>
    public double[] SumsFrom(float[]? values)
    {
        double[] sums = new double[Inputs];
        ReadOnlySpan<float> weights = Values.Span;
        for (int i = 0; i < Inputs; i++)
        {
            foreach (float weight in weights.Slice(i * Outputs, Outputs))
            {
                sums[i] += Math.Abs(weight);
            }

            sums[i] *= values is null ? 1 : Math.Abs(values[i]);
        }

        return sums;
    }

    /// <summary>The sum of the absolute values of the weights that lead to each neuron.</summary>
    public double[] SumsTo()
    {
        double[] sums = new double[Outputs];
        ReadOnlySpan<float> weights = Values.Span;
        for (int i = 0; i < weights.Length; i++)
        {
            sums[i % Outputs] += Math.Abs(weights[i]);
        }

        return sums;
    }

    /// <summary>Chooses the lines: the strongest between neurons that are shown.</summary>
    /// <param name="from">The column before.</param>
    /// <param name="to">The column.</param>
    /// <param name="most">How many at most.</param>
    public void Choose(DiagramColumn from, DiagramColumn to, int most)
    {
        ReadOnlySpan<float> weights = Values.Span;
        for (int i = 0; i < Inputs; i++)
        {
            double value = from.Values is null ? 1 : from.Values[i];
            foreach (float weight in weights.Slice(i * Outputs, Outputs))
            {
                double strength = Math.Abs(weight * value);
                Largest = double.IsFinite(strength) ? Math.Max(Largest, strength) : Largest;
            }
        }

        List<DiagramLine> all = [];
        for (int i = 0; i < from.Shown.Length; i++)
        {
            double value = from.Values is null ? 1 : from.Values[from.Shown[i]];
            for (int o = 0; o < to.Shown.Length; o++)
            {
                double strength = weights[(from.Shown[i] * Outputs) + to.Shown[o]] * value;
                if (Math.Abs(strength) > 0 && double.IsFinite(strength))
                {
                    all.Add(new DiagramLine(i, o, strength / Largest));
                }
            }
        }

        // A stable sort: of equal lines, the first are taken on every machine.
        Lines = [.. all.OrderByDescending(line => Math.Abs(line.Strength)).Take(most).Reverse()];
    }
}

/// <summary>A line between two neurons that are shown.</summary>
/// <param name="From">The place of the one among those shown.</param>
/// <param name="To">The place of the other.</param>
/// <param name="Strength">From -1 to 1, where 1 is the largest of the layer.</param>
internal readonly record struct DiagramLine(int From, int To, double Strength);
