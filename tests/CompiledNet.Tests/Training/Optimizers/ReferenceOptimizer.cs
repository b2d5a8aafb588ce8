namespace CompiledNet.Tests.Training.Optimizers;

/// <summary>The formulas of <c>torch/optim</c> in double, for one parameter, line by line (the functions <c>_single_tensor_...</c>).</summary>
internal abstract class ReferenceOptimizer
{
    private int _step;

    public static ReferenceOptimizer Of(Optimizer optimizer) => optimizer switch
    {
        Adam adam => new ReferenceAdam(adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay, decoupled: false, adam.AmsGrad),
        AdamW adam => new ReferenceAdam(adam.Beta1, adam.Beta2, adam.Epsilon, adam.WeightDecay, decoupled: true, amsgrad: false),
        RmsProp rmsProp => new ReferenceRmsProp(rmsProp),
        Adagrad adagrad => new ReferenceAdagrad(adagrad),
        _ => throw new NotSupportedException(),
    };

    public double Step(double param, double grad, double lr) => Next(param, grad, lr, ++_step);

    protected abstract double Next(double param, double grad, double lr, int step);

    private sealed class ReferenceAdam(double beta1, double beta2, double eps, double weightDecay, bool decoupled, bool amsgrad) : ReferenceOptimizer
    {
        private double _expAvg;
        private double _expAvgSq;
        private double _maxExpAvgSq;

        protected override double Next(double param, double grad, double lr, int step)
        {
            param = decoupled ? param * (1 - (lr * weightDecay)) : param;
            grad = decoupled ? grad : grad + (weightDecay * param);
            _expAvg = (beta1 * _expAvg) + ((1 - beta1) * grad);
            _expAvgSq = (beta2 * _expAvgSq) + ((1 - beta2) * grad * grad);
            _maxExpAvgSq = Math.Max(_maxExpAvgSq, _expAvgSq);
            double stepSize = lr / (1 - Math.Pow(beta1, step));
            double denom = (Math.Sqrt(amsgrad ? _maxExpAvgSq : _expAvgSq) / Math.Sqrt(1 - Math.Pow(beta2, step))) + eps;
            return param - (stepSize * _expAvg / denom);
        }
    }

    private sealed class ReferenceRmsProp(RmsProp settings) : ReferenceOptimizer
    {
        private double _squareAvg;
        private double _gradAvg;
        private double _buf;

        protected override double Next(double param, double grad, double lr, int step)
        {
            grad += settings.WeightDecay * param;
            _squareAvg = (settings.Alpha * _squareAvg) + ((1 - settings.Alpha) * grad * grad);
            _gradAvg = settings.Centered ? _gradAvg + ((1 - settings.Alpha) * (grad - _gradAvg)) : 0;
            double avg = Math.Sqrt(_squareAvg - (_gradAvg * _gradAvg)) + settings.Epsilon;
            _buf = (settings.Momentum * _buf) + (grad / avg);
            return param - (lr * _buf);
        }
    }

    private sealed class ReferenceAdagrad(Adagrad settings) : ReferenceOptimizer
    {
        private double _stateSum = settings.InitialAccumulator;

        protected override double Next(double param, double grad, double lr, int step)
        {
            grad += settings.WeightDecay * param;
            double clr = lr / (1 + ((step - 1) * settings.LearningRateDecay));
            _stateSum += grad * grad;
            return param - (clr * grad / (Math.Sqrt(_stateSum) + settings.Epsilon));
        }
    }
}
