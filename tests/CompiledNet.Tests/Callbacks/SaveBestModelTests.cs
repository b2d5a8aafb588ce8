namespace CompiledNet.Tests.Callbacks;

public class SaveBestModelTests
{
    [Fact]
    public void Every_epoch_that_is_the_best_so_far_is_saved()
    {
        SaveBestModel best = new("best.safetensors");
        FakeRun run = FakeRun.WithValidation(10, best);
        run.Run(5, double.NaN, 3, 4, null, 3, 2);
        Assert.Equal([("best.safetensors", 1f), ("best.safetensors", 3f), ("best.safetensors", 7f)], run.Saved);
        Assert.Equal((7, 2.0), (best.BestEpoch, best.BestValue));
    }

    [Fact]
    public void By_accuracy_and_by_more_than_the_minimum_delta()
    {
        SaveBestModel best = new("f") { Monitor = Metric.ValidationAccuracy, MinimumDelta = 0.25 };
        FakeRun run = FakeRun.WithValidation(10, best);
        run.Run(0.875, 0.625, 0.5, 0.25);
        Assert.Equal([1f, 3f], run.Saved.Select(saved => saved.Parameter));
        Assert.Equal(0.5, best.BestValue);
    }

    [Fact]
    public void A_resumed_run_saves_only_what_is_better_than_before()
    {
        FakeRun first = FakeRun.WithValidation(10, new SaveBestModel("f"));
        first.Start();
        first.Epochs(5, 3);
        SaveBestModel best = new("f");
        FakeRun second = FakeRun.WithValidation(10, best);
        second.ResumeFrom(first);
        Assert.Equal((2, 3.0), (best.BestEpoch, best.BestValue));
        second.Epochs(4, 2);
        Assert.Equal([4f], second.Saved.Select(saved => saved.Parameter));
    }

    [Fact]
    public void A_new_run_starts_anew()
    {
        SaveBestModel best = new("f");
        FakeRun.WithValidation(10, best).Run(1);
        FakeRun run = FakeRun.WithValidation(10, best);
        run.Run(2);
        Assert.Single(run.Saved);
    }

    [Fact]
    public void What_cannot_be_saved_is_not_the_best()
    {
        SaveBestModel best = new("f");
        FakeRun run = FakeRun.WithValidation(10, best);
        run.Start();
        run.Epochs(5);
        run.SaveError = new IOException("full");
        Assert.Throws<IOException>(() => run.Epochs(4));
        Assert.Equal((1, 5.0), (best.BestEpoch, best.BestValue));
    }

    [Fact]
    public void A_state_that_is_not_one_is_refused()
    {
        SaveBestModel best = new("f");
        byte[] state = best.SaveState();
        best.RestoreState(state);
        foreach (byte[] bytes in (byte[][])[[2, .. state[1..]], [1, 1, .. state[2..]], state[..^1], [.. state, 0], [1]])
        {
            Assert.Contains("SaveBestModel", Assert.Throws<InvalidDataException>(() => best.RestoreState(bytes)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Bad_settings_are_errors_before_training()
    {
        Assert.Throws<ArgumentException>(() => new SaveBestModel(""));
        FakeRun run = new(new TrainingOptions { Callbacks = [new SaveBestModel("f")] });
        Assert.StartsWith("SaveBestModel monitors Metric.ValidationLoss", Assert.Throws<InvalidOperationException>(run.Start).Message, StringComparison.Ordinal);
        FakeRun negative = FakeRun.WithValidation(1, new SaveBestModel("f") { MinimumDelta = -1 });
        Assert.StartsWith("SaveBestModel.MinimumDelta is -1", Assert.Throws<InvalidOperationException>(negative.Start).Message, StringComparison.Ordinal);
    }
}
