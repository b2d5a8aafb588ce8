namespace CompiledNet.Tests.Training.Schedules;

[Trait("Category", "Numerics")]
public class ReduceOnPlateauTests
{
    [Fact]
    public void It_reduces_once_the_patience_is_over()
    {
        // Patience 2: the third bad epoch in a row is one too many.
        ReduceOnPlateauSchedule schedule = new() { Patience = 2, Factor = 0.5 };
        double[] losses = [3, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1];
        double[] expected = [8, 8, 8, 8, 8, 4, 4, 4, 2, 2, 2, 2, 1];
        Assert.Equal(expected, Rates(schedule, 8, losses));
    }

    [Fact]
    public void A_gain_below_the_threshold_is_none()
    {
        ReduceOnPlateauSchedule schedule = new() { Patience = 0, Factor = 0.5, Threshold = 0.1 };
        Assert.Equal([8, 8, 8, 4, 4], Rates(schedule, 8, [10, 8.9, 8.1, 8]));
        Assert.Equal([8, 8, 4], Rates(schedule, 8, [10, double.NaN]));
    }

    [Fact]
    public void The_minimum_holds_and_reductions_too_small_are_left_out()
    {
        ReduceOnPlateauSchedule schedule = new() { Patience = 0, Factor = 0.1, MinimumLearningRate = 0.03 };
        Assert.Equal([1, 1, 0.1, 0.03, 0.03], Rates(schedule, 1, [1, 1, 1, 1]));
        Assert.Equal([1e-8, 1e-8, 1e-8], Rates(new ReduceOnPlateauSchedule { Patience = 0 }, 1e-8, [1, 1]));
        Assert.Equal([0.01, 0.01, 0.01], Rates(schedule, 0.01, [1, 1]));
    }

    [Fact]
    public void The_validation_loss_counts_where_there_is_one()
    {
        ReduceOnPlateauSchedule schedule = new() { Patience = 0, Factor = 0.5 };
        EpochReport[] history = [Report(1, 5, 1), Report(2, 4, 2)];
        Assert.Equal(4, schedule.GetLearningRate(8, new SchedulePoint(2, 3, 9, 0, 1, history)));
        history = [Report(1, 5, null), Report(2, 4, null)];
        Assert.Equal(8, schedule.GetLearningRate(8, new SchedulePoint(2, 3, 9, 0, 1, history)));
        Assert.False(schedule.ChangesWithinEpoch);
    }

    // torch/optim/lr_scheduler.py, ReduceLROnPlateau.step, statement by statement, with the state it keeps.
    [Fact]
    public void Random_losses_give_PyTorchs_rates()
    {
        Random random = new(5);
        int reductions = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            ReduceOnPlateauSchedule schedule = new()
            {
                Patience = random.Next(4), Cooldown = random.Next(4), Factor = 0.3, Threshold = random.Next(2) * 0.05, MinimumLearningRate = 1e-4,
            };
            double[] losses = [.. Enumerable.Range(0, 60).Select(_ => random.Next(1, 40) / 8.0)];
            double lr = 0.7;
            double best = double.PositiveInfinity;
            int badEpochs = 0;
            int cooldownCounter = 0;
            List<double> expected = [lr];
            foreach (double current in losses)
            {
                if (current < best * (1.0 - schedule.Threshold))
                {
                    best = current;
                    badEpochs = 0;
                }
                else
                {
                    badEpochs += 1;
                }

                if (cooldownCounter > 0)
                {
                    cooldownCounter -= 1;
                    badEpochs = 0;
                }

                if (badEpochs > schedule.Patience)
                {
                    double reduced = Math.Max(lr * schedule.Factor, schedule.MinimumLearningRate);
                    if (lr - reduced > 1e-8)
                    {
                        lr = reduced;
                        reductions++;
                    }

                    cooldownCounter = schedule.Cooldown;
                    badEpochs = 0;
                }

                expected.Add(lr);
            }

            Assert.Equal(expected, Rates(schedule, 0.7, losses));
        }

        Assert.True(reductions > 500);
    }

    private static double[] Rates(ReduceOnPlateauSchedule schedule, double baseLearningRate, double[] losses) =>
    [
        .. Enumerable.Range(0, losses.Length + 1).Select(done => schedule.GetLearningRate(
            baseLearningRate, new SchedulePoint(done, done + 1, losses.Length + 1, 0, 1, [.. losses.Take(done).Select((loss, n) => Report(n + 1, loss, null))]))),
    ];

    private static EpochReport Report(int epoch, double trainLoss, double? validationLoss) => new(epoch, trainLoss, validationLoss, null, TimeSpan.Zero);
}
