using System.Runtime.CompilerServices;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet;

/// <summary>
/// Divides the gradient by the root of its running mean square (Tieleman and Hinton 2012, "Neural networks for machine learning", lecture 6e),
/// with momentum and, if wanted, around the mean (Graves 2013, "Generating sequences with recurrent neural networks", equations 38 to 45).
/// As <c>torch.optim.RMSprop</c>.
/// </summary>
/// <remarks>
/// With parameters <c>p</c>, gradient <c>g</c>, learning rate <c>lr</c>, weight decay <c>d</c>, momentum <c>m</c>, and <c>v</c>, <c>a</c>,
/// <c>b</c>, 0 before the first step:
/// <code>
/// g = g + d p
/// v = alpha v + (1 - alpha) g^2
/// a = alpha a + (1 - alpha) g       if centered, else 0
/// b = m b + g / (sqrt(v - a^2) + epsilon)
/// p = p - lr b
/// </code>
/// Where a mean comes closer to 0 than the smallest normal float, about 1.2e-38, it becomes 0; a gradient closer to 0 than 1.4e-17 has the
/// square 0. Where a gradient's square is too large for a float, <c>v</c> is infinite from then on and the parameter stays as it is.
/// </remarks>
/// <param name="learningRate">The learning rate, finite and above 0. Default: 0.01.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is not finite or not above 0.</exception>
public sealed class RmsProp(double learningRate = 0.01) : Optimizer(learningRate)
{
    /// <summary>The share of the mean square that is kept, at least 0 and below 1. Default: 0.99.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Alpha
    {
        get;
        init => field = Setting.Share(value);
    }
    = 0.99;

    /// <summary>What keeps the divisor from 0, a finite float of at least 1e-16. Default: 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Epsilon
    {
        get;
        init => field = Setting.Epsilon(value);
    }
    = 1e-8;

    /// <summary>The share of the last step's direction that is kept, finite and at least 0. Default: 0, none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Momentum
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <summary>Whether the variance of the gradient counts, rather than its mean square. Default: no.</summary>
    public bool Centered { get; init; }

    /// <summary>What share of each parameter is added to its gradient, finite and at least 0, which draws parameters to 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <summary>
    /// The length of the state: of each parameter the mean square, if <see cref="Centered"/> then the mean gradient, and with momentum the
    /// last direction.
    /// </summary>
    /// <param name="parameterCount">The number of parameters.</param>
    public override int GetStateLength(int parameterCount) => checked((1 + (Centered ? 1 : 0) + (Momentum > 0 ? 1 : 0)) * parameterCount);

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        Check(parameters, gradient, state, current);
        StepShare(parameters, gradient, state, current, 0, parameters.Length);
    }

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(RmsProp)}(learningRate {LearningRate:R}, alpha {Alpha:R}, epsilon {Epsilon:R}, momentum {Momentum:R}, centered {Centered}, weightDecay {WeightDecay:R})");

    internal override bool CanShare => true;

    internal override void StepShare(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current, int start, int end)
        => ElementwiseUpdate.Run(
            new Rule(this, current), parameters, gradient, state, start, end);

    private readonly struct Rule(RmsProp settings, OptimizerStep current) : IUpdateRule
    {
        private readonly float _decay = (float)settings.WeightDecay;
        private readonly float _share = (float)(1 - settings.Alpha);
        private readonly float _epsilon = (float)settings.Epsilon;
        private readonly float _momentum = (float)settings.Momentum;
        private readonly float _rate = (float)-current.LearningRate;
        private readonly bool _centered = settings.Centered;
        private readonly bool _hasMomentum = settings.Momentum > 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TVector>(ref float parameters, ref float gradient, ref float state, nint stride, nint i)
            where TVector : struct, ISimd<TVector>
        {
            TVector p = TVector.Load(ref parameters, i);
            TVector slope = TVector.FusedMultiplyAdd(TVector.Create(_decay), p, TVector.Load(ref gradient, i));
            TVector square = RunningMean.NextOfSquares(TVector.Load(ref state, i), slope, TVector.Create(_share));
            TVector.Store(square, ref state, i);
            nint next = i + stride;
            if (_centered)
            {
                TVector mean = RunningMean.Next(TVector.Load(ref state, next), slope, TVector.Create(_share));
                TVector.Store(mean, ref state, next);
                next += stride;

                // Where all gradients were alike, rounding can bring the difference below 0.
                mean = RunningMean.ToSquare(mean);
                square = TVector.FusedMultiplyAddNegated(mean, mean, square);
                square = TVector.WhereLess(square, TVector.Zero, TVector.Zero, square);
            }

            TVector direction = slope / (TVector.Sqrt(square) + TVector.Create(_epsilon));
            if (_hasMomentum)
            {
                direction = TVector.FusedMultiplyAdd(TVector.Create(_momentum), TVector.Load(ref state, next), direction);
                direction = RunningMean.SubnormalToZero(direction);
                TVector.Store(direction, ref state, next);
            }

            TVector.Store(TVector.FusedMultiplyAdd(TVector.Create(_rate), direction, p), ref parameters, i);
        }
    }
}
