namespace CompiledNet.Tests.Fixtures;

/// <summary>The optimizer of a fixture's trajectory, with its settings.</summary>
internal static class FixtureOptimizer
{
    public static Optimizer Create(FixtureTrajectory trajectory)
    {
        double learningRate = trajectory.Setting("learningRate");
        double weightDecay = trajectory.Setting("weightDecay");
        return trajectory.Optimizer switch
        {
            "sgd" or "sgdMomentum" or "sgdNesterov" or "sgdWeightDecay" => new Sgd(learningRate)
            {
                Momentum = trajectory.Setting("momentum"), Nesterov = trajectory.Flag("nesterov"), WeightDecay = weightDecay,
            },
            "adam" => new Adam(learningRate)
            {
                Beta1 = trajectory.Setting("beta1"), Beta2 = trajectory.Setting("beta2"), Epsilon = trajectory.Setting("epsilon"), WeightDecay = weightDecay,
            },
            "adamW" => new AdamW(learningRate)
            {
                Beta1 = trajectory.Setting("beta1"), Beta2 = trajectory.Setting("beta2"), Epsilon = trajectory.Setting("epsilon"), WeightDecay = weightDecay,
            },
            "rmsProp" => new RmsProp(learningRate)
            {
                Alpha = trajectory.Setting("alpha"), Epsilon = trajectory.Setting("epsilon"), Momentum = trajectory.Setting("momentum"), WeightDecay = weightDecay,
            },
            "adagrad" => new Adagrad(learningRate) { Epsilon = trajectory.Setting("epsilon"), WeightDecay = weightDecay },
            _ => throw new NotSupportedException($"No optimizer is named {trajectory.Optimizer}."),
        };
    }
}
