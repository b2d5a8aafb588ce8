using System.Runtime.CompilerServices;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet;

/// <summary>
/// Divides the gradient by the root of the sum of its squares so far (Duchi, Hazan and Singer 2011, "Adaptive subgradient methods for online
/// learning and stochastic optimization", section 1.1, the diagonal form). As <c>torch.optim.Adagrad</c>.
/// </summary>
/// <remarks>
/// With parameters <c>p</c>, gradient <c>g</c>, learning rate <c>lr</c>, its decay <c>c</c>, weight decay <c>d</c>, the step's number <c>t</c>
/// from 1, and the sum <c>s</c>, 0 before the first step:
/// <code>
/// g = g + d p
/// s = s + g^2
/// p = p - lr / (1 + (t - 1) c) g / (sqrt(initial + s) + epsilon)
/// </code>
/// PyTorch starts the sum at the initial accumulator; here it is added at each step. A gradient closer to 0 than 1.4e-17 has the square
/// 0; where a sum is too large for a float, the parameter stays as it is from then on.
/// </remarks>
/// <param name="learningRate">The learning rate, finite and above 0. Default: 0.01.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is not finite or not above 0.</exception>
public sealed class Adagrad(double learningRate = 0.01) : Optimizer(learningRate)
{
    /// <summary>How fast the learning rate falls from step to step, finite and at least 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRateDecay
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <summary>What the sum of squares starts from, finite and at least 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double InitialAccumulator
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <summary>What keeps the divisor from 0, a finite float of at least 1e-16. Default: 1e-10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Epsilon
    {
        get;
        init => field = Setting.Epsilon(value);
    }
    = 1e-10;

    /// <summary>What share of each parameter is added to its gradient, finite and at least 0, which draws parameters to 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <summary>The length of the state: the sum of squares of each parameter.</summary>
    /// <param name="parameterCount">The number of parameters.</param>
    public override int GetStateLength(int parameterCount) => parameterCount;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        Check(parameters, gradient, state, current);
        StepShare(parameters, gradient, state, current, 0, parameters.Length);
    }

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(Adagrad)}(learningRate {LearningRate:R}, learningRateDecay {LearningRateDecay:R}, initialAccumulator {InitialAccumulator:R}, epsilon {Epsilon:R}, weightDecay {WeightDecay:R})");

    internal override bool CanShare => true;

    internal override void StepShare(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current, int start, int end)
        => ElementwiseUpdate.Run(
            new Rule(this, current), parameters, gradient, state, start, end);

    private readonly struct Rule(Adagrad settings, OptimizerStep current) : IUpdateRule
    {
        private readonly float _decay = (float)settings.WeightDecay;
        private readonly float _initial = (float)settings.InitialAccumulator;
        private readonly float _epsilon = (float)settings.Epsilon;
        private readonly float _rate = (float)(-current.LearningRate / (1 + ((current.Number - 1) * settings.LearningRateDecay)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TVector>(ref float parameters, ref float gradient, ref float state, nint stride, nint i)
            where TVector : struct, ISimd<TVector>
        {
            TVector p = TVector.Load(ref parameters, i);
            TVector slope = TVector.FusedMultiplyAdd(TVector.Create(_decay), p, TVector.Load(ref gradient, i));
            TVector root = RunningMean.ToSquare(slope);
            TVector sum = TVector.FusedMultiplyAdd(root, root, TVector.Load(ref state, i));
            TVector.Store(sum, ref state, i);
            TVector divisor = TVector.Sqrt(TVector.Create(_initial) + sum) + TVector.Create(_epsilon);
            TVector.Store(TVector.FusedMultiplyAdd(TVector.Create(_rate), slope / divisor, p), ref parameters, i);
        }
    }
}
