// Teaches a small network which points lie in a ring, saves it, loads it and asks it about points. Run it with: dotnet run -c Release

using CompiledNet;
using CompiledNetNamespace;

// Points to learn from, and others, which the network never sees while it learns, to test it on.
Dataset training = RingData.Create(count: 2_000, seed: 1);
Dataset test = RingData.Create(count: 1_000, seed: 2);

// Weights are random at first, biases are zero; the same seed gives the same network.
RingNet net = new(seed: 1);
Console.WriteLine(FormattableString.Invariant($"{RingNet.ParameterCount} weights and biases, {training.Count} points to learn from."));

// An epoch is once over all points. After each batch of 32, the optimizer goes a step down the slope of the loss, as long as its learning rate makes it.
TrainingOptions options = new()
{
    Epochs = 30,
    BatchSize = 32,
    Optimizer = new Adam(learningRate: 0.01),
    Validation = test,
};
TrainingResult result = net.Train(training, options);
foreach (EpochReport epoch in result.History.Where(report => report.Epoch == 1 || report.Epoch % 5 == 0))
{
    Console.WriteLine(FormattableString.Invariant($"epoch {epoch.Epoch,2}   loss {epoch.TrainLoss:F4}   right on test points {epoch.ValidationAccuracy:P1}"));
}

// A safetensors file: other tools read it, too.
const string Path = "ring.safetensors";
net.Save(Path, new ModelInfo { ClassNames = RingData.ClassNames });
RingNet loaded = RingNet.Load(Path);
Console.WriteLine(FormattableString.Invariant($"Saved to {Path} and loaded: right on {loaded.Evaluate(test).Accuracy:P1} of the test points."));

// One point at a time, into memory that is there already: nothing is allocated, and any number of threads may do so at once.
Span<float> probabilities = stackalloc float[RingNet.OutputSize];
foreach ((float x, float y) in new[] { (0f, 0f), (0.6f, 0f), (-0.4f, 0.4f), (0.9f, 0.9f) })
{
    loaded.Predict([x, y], probabilities);
    Console.WriteLine(FormattableString.Invariant($"({x,4:F1}, {y,4:F1})   in the ring with probability {probabilities[1]:F3}"));
}
