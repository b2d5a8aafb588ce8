using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Stochastic gradient descent: each step goes a little way down the slope of the cost over one mini-batch. With momentum, Nesterov momentum
/// and weight decay as in <c>torch.optim.SGD</c> (dampening 0).
/// </summary>
/// <remarks>
/// With parameters <c>p</c>, gradient <c>g</c>, learning rate <c>lr</c>, momentum <c>m</c>, weight decay <c>d</c>, and velocity <c>v</c>, 0
/// before the first step:
/// <code>
/// g = g + d p
/// v = m v + g
/// p = p - lr v              plain (m = 0, so v = g) and with momentum
/// p = p - lr (g + m v)      with Nesterov momentum
/// </code>
/// Every product and sum is one fused multiply-add, so that the bits are the same at any vector width. A velocity closer to 0 than the smallest
/// normal float, about 1.2e-38, becomes 0.
/// </remarks>
/// <param name="learningRate">The learning rate, finite and above 0.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is not finite or not above 0.</exception>
public sealed class Sgd(double learningRate) : Optimizer(learningRate)
{
    // Where the gradient stays 0, a velocity would shrink to a denormal number and stay there (0.9 times the smallest rounds to itself), and
    // every operation on a denormal takes the processor some hundred cycles.
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The share of the last step's velocity that is kept, finite and at least 0. Default: 0, none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Momentum
    {
        get;
        init => field = NonNegative(value, nameof(Momentum));
    }

    /// <summary>Whether the gradient is taken as if the velocity had already been followed; needs momentum. Default: no.</summary>
    public bool Nesterov { get; init; }

    /// <summary>What share of each parameter is added to its gradient, finite and at least 0, which draws parameters to 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get;
        init => field = NonNegative(value, nameof(WeightDecay));
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        if (Nesterov && Momentum == 0)
        {
            throw new InvalidOperationException($"{nameof(Sgd)}.{nameof(Nesterov)} is set but {nameof(Momentum)} is 0; Nesterov momentum needs a momentum above 0.");
        }
    }

    /// <summary>The length of the state: a velocity for each parameter, or nothing without momentum.</summary>
    /// <param name="parameterCount">The number of parameters.</param>
    public override int GetStateLength(int parameterCount) => Momentum == 0 ? 0 : parameterCount;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        Validate();
        CheckLength(gradient.Length, parameters.Length, nameof(gradient));
        CheckLength(state.Length, GetStateLength(parameters.Length), nameof(state));
        StepShare(parameters, gradient, state, current, 0, parameters.Length);
    }

    internal override bool CanShare => true;

    internal override float PlainRate(OptimizerStep current) => Momentum == 0 && WeightDecay == 0 ? (float)-current.LearningRate : 0;

    internal override void StepShare(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current, int start, int end)
    {
        parameters = parameters[start..end];
        gradient = gradient[start..end];
        state = state.IsEmpty ? state : state[start..end];
        if (Momentum == 0 && WeightDecay == 0)
        {
            ParameterMath.MultiplyAdd(parameters, gradient, (float)-current.LearningRate);
        }
        else if (Momentum == 0)
        {
            Descend(parameters, gradient, (float)-current.LearningRate, (float)WeightDecay);
        }
        else
        {
            DescendWithMomentum(parameters, gradient, state, (float)-current.LearningRate, (float)WeightDecay, (float)Momentum, Nesterov);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Descend(Span<float> parameters, ReadOnlySpan<float> gradient, float rate, float decay)
    {
        Vector<float> rates = new(rate);
        Vector<float> decays = new(decay);
        Span<Vector<float>> p = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (int i = 0; i < p.Length && i < g.Length; i++)
        {
            p[i] = Vector.FusedMultiplyAdd(rates, Vector.FusedMultiplyAdd(decays, p[i], g[i]), p[i]);
        }

        for (int i = p.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            float slope = MathF.FusedMultiplyAdd(decay, parameters[i], gradient[i]);
            parameters[i] = MathF.FusedMultiplyAdd(rate, slope, parameters[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DescendWithMomentum(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> velocity, float rate, float decay, float momentum, bool nesterov)
    {
        Vector<float> rates = new(rate);
        Vector<float> decays = new(decay);
        Vector<float> momenta = new(momentum);
        Vector<float> smallest = new(SmallestNormal);
        Span<Vector<float>> p = MemoryMarshal.Cast<float, Vector<float>>(parameters);
        ReadOnlySpan<Vector<float>> g = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        Span<Vector<float>> v = MemoryMarshal.Cast<float, Vector<float>>(velocity);
        for (int i = 0; i < p.Length && i < g.Length && i < v.Length; i++)
        {
            Vector<float> slope = Vector.FusedMultiplyAdd(decays, p[i], g[i]);
            Vector<float> speed = Vector.FusedMultiplyAdd(momenta, v[i], slope);
            speed = Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(speed), smallest), Vector<float>.Zero, speed);
            v[i] = speed;
            Vector<float> direction = nesterov ? Vector.FusedMultiplyAdd(momenta, speed, slope) : speed;
            p[i] = Vector.FusedMultiplyAdd(rates, direction, p[i]);
        }

        for (int i = p.Length * Vector<float>.Count; i < parameters.Length; i++)
        {
            float slope = MathF.FusedMultiplyAdd(decay, parameters[i], gradient[i]);
            float speed = MathF.FusedMultiplyAdd(momentum, velocity[i], slope);
            speed = MathF.Abs(speed) < SmallestNormal ? 0 : speed;
            velocity[i] = speed;
            float direction = nesterov ? MathF.FusedMultiplyAdd(momentum, speed, slope) : speed;
            parameters[i] = MathF.FusedMultiplyAdd(rate, direction, parameters[i]);
        }
    }

    private static double NonNegative(double value, string setting) => float.IsFinite((float)value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(setting, FormattableString.Invariant($"{setting} is {value}; expected a finite float of at least 0."));

    private static void CheckLength(int length, int expected, string parameter)
    {
        if (length != expected)
        {
            throw new ArgumentException(FormattableString.Invariant($"The length of the {parameter} is {length}; expected {expected}."), parameter);
        }
    }
}
