namespace CompiledNet.Tests.Callbacks;

public class EarlyStoppingTests
{
    [Fact]
    public void Stops_after_so_many_epochs_without_improvement_and_restores_the_best()
    {
        EarlyStopping stopping = new() { Patience = 2 };
        FakeRun run = FakeRun.WithValidation(10, stopping);
        TrainingResult result = run.Run(5, 3, 4, 3, 1, 0);
        Assert.Equal(4, result.History.Count);
        Assert.Equal((2, 3.0, 4), (stopping.BestEpoch, stopping.BestValue, stopping.StoppedEpoch));
        Assert.Equal("ValidationLoss was no better than its best, 3 after epoch 2 for 2 epochs", result.StopReason);
        Assert.Equal([2, 2, 2], run.Parameters.ToArray());
    }

    [Fact]
    public void An_improvement_starts_the_patience_anew()
    {
        FakeRun run = FakeRun.WithValidation(10, new EarlyStopping { Patience = 2 });
        Assert.Equal(8, run.Run(5, 6, 4, 5, 3, 3.5, 2.9, 2.8).History.Count);
        Assert.Null(run.StopReason);
    }

    [Fact]
    public void Only_more_than_the_minimum_delta_is_an_improvement()
    {
        EarlyStopping stopping = new() { Patience = 3, MinimumDelta = 0.5 };
        Assert.Equal(4, FakeRun.WithValidation(10, stopping).Run(5, 4.5, 4.6, 4.55, 0).History.Count);
        Assert.Equal(1, stopping.BestEpoch);

        EarlyStopping kept = new() { Patience = 3, MinimumDelta = 0.5 };
        Assert.Equal(5, FakeRun.WithValidation(10, kept).Run(5, 4.5, 4.6, 4.25, 0).History.Count);
    }

    [Fact]
    public void An_accuracy_is_the_better_the_larger_it_is()
    {
        EarlyStopping stopping = new() { Patience = 1, Monitor = Metric.ValidationAccuracy };
        TrainingResult result = FakeRun.WithValidation(10, stopping).Run(0.75, 0.5, 0.5, 0);
        Assert.Equal((3, 2, 0.5), (result.History.Count, stopping.BestEpoch, stopping.BestValue));
    }

    [Fact]
    public void The_training_loss_needs_no_validation_data()
    {
        EarlyStopping stopping = new() { Patience = 1, Monitor = Metric.TrainLoss };
        FakeRun run = new(new TrainingOptions { Callbacks = [stopping] });
        Assert.Equal(2, run.Run(1, 2, 3).History.Count);
        Assert.Equal(1, stopping.BestEpoch);
    }

    [Fact]
    public void Epochs_before_the_start_epoch_do_not_count()
    {
        EarlyStopping stopping = new() { Patience = 2, StartEpoch = 4 };
        FakeRun run = FakeRun.WithValidation(10, stopping);
        Assert.Equal(6, run.Run(1, 2, 3, 5, 6, 7, 8).History.Count);
        Assert.Equal(4, stopping.BestEpoch);
        Assert.Equal(4, run.Parameters[0]);
    }

    [Fact]
    public void NaN_is_no_improvement_and_an_epoch_without_a_value_is_passed_over()
    {
        EarlyStopping stopping = new() { Patience = 3 };
        FakeRun run = FakeRun.WithValidation(20, stopping);
        Assert.Equal(8, run.Run(double.NaN, 3, null, double.NaN, null, double.NaN, null, 4, 1).History.Count);
        Assert.Equal(2, stopping.BestEpoch);
    }

    [Fact]
    public void Where_no_epoch_was_better_than_none_the_parameters_stay()
    {
        EarlyStopping stopping = new() { Patience = 2 };
        FakeRun run = FakeRun.WithValidation(10, stopping);
        TrainingResult result = run.Run(double.NaN, double.PositiveInfinity, 1);
        Assert.Equal("ValidationLoss was no better than its best for 2 epochs", result.StopReason);
        Assert.Equal((null, null, 2f), (stopping.BestEpoch, stopping.BestValue, run.Parameters[0]));
    }

    [Fact]
    public void The_best_parameters_come_back_also_after_the_last_epoch_and_after_cancellation()
    {
        FakeRun run = FakeRun.WithValidation(4, new EarlyStopping());
        run.Run(5, 3, 4, 6);
        Assert.Null(run.StopReason);
        Assert.Equal(2, run.Parameters[0]);

        // In the middle of an epoch the parameters are those of no epoch.
        FakeRun cancelled = FakeRun.WithValidation(4, new EarlyStopping());
        cancelled.Start();
        cancelled.Epochs(5, 3);
        cancelled.StartEpoch(batches: 2);
        Assert.Equal(3, cancelled.Parameters[0]);
        cancelled.End(cancelled: true);
        Assert.Equal(2, cancelled.Parameters[0]);
    }

