namespace CompiledNet.Benchmarks;

/// <summary>What is measured.</summary>
internal static class AllWorkloads
{
    public const int ManyExamples = 10_000;

    public static Workload Digits { get; } = new Workload<Digits>("784-16-16-10 sigmoid");

    public static Workload SmallTanh { get; } = new Workload<SmallTanh>("4-32-16-4 tanh");

    public static Workload LargeReLU { get; } = new Workload<LargeReLU>("784-128-64-10 relu");

    public static Workload Ragged { get; } = new Workload<Ragged>("13-17-10 relu");

    public static Workload Tiny { get; } = new Workload<Tiny>("24-8-2 tanh");

    public static Workload Deep { get; } = new Workload<Deep>("64-64-64-64-1 tanh");

    public static Workload LeNet5 { get; } = new Workload<LeNet5>("LeNet-5");

    public static IReadOnlyList<Workload> Networks { get; } = [Digits, SmallTanh, LargeReLU, Ragged, Tiny, Deep, LeNet5];

    public static IReadOnlyList<int> BatchSizes { get; } = [1, 10, 32, 128, 1000];

    public static IReadOnlyList<double> Momenta { get; } = [0, 0.9];
}
