using System.Runtime.CompilerServices;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet;

/// <summary>One step of <see cref="Adam"/> or <see cref="AdamW"/>.</summary>
/// <param name="current">The step.</param>
/// <param name="betas">The shares of the means of gradient and square that are kept.</param>
/// <param name="epsilon">What is added to the root.</param>
/// <param name="gradientDecay">What share of a parameter is added to its gradient.</param>
/// <param name="decay">What share of a parameter is taken off it, at a learning rate of 1.</param>
/// <param name="amsGrad">Whether the largest mean of squares counts.</param>
internal readonly struct AdamRule(
    OptimizerStep current, (double First, double Second) betas, double epsilon, double gradientDecay, double decay, bool amsGrad) : IUpdateRule
{
    private readonly float _gradientDecay = (float)gradientDecay;
    private readonly float _shareOfGradient = (float)(1 - betas.First);
    private readonly float _shareOfSquare = (float)(1 - betas.Second);
    private readonly float _rootFactor = (float)(1 / Math.Sqrt(1 - DeterministicMath.Power(betas.Second, current.Number)));
    private readonly float _epsilon = (float)epsilon;
    private readonly float _decay = (float)(current.LearningRate * decay);
    private readonly float _rate = (float)(-current.LearningRate / (1 - DeterministicMath.Power(betas.First, current.Number)));
    private readonly bool _amsGrad = amsGrad;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<TVector>(ref float parameters, ref float gradient, ref float state, nint stride, nint i)
        where TVector : struct, ISimd<TVector>
    {
        TVector p = TVector.Load(ref parameters, i);
        TVector slope = TVector.FusedMultiplyAdd(TVector.Create(_gradientDecay), p, TVector.Load(ref gradient, i));
        TVector mean = RunningMean.Next(TVector.Load(ref state, i), slope, TVector.Create(_shareOfGradient));
        TVector square = RunningMean.NextOfSquares(TVector.Load(ref state, stride + i), slope, TVector.Create(_shareOfSquare));
        TVector.Store(mean, ref state, i);
        TVector.Store(square, ref state, stride + i);
        if (_amsGrad)
        {
            TVector largest = TVector.Load(ref state, (2 * stride) + i);
            square = TVector.WhereLess(largest, square, square, largest);
            TVector.Store(square, ref state, (2 * stride) + i);
        }

        TVector divisor = TVector.FusedMultiplyAdd(TVector.Sqrt(square), TVector.Create(_rootFactor), TVector.Create(_epsilon));
        p = TVector.FusedMultiplyAddNegated(TVector.Create(_decay), p, p);
        TVector.Store(TVector.FusedMultiplyAdd(TVector.Create(_rate), mean / divisor, p), ref parameters, i);
    }
}