    [Fact]
    public void Without_restoring_the_last_parameters_stay()
    {
        FakeRun run = FakeRun.WithValidation(4, new EarlyStopping { RestoreBestParameters = false, Patience = 1 });
        run.Run(5, 6);
        Assert.Equal(2, run.Parameters[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_resumed_run_goes_on_as_if_it_had_not_been_interrupted(int interruptedAfter)
    {
        double?[] losses = [5, 3, 4, 3.5, 1];
        FakeRun whole = FakeRun.WithValidation(10, new EarlyStopping { Patience = 2 });
        TrainingResult expected = whole.Run(losses);

        FakeRun first = FakeRun.WithValidation(10, new EarlyStopping { Patience = 2 });
        first.Start();
        first.Epochs(losses[..interruptedAfter]);
        EarlyStopping stopping = new() { Patience = 2 };
        FakeRun second = FakeRun.WithValidation(10, stopping);
        second.ResumeFrom(first);
        second.Epochs(losses[interruptedAfter..]);
        TrainingResult result = second.End();

        Assert.Equal(expected.History, result.History);
        Assert.Equal(expected.StopReason, result.StopReason);
        Assert.Equal((2, 3.0, 4), (stopping.BestEpoch, stopping.BestValue, stopping.StoppedEpoch));
        Assert.True(whole.Parameters.SequenceEqual(second.Parameters));
        Assert.Equal(((EarlyStopping)whole.Options.Callbacks[0]).SaveState(), stopping.SaveState());
    }

    [Fact]
    public void With_more_patience_a_resumed_run_goes_on()
    {
        FakeRun first = FakeRun.WithValidation(10, new EarlyStopping { Patience = 1 });
        first.Start();
        first.Epochs(5, 6);
        Assert.NotNull(first.StopReason);
        EarlyStopping patient = new() { Patience = 3 };
        FakeRun second = FakeRun.WithValidation(10, patient);
        second.ResumeFrom(first);
        Assert.Null(second.StopReason);
        second.Epochs(7, 1);
        Assert.Equal(4, patient.BestEpoch);
    }

    [Fact]
    public void A_new_run_starts_anew()
    {
        EarlyStopping stopping = new() { Patience = 1 };
        FakeRun.WithValidation(10, stopping).Run(1, 2);
        FakeRun run = FakeRun.WithValidation(10, stopping);
        Assert.Equal(3, run.Run(9, 8, 8.5, 1).History.Count);
        Assert.Equal((2, 2f), (stopping.BestEpoch, run.Parameters[0]));
        stopping.RestoreState([]);
        FakeRun.WithValidation(10, stopping).Run(20);
        Assert.Equal(1, stopping.BestEpoch);
    }

    [Fact]
    public void A_state_that_is_not_one_is_refused_and_changes_nothing()
    {
        EarlyStopping stopping = new();
        FakeRun.WithValidation(10, stopping).Run(5, 3);
        byte[] state = stopping.SaveState();

        Refuses("has version 9; expected 1", [9, .. state[1..]]);
        Refuses("is that of a run that monitored Metric.TrainLoss; expected Metric.ValidationLoss", [1, 2, .. state[2..]]);
        Refuses("monitored metric 77", [1, 77, .. state[2..]]);
        Refuses("at least 26", state[..25]);
        Refuses("it is damaged", state[..^1]);
        Refuses("it is damaged", [.. state, 0]);
        Refuses("it is damaged", [.. state[..14], 255, 255, 255, 255, .. state[18..]]);
        Refuses("best epoch is -1", [.. state[..2], 255, 255, 255, 255, .. state[6..]]);
        Refuses("best epoch is 0", [.. state[..2], 0, 0, 0, 0, .. state[6..]]);
        Refuses("0 parameters for best epoch 2", [.. state[..22], 0, 0, 0, 0]);
        Assert.Equal(state, stopping.SaveState());

        new EarlyStopping { RestoreBestParameters = false }.RestoreState([.. state[..22], 0, 0, 0, 0]);

        void Refuses(string expected, byte[] bytes) =>
            Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => stopping.RestoreState(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_of_a_network_of_another_size_is_refused()
    {
        EarlyStopping stopping = new() { Monitor = Metric.TrainLoss };
        FakeRun run = new(new TrainingOptions { Callbacks = [stopping] }, parameterCount: 4);
        run.Run(1);
        EarlyStopping other = new() { Monitor = Metric.TrainLoss };
        other.RestoreState(stopping.SaveState());
        FakeRun smaller = new(new TrainingOptions { Callbacks = [other] });
        Assert.Contains("4 best parameters; expected 3, those of FakeNet", Assert.Throws<InvalidOperationException>(smaller.Start).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_and_missing_validation_data_are_errors_before_training()
    {
        Refuses("EarlyStopping.Patience is 0; expected at least 1.", new() { Patience = 0 });
        Refuses("EarlyStopping.StartEpoch is 0; expected at least 1.", new() { StartEpoch = 0 });
        Refuses("EarlyStopping.MinimumDelta is -0.5; expected", new() { MinimumDelta = -0.5 });
        Refuses("EarlyStopping.MinimumDelta is NaN; expected", new() { MinimumDelta = double.NaN });
        Refuses("EarlyStopping.Monitor is 9; expected", new() { Monitor = (Metric)9 });
        Refuses("EarlyStopping monitors Metric.ValidationLoss, but there is no validation data", new(), withValidation: false);

        static void Refuses(string expected, EarlyStopping stopping, bool withValidation = true)
        {
            FakeRun run = withValidation ? FakeRun.WithValidation(3, stopping) : new FakeRun(new TrainingOptions { Callbacks = [stopping] });
            Assert.StartsWith(expected, Assert.Throws<InvalidOperationException>(run.Start).Message, StringComparison.Ordinal);
        }
    }
}
