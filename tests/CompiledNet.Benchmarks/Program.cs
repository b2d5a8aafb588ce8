using CompiledNet;
using CompiledNet.Benchmarks;
using CompiledNet.Numerics;

// dotnet run -c Release --project tests/CompiledNet.Benchmarks [-- steps | epoch [FOLDER] | accuracy FOLDER]
string what = args.Length > 0 ? args[0] : "steps";
if (what == "startup") { Startup.Run(args[1..]); return; }
if (args.Length > 1 && !Directory.Exists(args[1]))
{
    Console.Error.WriteLine($"no such folder: {args[1]}");
    Environment.ExitCode = 1;
    return;
}

if (what == "epoch")
{
    Epoch.Run(args.Length > 1 ? args[1] : null);
    return;
}

if (what == "accuracy" && args.Length > 1)
{
    Accuracy.Run(args[1]);
    return;
}

if (what != "steps")
{
    Console.Error.WriteLine("expected: steps, epoch [FOLDER of MNIST], or accuracy FOLDER of MNIST");
    Environment.ExitCode = 1;
    return;
}

Interleaved table = new();
float sink = 0;
table.Add("peak: fused multiply-adds in registers", Peak.FloatingPointOperations, () => sink += Peak.Run());
Single<Digits>("784-16-16-10 sigmoid");
Single<SmallTanh>("4-32-16-4 tanh");
Single<LargeReLU>("784-128-64-10 relu");
foreach (int batch in new[] { 1, 10, 32, 128, 1000 })
{
    Step<Digits>("784-16-16-10 sigmoid", batch);
}

foreach (int batch in new[] { 32, 128 })
{
    Step<SmallTanh>("4-32-16-4 tanh", batch);
    Step<LargeReLU>("784-128-64-10 relu", batch);
    Step<Ragged>("13-17-10 relu", batch);
    Step<Tiny>("24-8-2 tanh", batch);
    Step<Deep>("64-64-64-64-1 tanh", batch);
}

table.Run(rounds: 15, TimeSpan.FromMilliseconds(40));

void Single<TNetwork>(string name)
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    TNetwork network = TNetwork.Create(1);
    float[] input = Numbers(TNetwork.Topology.InputSize);
    float[] output = new float[TNetwork.Topology.OutputSize];
    table.Add($"{name}, predict one", 2.0 * TNetwork.Topology.ParameterCount, () => network.Predict(input, output));
}

void Step<TNetwork>(string name, int batch)
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    NetworkTopology topology = TNetwork.Topology;
    TNetwork network = TNetwork.Create(1);
    AlignedBuffer gradient = new(topology.ParameterCount);
    float[] inputs = Numbers(batch * topology.InputSize);
    float[] targets = Numbers(batch * topology.OutputSize);
    Sgd sgd = new(1e-6);
    OptimizerStep step = new(1, sgd.LearningRate);
    int weights = topology.ParameterCount;
    int first = topology.Layers[0].ParameterCount;
    double operations = batch * 2.0 * ((3 * weights) - first);
    table.Add($"{name}, step of {batch}", operations, () =>
    {
        network.Backpropagate(inputs, targets, gradient.Span);
        sgd.Step(network.Parameters, gradient.Span, default, step);
    });
}

static float[] Numbers(int count)
{
    SeededRandom random = new(1);
    float[] numbers = new float[count];
    foreach (ref float number in numbers.AsSpan())
    {
        number = random.NextSingle();
    }

    return numbers;
}
