namespace CompiledNet.Playground.Sessions;

/// <summary>The mean loss of the last batches: one batch alone jumps about too much to be read.</summary>
internal sealed class RecentLoss
{
    private readonly double[] _losses = new double[50];
    private long _count;

    public double Mean
    {
        get
        {
            int count = (int)Math.Min(_count, _losses.Length);
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += _losses[i];
            }

            return count == 0 ? 0 : sum / count;
        }
    }

    public void Add(double loss) => _losses[_count++ % _losses.Length] = loss;
}
