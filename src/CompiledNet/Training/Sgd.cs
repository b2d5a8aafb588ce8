using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Simd;

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
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <summary>Whether the gradient is taken as if the velocity had already been followed; needs momentum. Default: no.</summary>
    public bool Nesterov { get; init; }

    /// <summary>What share of each parameter is added to its gradient, finite and at least 0, which draws parameters to 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
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
        Check(parameters, gradient, state, current);
        StepShare(parameters, gradient, state, current, 0, parameters.Length);
    }

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(Sgd)}(learningRate {LearningRate:R}, momentum {Momentum:R}, nesterov {Nesterov}, weightDecay {WeightDecay:R})");

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

    private static void Descend(Span<float> parameters, ReadOnlySpan<float> gradient, float rate, float decay)
    {
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        if (Vector512.IsHardwareAccelerated)
        {
            Descend<Simd512>(ref p, ref g, parameters.Length, rate, decay);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Descend<Simd256>(ref p, ref g, parameters.Length, rate, decay);
        }
        else
        {
            Descend<Simd128>(ref p, ref g, parameters.Length, rate, decay);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Descend<TVector>(ref float parameters, ref float gradient, nint length, float rate, float decay)
        where TVector : struct, ISimd<TVector>
    {
        TVector rates = TVector.Create(rate);
        TVector decays = TVector.Create(decay);
        nint i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            TVector p = TVector.Load(ref parameters, i);
            TVector slope = TVector.FusedMultiplyAdd(decays, p, TVector.Load(ref gradient, i));
            TVector.Store(TVector.FusedMultiplyAdd(rates, slope, p), ref parameters, i);
        }

        for (; i < length; i++)
        {
            ref float p = ref Unsafe.Add(ref parameters, i);
            p = MathF.FusedMultiplyAdd(rate, MathF.FusedMultiplyAdd(decay, p, Unsafe.Add(ref gradient, i)), p);
        }
    }

    private static void DescendWithMomentum(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> velocity, float rate, float decay, float momentum, bool nesterov)
    {
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float v = ref MemoryMarshal.GetReference(velocity);
        if (Vector512.IsHardwareAccelerated)
        {
            DescendWithMomentum<Simd512>(ref p, ref g, ref v, parameters.Length, rate, decay, momentum, nesterov);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            DescendWithMomentum<Simd256>(ref p, ref g, ref v, parameters.Length, rate, decay, momentum, nesterov);
        }
        else
        {
            DescendWithMomentum<Simd128>(ref p, ref g, ref v, parameters.Length, rate, decay, momentum, nesterov);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void DescendWithMomentum<TVector>(
        ref float parameters, ref float gradient, ref float velocity, nint length, float rate, float decay, float momentum, bool nesterov)
        where TVector : struct, ISimd<TVector>
    {
        TVector rates = TVector.Create(rate);
        TVector decays = TVector.Create(decay);
        TVector momenta = TVector.Create(momentum);
        TVector smallest = TVector.Create(SmallestNormal);
        nint i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            TVector p = TVector.Load(ref parameters, i);
            TVector slope = TVector.FusedMultiplyAdd(decays, p, TVector.Load(ref gradient, i));
            TVector speed = TVector.FusedMultiplyAdd(momenta, TVector.Load(ref velocity, i), slope);
            speed = TVector.WhereLess(TVector.Abs(speed), smallest, TVector.Zero, speed);
            TVector.Store(speed, ref velocity, i);
            TVector direction = nesterov ? TVector.FusedMultiplyAdd(momenta, speed, slope) : speed;
            TVector.Store(TVector.FusedMultiplyAdd(rates, direction, p), ref parameters, i);
        }

        for (; i < length; i++)
        {
            ref float p = ref Unsafe.Add(ref parameters, i);
            float slope = MathF.FusedMultiplyAdd(decay, p, Unsafe.Add(ref gradient, i));
            float speed = MathF.FusedMultiplyAdd(momentum, Unsafe.Add(ref velocity, i), slope);
            speed = MathF.Abs(speed) < SmallestNormal ? 0 : speed;
            Unsafe.Add(ref velocity, i) = speed;
            float direction = nesterov ? MathF.FusedMultiplyAdd(momentum, speed, slope) : speed;
            p = MathF.FusedMultiplyAdd(rate, direction, p);
        }
    }
}
