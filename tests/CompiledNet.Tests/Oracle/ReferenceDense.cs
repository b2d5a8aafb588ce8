namespace CompiledNet.Tests.Oracle;

/// <summary>A dense layer in the oracle: weights <c>[in][out]</c>, then bias.</summary>
internal sealed class ReferenceDense(TensorShape input, int units, Activation activation)
    : ReferenceLayer(input, new TensorShape(units), activation, (input.Length + 1) * units)
{
    public override double[][] Forward(double[][] inputs, ReadOnlySpan<double> parameters)
    {
        double[][] sums = Zeros(inputs.Length, units);
        for (int b = 0; b < inputs.Length; b++)
        {
            for (int o = 0; o < units; o++)
            {
                sums[b][o] = parameters[(Input.Length * units) + o];
                for (int i = 0; i < Input.Length; i++)
                {
                    sums[b][o] += inputs[b][i] * parameters[(i * units) + o];
                }
            }
        }

        return sums;
    }

    public override double[][] Backward(double[][] inputs, double[][] deltas, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        double[][] below = Zeros(inputs.Length, Input.Length);
        for (int b = 0; b < inputs.Length; b++)
        {
            for (int i = 0; i < Input.Length; i++)
            {
                for (int o = 0; o < units; o++)
                {
                    gradient[(i * units) + o] += inputs[b][i] * deltas[b][o];
                    below[b][i] += parameters[(i * units) + o] * deltas[b][o];
                }
            }

            for (int o = 0; o < units; o++)
            {
                gradient[(Input.Length * units) + o] += deltas[b][o];
            }
        }

        return below;
    }
}
