using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;

namespace CompiledNet.Tests.Training;

/// <summary>A generated network that notes which threads take its steps and what they have allocated, and lets a test step in.</summary>
/// <typeparam name="T">The network's class.</typeparam>
internal sealed class Witness<T>(T network, Action<TeamMember>? before, int stepsToMeter) : ICompiledNetwork<Witness<T>>, ITrainableNetwork
    where T : class, ICompiledNetwork<T>
{
    private readonly List<Thread> _threads = [];
    private readonly List<List<long>> _allocated = [];

    public Witness(Action<TeamMember>? before = null, int stepsToMeter = 0)
        : this(T.Create(1), before, stepsToMeter)
    {
    }

    public static NetworkTopology Topology => T.Topology;

    public Span<float> Parameters => network.Parameters;

    /// <summary>The threads that have taken steps, each once.</summary>
    public IReadOnlyList<Thread> Threads => _threads;

    /// <summary>For each of them what it had allocated before each step.</summary>
    public IReadOnlyList<IReadOnlyList<long>> Allocated => _allocated;

    int ITrainableNetwork.WorkspaceLength => Inner.WorkspaceLength;

    int ITrainableNetwork.TeamRuns => Inner.TeamRuns;

    private ITrainableNetwork Inner => (ITrainableNetwork)network;

    public static Witness<T> Create(int seed) => new();

    (int Start, int End) ITrainableNetwork.InputShare(TeamMember member) => Inner.InputShare(member);

    float ITrainableNetwork.TakeStep(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> exampleWeights, Span<float> gradient, float rate, Span<float> workspace, ulong dropoutKey, TeamMember member)
    {
        Note();
        before?.Invoke(member);
        return Inner.TakeStep(inputs, targets, exampleWeights, gradient, rate, workspace, dropoutKey, member);
    }

    public void Predict(ReadOnlySpan<float> input, Span<float> output) => network.Predict(input, output);

    public void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => network.PredictBatch(inputs, outputs);

    public float ComputeLoss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs) => network.ComputeLoss(inputs, targets, outputs);

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        network.Backpropagate(inputs, targets, gradient);

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient, Span<float> inputGradient) =>
        network.Backpropagate(inputs, targets, gradient, inputGradient);

    private void Note()
    {
        lock (_threads)
        {
            int index = _threads.IndexOf(Thread.CurrentThread);
            if (index < 0)
            {
                index = _threads.Count;
                _threads.Add(Thread.CurrentThread);
                _allocated.Add(new List<long>(stepsToMeter));
            }

            if (stepsToMeter > 0)
            {
                _allocated[index].Add(GC.GetAllocatedBytesForCurrentThread());
            }
        }
    }
}
