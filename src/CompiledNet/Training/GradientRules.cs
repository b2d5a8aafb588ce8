using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;

namespace CompiledNet;

/// <summary>What is done to a gradient before the optimizer gets it: penalties on large weights, then clipping.</summary>
/// <remarks>
/// Each member of a team works on its share; the norm is a sum over chunks of one size, added in order, so that it is the same for any team.
/// </remarks>
internal sealed class GradientRules
{
    // The longest run of numbers GradientMath sums at once.
    private const int Chunk = 4096;

    // Keeps the factor finite where the norm is 0, as PyTorch's clip_grad_norm_ does.
    private const double SmallestNorm = 1e-6;

    private readonly float _l1;
    private readonly float _l2;
    private readonly float _clipValue;
    private readonly double _clipNorm;
    private readonly (int Start, int End)[] _weights;
    private readonly double[] _sums;

    public GradientRules(NetworkTopology topology, TrainingOptions options)
    {
        _l1 = (float)options.L1;
        _l2 = (float)options.L2;
        _clipValue = (float)(options.ClipValue ?? 0);
        _clipNorm = options.ClipNorm ?? 0;

        // Biases only shift a neuron; penalties are for what multiplies.
        _weights = [.. topology.Tensors.Where(tensor => tensor.Shape.Count > 1).Select(tensor => (tensor.Offset, tensor.Offset + tensor.Length))];
        _sums = new double[((topology.ParameterCount - 1) / Chunk) + 1];
    }

    /// <summary>Whether there is anything to do.</summary>
    public bool Any => _l1 != 0 || _l2 != 0 || _clipValue != 0 || _clipNorm != 0;

    /// <summary>
    /// Changes the gradient; all members of a team call it, once the gradient is complete. Afterwards each member's own share is, and once they
    /// have met, all of it.
    /// </summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="member">Which member calls.</param>
    /// <param name="start">Where its share starts.</param>
    /// <param name="end">Where its share ends.</param>
    public void Apply(Span<float> gradient, ReadOnlySpan<float> parameters, TeamMember member, int start, int end)
    {
        if (_l1 != 0 || _l2 != 0)
        {
            foreach ((int first, int last) in _weights)
            {
                int from = Math.Max(first, start);
                int to = Math.Min(last, end);
                if (from < to)
                {
                    GradientMath.AddPenalty(gradient[from..to], parameters[from..to], _l1, _l2);
                }
            }
        }

        if (_clipValue != 0)
        {
            GradientMath.Clamp(gradient[start..end], _clipValue);
        }

        if (_clipNorm != 0)
        {
            member.Meet();
            (int chunk, int endChunk) = member.Share(_sums.Length);
            for (; chunk < endChunk; chunk++)
            {
                int from = chunk * Chunk;
                _sums[chunk] = GradientMath.SumOfSquares(gradient[from..Math.Min(gradient.Length, from + Chunk)]);
            }

            member.Meet();
            double sum = 0;
            foreach (double part in _sums)
            {
                sum += part;
            }

            float factor = (float)(_clipNorm / (Math.Sqrt(sum) + SmallestNorm));
            if (factor < 1)
            {
                GradientMath.Multiply(gradient[start..end], factor);
            }
        }
    }
}
