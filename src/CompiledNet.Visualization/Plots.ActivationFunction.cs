using CompiledNet.Drawing;
using CompiledNet.Numerics.Activations;

namespace CompiledNet;

/// <content>The activation functions.</content>
public static partial class Plots
{
    private const int ActivationPoints = 241;
    private const float ActivationReach = 6;

    private delegate void ForwardPass(ReadOnlySpan<float> z, Span<float> activation);

    private delegate void BackwardPass(Span<float> delta, ReadOnlySpan<float> saved);

    /// <summary>
    /// An activation function and its derivative, from -6 to 6, as the library's own code computes them: what runs in a network is what is drawn.
    /// </summary>
    /// <param name="activation">An elementwise function, that is, any but <see cref="Activation.Softmax"/>.</param>
    /// <exception cref="ArgumentException">It is not elementwise: softmax has as many outputs as inputs.</exception>
    public static Figure ActivationFunction(Activation activation)
    {
        float[] z = new float[ActivationPoints];
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = ActivationReach * ((2 * i) - (ActivationPoints - 1)) / (ActivationPoints - 1);
        }

        (float[] a, float[] slope) = ComputeActivation(activation, z);
        int middle = ActivationPoints / 2;
        string description = FormattableString.Invariant(
            $"The function {activation} and its derivative for weighted sums from {-ActivationReach} to {ActivationReach}. At {-ActivationReach} it is {Ticks.Short(a[0])}, at 0 {Ticks.Short(a[middle])}, at {ActivationReach} {Ticks.Short(a[^1])}; its derivative is {Ticks.Short(slope[0])}, {Ticks.Short(slope[middle])} and {Ticks.Short(slope[^1])} there, and {Ticks.Short(slope.Max())} at most.");
        double[] x = [.. z.Select(value => (double)value)];
        LinePlot plot = new()
        {
            Series =
            [
                new("activation a", Palette.Blue, x, [.. a.Select(value => (double)value)]),
                new("derivative da/dz", Palette.Orange, x, [.. slope.Select(value => (double)value)]),
            ],
            XLabel = "weighted sum z",
            YLabel = "value",
            LogY = false,
            ZeroLines = true,
        };
        return PlotDrawing.Create(activation.ToString(), description, plot);
    }

    /// <summary>An activation function and its derivative at some points, through the library's own code.</summary>
    internal static (float[] Value, float[] Derivative) ComputeActivation(Activation activation, float[] z)
    {
        // Some derivatives are computed from the activations, others from the weighted sums, as the generated code has them at hand.
        (ForwardPass? Forward, BackwardPass? Backward, bool FromSums) passes = activation switch
        {
            Activation.Identity => (null, null, false),
            Activation.Sigmoid => (SigmoidActivation.Forward, SigmoidActivation.Backward, false),
            Activation.Tanh => (TanhActivation.Forward, TanhActivation.Backward, false),
            Activation.ReLU => (ReLUActivation.Forward, ReLUActivation.Backward, false),
            Activation.LeakyReLU => (LeakyReLUActivation.Forward, LeakyReLUActivation.Backward, false),
            Activation.ELU => (ELUActivation.Forward, ELUActivation.Backward, false),
            Activation.GELU => (GELUActivation.Forward, GELUActivation.Backward, true),
            Activation.SiLU => (SiLUActivation.Forward, SiLUActivation.Backward, true),
            Activation.Softplus => (SoftplusActivation.Forward, SoftplusActivation.Backward, true),
            Activation.Softmax => throw new ArgumentException(
                "Softmax is not elementwise, each of its outputs depends on all inputs; expected one of the other activations.", nameof(activation)),
            _ => throw new ArgumentOutOfRangeException(nameof(activation), FormattableString.Invariant($"There is no activation {(int)activation}.")),
        };
        float[] value = [.. z];
        float[] derivative = new float[z.Length];
        derivative.AsSpan().Fill(1);
        passes.Forward?.Invoke(z, value);
        passes.Backward?.Invoke(derivative, passes.FromSums ? z : value);
        return (value, derivative);
    }
}
