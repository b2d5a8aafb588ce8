using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;
using CompiledNet.Playground.Frames;

namespace CompiledNet.Playground.Sessions;

/// <summary>A spec brought to life: its data, its compiled class, a network of it with its training. What a session exchanges for another.</summary>
internal sealed class Work
{
    private readonly PointsView? _points;

    public Work(Spec spec, CompiledType type, IExamples train, IExamples test)
    {
        (Spec, Type, Train, Test) = (spec, type, train, test);
        Learner = new Learner(spec, type.Create(spec.Seed), train);
        Frames = new FrameMaker(Learner, test, Threshold);
        _points = train is Points learn && test is Points check ? new PointsView(List(learn), List(check)) : null;
    }

    public Spec Spec { get; }

    public CompiledType Type { get; }

    public IExamples Train { get; }

    public IExamples Test { get; }

    public Learner Learner { get; }

    public FrameMaker Frames { get; }

    /// <summary>From which output on a single one says class 1: half way between the targets.</summary>
    public float Threshold => (1 + ZeroTarget(Spec)) / 2;

    /// <summary>The target of class 0 where there is one output: as low as the activation goes.</summary>
    public static float ZeroTarget(Spec spec) => spec.Output.Activation == Activation.Tanh ? -1 : 0;

    /// <summary>The same network from the start.</summary>
    public Work Again(int seed) => new(Spec with { Seed = seed }, Type, Train, Test);

    public SessionView View(string id, bool running, object speed, Frame frame, bool points) => new(
        id,
        Spec,
        NetworkView.Of(Learner.Network.Topology),
        CodeView.Of(Type),
        Type.Times,
        Settings(speed),
        running,
        frame,
        points ? _points : null,
        Train.Count,
        Test.Count);

    public SettingsView Settings(object speed) => new(Learner.Optimizer, Learner.LearningRate, Learner.BatchSize, speed);

    private static float[][] List(Points points) =>
        [.. Enumerable.Range(0, points.Count).Select(i => new[] { points[i].X, points[i].Y, points.Label(i) })];
}
