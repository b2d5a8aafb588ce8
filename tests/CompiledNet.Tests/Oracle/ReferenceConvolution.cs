namespace CompiledNet.Tests.Oracle;

/// <summary>A convolution in the oracle: weights <c>[ky][kx][channel][filter]</c>, then bias; images channels-last.</summary>
internal sealed class ReferenceConvolution(TensorShape input, ReferenceWindow window, int filters, Activation activation)
    : ReferenceLayer(input, window.Output(input, filters), activation, ((window.Length * input[2]) + 1) * filters)
{
    private readonly int _channels = input[2];

    private int BiasOffset => window.Length * _channels * filters;

    public override double[][] Forward(double[][] inputs, ReadOnlySpan<double> parameters)
    {
        double[] weights = parameters.ToArray();
        double[][] sums = Zeros(inputs.Length, Output.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            double[] x = inputs[b];
            double[] z = sums[b];
            for (int o = 0; o < z.Length; o++)
            {
                z[o] = weights[BiasOffset + (o % filters)];
            }

            window.ForEach(Input, (place, tap, pixel) =>
            {
                for (int c = 0; c < _channels; c++)
                {
                    for (int f = 0; f < filters; f++)
                    {
                        z[(place * filters) + f] += x[(pixel * _channels) + c] * weights[(((tap * _channels) + c) * filters) + f];
                    }
                }
            });
        }

        return sums;
    }

    public override double[][] Backward(double[][] inputs, double[][] deltas, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[] weights = parameters.ToArray();
        double[] slopes = new double[gradient.Length];
        double[][] below = Zeros(inputs.Length, Input.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            double[] x = inputs[b];
            double[] delta = deltas[b];
            double[] dx = below[b];
            window.ForEach(Input, (place, tap, pixel) =>
            {
                for (int c = 0; c < _channels; c++)
                {
                    for (int f = 0; f < filters; f++)
                    {
                        int weight = (((tap * _channels) + c) * filters) + f;
                        slopes[weight] += x[(pixel * _channels) + c] * delta[(place * filters) + f];
                        dx[(pixel * _channels) + c] += weights[weight] * delta[(place * filters) + f];
                    }
                }
            });
            for (int o = 0; o < delta.Length; o++)
            {
                slopes[BiasOffset + (o % filters)] += delta[o];
            }
        }

        for (int i = 0; i < slopes.Length; i++)
        {
            gradient[i] += slopes[i];
        }

        return below;
    }
}
