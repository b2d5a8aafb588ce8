// A straight line is a network with one layer, one input and one output: its weight is the slope, its bias the height at zero.
// Gradient descent finds both from noisy points.

using CompiledNet;
using CompiledNet.Numerics;
using LinearRegression;

const float TrueSlope = 3;
const float TrueBias = -2;

// 200 points near the line y = 3x - 2.
SeededRandom random = new(1);
float[] x = new float[200];
float[] y = new float[200];
double trueCost = 0;
for (int i = 0; i < x.Length; i++)
{
    float noise = random.NextSingle(-0.5f, 0.5f);
    x[i] = random.NextSingle(-1, 1);
    y[i] = (TrueSlope * x[i]) + TrueBias + noise;
    trueCost += noise * noise / x.Length;
}

Dataset points = new(x, y, inputSize: 1, targetSize: 1);

// Each step looks at ten points and goes a little way down the slope of their cost, the mean of (a - y)^2.
Line line = new(seed: 1);
TrainingResult result = line.Train(points, new TrainingOptions { Epochs = 10, BatchSize = 10, Optimizer = new Sgd(0.1) });

foreach (EpochReport epoch in result.History)
{
    Console.WriteLine(FormattableString.Invariant($"epoch {epoch.Epoch,2}   cost {epoch.TrainLoss:F4}"));
}

Console.WriteLine();
Console.WriteLine("          found      true");
Console.WriteLine(FormattableString.Invariant($"slope   {line.Weights1[0],7:F3}   {TrueSlope,7:F3}"));
Console.WriteLine(FormattableString.Invariant($"bias    {line.Bias1[0],7:F3}   {TrueBias,7:F3}"));
Console.WriteLine();
Console.WriteLine(FormattableString.Invariant($"The true line itself costs {trueCost:F4}: the noise of the points, which no line can follow."));
