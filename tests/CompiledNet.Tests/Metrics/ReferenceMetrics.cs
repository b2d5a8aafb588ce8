namespace CompiledNet.Tests.Metrics;

/// <summary>The metrics in plain two-pass loops over doubles, straight from their definitions.</summary>
internal sealed class ReferenceMetrics(float[] outputs, float[] targets, int size)
{
    private int Count => outputs.Length / size;

    public double MeanAbsoluteError => outputs.Select((output, i) => Math.Abs((double)output - targets[i])).Average();

    public double RootMeanSquaredError => Math.Sqrt(outputs.Select((output, i) => Math.Pow((double)output - targets[i], 2)).Average());

    public double RSquared => Enumerable.Range(0, size).Average(RSquaredOf);

    public int Label(float[] values, int row)
    {
        float[] of = Row(values, row);
        return size == 1 ? (of[0] >= 0.5f ? 1 : 0) : Array.IndexOf(of, of.Max());
    }

    public double TopAccuracy(int k)
    {
        int right = 0;
        for (int row = 0; row < Count; row++)
        {
            int label = Label(targets, row);
            IEnumerable<int> order = size == 1
                ? new[] { Label(outputs, row), 1 - Label(outputs, row) }
                : Row(outputs, row).Select((value, index) => (value, index)).OrderByDescending(pair => pair.value).ThenBy(pair => pair.index).Select(pair => pair.index);
            right += order.Take(k).Contains(label) ? 1 : 0;
        }

        return (double)right / Count;
    }

    public long Confusion(int actual, int predicted) =>
        Enumerable.Range(0, Count).Count(row => Label(targets, row) == actual && Label(outputs, row) == predicted);

    private float[] Row(float[] values, int row) => values[(row * size)..((row + 1) * size)];

    private double RSquaredOf(int output)
    {
        double[] t = [.. Enumerable.Range(0, Count).Select(row => (double)targets[(row * size) + output])];
        double[] a = [.. Enumerable.Range(0, Count).Select(row => (double)outputs[(row * size) + output])];
        double mean = t.Average();
        double residual = t.Zip(a, (x, y) => (x - y) * (x - y)).Sum();
        double total = t.All(x => x == t[0]) ? 0 : t.Sum(x => (x - mean) * (x - mean));
        return Count < 2 ? double.NaN : total > 0 ? 1 - (residual / total) : residual == 0 ? 1 : 0;
    }
}
