// Exclusive or: 1 where exactly one of two inputs is 1. No straight line parts its ones from its zeros, so no single neuron can learn it;
// a hidden layer can. This is the smallest problem for which backpropagation has work to do.

using CompiledNet;
using XorSample;

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
float[] targets = [0, 1, 1, 0];
Dataset truthTable = new(inputs, targets, inputSize: 2, targetSize: 1);

// Four examples make one batch: every epoch is one step, down the slope of the cost over all of them.
XorNet net = new(seed: 1);
TrainingOptions options = new()
{
    Epochs = 1000,
    BatchSize = 4,
    Optimizer = new Sgd(2.0),
};
TrainingResult result = net.Train(truthTable, options);

foreach (EpochReport epoch in result.History.Where(report => report.Epoch == 1 || report.Epoch % 100 == 0))
{
    int bar = (int)Math.Round(epoch.TrainLoss * 100);
    Console.WriteLine(FormattableString.Invariant($"epoch {epoch.Epoch,4}   cost {epoch.TrainLoss:F4}  {new string('#', bar)}"));
}

Console.WriteLine();
Console.WriteLine(" x1  x2   output   expected");
for (int i = 0; i < truthTable.Count; i++)
{
    ReadOnlySpan<float> x = truthTable.Input(i);
    float output = net.Predict(x)[0];
    Console.WriteLine(FormattableString.Invariant($"  {x[0]}   {x[1]}    {output:F3}       {truthTable.Target(i)[0]}"));
}
