using CompiledNet;
using Microsoft.Extensions.Logging.Abstractions;

CsvData flowers = CsvData.Load(args[0], new CsvOptions { Target = "species", Kind = CsvTargetKind.Classification });
FeatureScaler scaler = FeatureScaler.Standardize(flowers.Dataset);
Dataset data = scaler.Apply(flowers.Dataset);
FlowerNet net = new(seed: 1);
using ProgressBar bar = new();
net.Train(data, new TrainingOptions { Epochs = 30, Optimizer = new Adam(0.02), Callbacks = [bar, new TrainingLogger(NullLogger.Instance)] });
Console.WriteLine($"right: {net.Evaluate(data).Accuracy * flowers.Dataset.Count:F0} of {flowers.Dataset.Count}");

[CompiledNetwork(4, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
internal sealed partial class FlowerNet;
