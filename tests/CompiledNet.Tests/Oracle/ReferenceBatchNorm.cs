namespace CompiledNet.Tests.Oracle;

/// <summary>
/// Batch normalisation in the oracle, after Ioffe and Szegedy (2015): weights (gamma), then bias (beta); one of each for a channel of an image, or
/// for a number of a flat vector.
/// </summary>
internal sealed class ReferenceBatchNorm(TensorShape input, Activation activation, double momentum, double epsilon)
    : ReferenceLayer(input, input, activation, 2 * input[input.Count - 1])
{
    /// <summary>Whether mean and variance are those of the batch; otherwise the running ones.</summary>
    public bool Training { get; set; } = true;

    public double[] RunningMean { get; } = new double[input[input.Count - 1]];

    public double[] RunningVariance { get; } = [.. Enumerable.Repeat(1.0, input[input.Count - 1])];

    /// <summary>Moves the running statistics by those of a batch, whose variance is unbiased here.</summary>
    public void Observe(double[][] inputs)
    {
        (double[] mean, double[] variance) = StatisticsOf(inputs);
        double count = Count(inputs);
        for (int c = 0; c < Channels; c++)
        {
            RunningMean[c] = ((1 - momentum) * RunningMean[c]) + (momentum * mean[c]);
            RunningVariance[c] = ((1 - momentum) * RunningVariance[c]) + (momentum * variance[c] * count / (count - 1));
        }
    }

    public override double[][] Forward(double[][] inputs, ReadOnlySpan<double> parameters)
    {
        double[][] normal = Normalised(inputs);
        double[][] sums = Zeros(inputs.Length, Output.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            for (int i = 0; i < Output.Length; i++)
            {
                sums[b][i] = (parameters[i % Channels] * normal[b][i]) + parameters[Channels + (i % Channels)];
            }
        }

        return sums;
    }

    public override double[][] Backward(double[][] inputs, double[][] deltas, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[][] normal = Normalised(inputs);
        double[] variance = Training ? StatisticsOf(inputs).Variance : RunningVariance;

        // How mean and variance move with the inputs, in training: the parts of the delta that they take away again.
        double[] sum = new double[Channels];
        double[] product = new double[Channels];
        for (int b = 0; b < inputs.Length; b++)
        {
            for (int i = 0; i < Output.Length; i++)
            {
                sum[i % Channels] += deltas[b][i];
                product[i % Channels] += deltas[b][i] * normal[b][i];
            }
        }

        for (int c = 0; c < Channels; c++)
        {
            gradient[c] += product[c];
            gradient[Channels + c] += sum[c];
        }

        double[][] below = Zeros(inputs.Length, Output.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            for (int i = 0; i < Output.Length; i++)
            {
                int c = i % Channels;
                double taken = Training ? (sum[c] + (normal[b][i] * product[c])) / Count(inputs) : 0;
                below[b][i] = parameters[c] / Math.Sqrt(variance[c] + epsilon) * (deltas[b][i] - taken);
            }
        }

        return below;
    }

    private double[][] Normalised(double[][] inputs)
    {
        (double[] mean, double[] variance) = Training ? StatisticsOf(inputs) : (RunningMean, RunningVariance);
        return [.. inputs.Select(x => x.Select((value, i) => (value - mean[i % Channels]) / Math.Sqrt(variance[i % Channels] + epsilon)).ToArray())];
    }

    private double Count(double[][] inputs) => (double)inputs.Length * Input.Length / Channels;

    // The mean and the biased variance of each channel over the batch and the pixels, in two passes.
    private (double[] Mean, double[] Variance) StatisticsOf(double[][] inputs)
    {
        double[] mean = new double[Channels];
        double[] variance = new double[Channels];
        foreach (double[] x in inputs)
        {
            for (int i = 0; i < x.Length; i++)
            {
                mean[i % Channels] += x[i] / Count(inputs);
            }
        }

        foreach (double[] x in inputs)
        {
            for (int i = 0; i < x.Length; i++)
            {
                double difference = x[i] - mean[i % Channels];
                variance[i % Channels] += difference * difference / Count(inputs);
            }
        }

        return (mean, variance);
    }
}
