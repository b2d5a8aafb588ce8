namespace CompiledNet.Tests.Oracle;

/// <summary>Max pooling in the oracle: pixels outside are left out; of several largest ones the first, row by row, gets the gradient.</summary>
internal sealed class ReferenceMaxPooling(TensorShape input, ReferenceWindow window) : ReferenceLayer(input, window.Output(input, input[2]))
{
    public override double[][] Forward(double[][] inputs, ReadOnlySpan<double> parameters) =>
        [.. inputs.Select(x => Winners(x).Select(winner => x[winner]).ToArray())];

    public override double[][] Backward(double[][] inputs, double[][] deltas, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[][] below = Zeros(inputs.Length, Input.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            int[] winners = Winners(inputs[b]);
            for (int o = 0; o < winners.Length; o++)
            {
                below[b][winners[o]] += deltas[b][o];
            }
        }

        return below;
    }

    // For each output the index of the input it is.
    private int[] Winners(double[] x)
    {
        int channels = Input[2];
        int[] winners = new int[Output.Length];
        Array.Fill(winners, -1);
        window.ForEach(Input, (place, _, pixel) =>
        {
            for (int c = 0; c < channels; c++)
            {
                ref int winner = ref winners[(place * channels) + c];
                int candidate = (pixel * channels) + c;
                if (winner < 0 || x[candidate] > x[winner])
                {
                    winner = candidate;
                }
            }
        });
        return winners;
    }
}

/// <summary>Average pooling in the oracle: pixels outside count as zeros.</summary>
internal sealed class ReferenceAveragePooling(TensorShape input, ReferenceWindow window) : ReferenceLayer(input, window.Output(input, input[2]))
{
    public override double[][] Forward(double[][] inputs, ReadOnlySpan<double> parameters)
    {
        int channels = Input[2];
        double[][] means = Zeros(inputs.Length, Output.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            double[] x = inputs[b];
            double[] a = means[b];
            window.ForEach(Input, (place, _, pixel) =>
            {
                for (int c = 0; c < channels; c++)
                {
                    a[(place * channels) + c] += x[(pixel * channels) + c] / window.Length;
                }
            });
        }

        return means;
    }

    public override double[][] Backward(double[][] inputs, double[][] deltas, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        int channels = Input[2];
        double[][] below = Zeros(inputs.Length, Input.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            double[] delta = deltas[b];
            double[] dx = below[b];
            window.ForEach(Input, (place, _, pixel) =>
            {
                for (int c = 0; c < channels; c++)
                {
                    dx[(pixel * channels) + c] += delta[(place * channels) + c] / window.Length;
                }
            });
        }

        return below;
    }
}

/// <summary>The mean of each channel over the whole image, in the oracle.</summary>
internal sealed class ReferenceGlobalPooling(TensorShape input) : ReferenceLayer(input, new TensorShape(input[2]))
{
    private readonly int _pixels = input[0] * input[1];

    public override double[][] Forward(double[][] inputs, ReadOnlySpan<double> parameters)
    {
        double[][] means = Zeros(inputs.Length, Output.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            for (int i = 0; i < Input.Length; i++)
            {
                means[b][i % Output.Length] += inputs[b][i] / _pixels;
            }
        }

        return means;
    }

    public override double[][] Backward(double[][] inputs, double[][] deltas, ReadOnlySpan<double> parameters, Span<double> gradient) =>
        [.. deltas.Select(delta => Enumerable.Range(0, Input.Length).Select(i => delta[i % Output.Length] / _pixels).ToArray())];
}
