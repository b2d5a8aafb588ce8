using System.Reflection;

namespace CompiledNet.Tests.Networks;

/// <summary>A generated network whose type the test does not know when it is compiled: its members as the contract has them.</summary>
internal abstract class NetworkUnderTest
{
    public abstract object Instance { get; }

    public abstract NetworkTopology Topology { get; }

    public abstract Span<float> Parameters { get; }

    public abstract int ActivationCount { get; }

    public abstract void Predict(ReadOnlySpan<float> input, Span<float> output);

    public abstract float[] Predict(ReadOnlySpan<float> input);

    public abstract void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    public abstract int Classify(ReadOnlySpan<float> input);

    public abstract float ComputeLoss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs);

    public abstract float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient);

    public abstract float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient, Span<float> inputGradient);

    public abstract void Trace(ReadOnlySpan<float> input, Span<float> activations);

    /// <summary>A member like <c>Weights1</c>.</summary>
    public abstract Span<float> Tensor(string member);

    public static NetworkUnderTest Create(Type type, int seed) =>
        (NetworkUnderTest)Activator.CreateInstance(typeof(NetworkUnderTest<>).MakeGenericType(type), seed)!;

    public static NetworkUnderTest Create<T>(int seed)
        where T : class, ICompiledNetwork<T> => new NetworkUnderTest<T>(seed);
}

/// <inheritdoc/>
internal sealed class NetworkUnderTest<T> : NetworkUnderTest
    where T : class, ICompiledNetwork<T>
{
    private readonly T _network;
    private readonly PredictNew _predict;
    private readonly Choose _classify;
    private readonly Follow _trace;

    public NetworkUnderTest(int seed)
    {
        _network = T.Create(seed);
        _predict = Member<PredictNew>("Predict", typeof(ReadOnlySpan<float>));
        _classify = Member<Choose>("Classify", typeof(ReadOnlySpan<float>));
        _trace = Member<Follow>("Trace", typeof(ReadOnlySpan<float>), typeof(Span<float>));
    }

    private delegate float[] PredictNew(ReadOnlySpan<float> input);

    private delegate int Choose(ReadOnlySpan<float> input);

    private delegate void Follow(ReadOnlySpan<float> input, Span<float> activations);

    private delegate Span<float> GetTensor();

    public override object Instance => _network;

    public override NetworkTopology Topology => T.Topology;

    public override Span<float> Parameters => _network.Parameters;

    public override int ActivationCount => Constant("ActivationCount");

    public static int Constant(string name) => (int)typeof(T).GetField(name)!.GetRawConstantValue()!;

    public override void Predict(ReadOnlySpan<float> input, Span<float> output) => _network.Predict(input, output);

    public override float[] Predict(ReadOnlySpan<float> input) => _predict(input);

    public override void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.PredictBatch(inputs, outputs);

    public override int Classify(ReadOnlySpan<float> input) => _classify(input);

    public override float ComputeLoss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs) =>
        _network.ComputeLoss(inputs, targets, outputs);

    public override float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        _network.Backpropagate(inputs, targets, gradient);

    public override float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient, Span<float> inputGradient) =>
        _network.Backpropagate(inputs, targets, gradient, inputGradient);

    public override void Trace(ReadOnlySpan<float> input, Span<float> activations) => _trace(input, activations);

    public override Span<float> Tensor(string member) => Member<GetTensor>("get_" + member)();

    private TDelegate Member<TDelegate>(string name, params Type[] parameters)
        where TDelegate : Delegate =>
        typeof(T).GetMethod(name, BindingFlags.Instance | BindingFlags.Public, parameters)!.CreateDelegate<TDelegate>(_network);
}
