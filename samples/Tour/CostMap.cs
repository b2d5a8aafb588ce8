using CompiledNet;

namespace TourSample;

/// <summary>The cost of one neuron at each place of a square of weights and biases.</summary>
internal sealed class CostMap
{
    /// <summary>The lowest weight and bias.</summary>
    public const float Low = -8;

    /// <summary>The highest weight and bias.</summary>
    public const float High = 8;

    private const int Side = 112;
    private const int Bands = 12;

    private readonly float[] _costs;

    private CostMap(float[] costs) => _costs = costs;

    /// <summary>The lowest cost on the map.</summary>
    public float Lowest => _costs.Min();

    /// <summary>The highest cost on the map.</summary>
    public float Highest => _costs.Max();

    /// <summary>Measures it: rows from the highest bias down, in each the weights from low to high.</summary>
    public static CostMap Measure(Dataset points)
    {
        OneNeuron neuron = new();
        float[] outputs = new float[points.Count];
        float[] costs = new float[Side * Side];
        const float cell = (High - Low) / Side;
        for (int i = 0; i < costs.Length; i++)
        {
            neuron.Weights1[0] = Low + (((i % Side) + 0.5f) * cell);
            neuron.Bias1[0] = High - (((i / Side) + 0.5f) * cell);
            costs[i] = neuron.ComputeLoss(points.Inputs.Span, points.Targets.Span, outputs);
        }

        return new CostMap(costs);
    }

    /// <summary>Draws it in bands of equal height, greyer where the cost is higher, so that their edges are lines of equal cost.</summary>
    public void Draw(Sketch sketch, Plane plane)
    {
        (float low, float high) = (Lowest, Highest);
        sketch.Map(plane, Side, i =>
        {
            int band = Math.Min(Bands - 1, (int)((_costs[i] - low) / (high - low) * Bands));
            return Palette.Grey.WithAlpha((byte)(12 + (band * 17)));
        });
    }
}
