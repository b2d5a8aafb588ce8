using System.Runtime.CompilerServices;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;

namespace CompiledNet;

/// <summary>A network's training steps, and what they need from one to the next: room for the gradient, the optimizer's state, a workspace.</summary>
/// <typeparam name="TNetwork">The network's class.</typeparam>
internal sealed class StepTaker<TNetwork>
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private readonly TNetwork _network;
    private readonly ITrainableNetwork? _shared;
    private readonly Optimizer _optimizer;
    private readonly GradientRules _rules;
    private readonly AlignedBuffer _gradient;
    private readonly AlignedBuffer _state;
    private AlignedBuffer _workspace;
    private readonly int _seed;

    public StepTaker(TNetwork network, TrainingOptions options)
    {
        _network = network;
        _shared = network as ITrainableNetwork;
        _optimizer = options.Optimizer;
        _seed = options.Seed;
        _rules = new GradientRules(TNetwork.Topology, options);
        int parameters = network.Parameters.Length;
        _gradient = new AlignedBuffer(parameters);
        int length = _optimizer.GetStateLength(parameters);
        _state = length >= 0
            ? new AlignedBuffer(length)
            : throw new InvalidOperationException(
                FormattableString.Invariant($"{_optimizer.GetType().Name}.{nameof(Optimizer.GetStateLength)} gave {length} for {parameters} parameters; expected at least 0."));
        _workspace = new AlignedBuffer(_shared?.WorkspaceLength ?? 0);
    }

    /// <summary>The steps taken so far.</summary>
    public long Steps { get; set; }

    /// <summary>What the optimizer remembers.</summary>
    public Span<float> State => _state.Span;

    /// <summary>The error for weights on a network written by hand.</summary>
    public static NotSupportedException CannotWeigh() =>
        new($"{TNetwork.Topology.Name} is not a generated network, and has no way to weight examples.");

    /// <summary>Makes room for steps with so many examples.</summary>
    /// <param name="examples">The examples of the largest step.</param>
    /// <exception cref="ArgumentException">The network needs more room for them than a buffer can have.</exception>
    public void MakeRoom(int examples)
    {
        if (_shared is null)
        {
            return;
        }

        try
        {
            int length = _shared.WorkspaceFor(examples);
            if (length > _workspace.Length)
            {
                _workspace = new AlignedBuffer(length);
            }
        }
        catch (Exception e) when (e is OverflowException or OutOfMemoryException)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A batch of {examples} examples is too large for {TNetwork.Topology.Name}, which needs all of a batch in memory at once; use a smaller {nameof(TrainingOptions.BatchSize)}."), e);
        }
    }

    /// <summary>Takes a step on a batch; all members of a team together, with the same arguments.</summary>
    /// <param name="inputs">The examples.</param>
    /// <param name="targets">What they should give.</param>
    /// <param name="weights">How much each example counts; empty where all count alike.</param>
    /// <param name="step">The step's number, from 1, and its learning rate.</param>
    /// <param name="member">Which member of which team calls.</param>
    /// <returns>The mean loss; where it is not finite, no step has been taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Take(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, OptimizerStep step, TeamMember member)
    {
        float rate = _shared is null || _rules.Any ? 0 : _optimizer.PlainRate(step);
        float loss = _shared is null
            ? _network.Backpropagate(inputs, targets, _gradient.Span)
            : _shared.TakeStep(inputs, targets, weights, _gradient.Span, rate, _workspace.Span, StepKeys.Dropout(_seed, step.Number), member);
        if (rate != 0 || !float.IsFinite(loss))
        {
            return loss;
        }

        // The whole gradient has to be there, and then the whole step, before anybody goes on.
        member.Meet();
        (int start, int end) = member.Share(_gradient.Length, AlignedBuffer.Slack);
        if (_rules.Any)
        {
            _rules.Apply(_gradient.Span, _network.Parameters, member, start, end);
        }

        if (_optimizer.CanShare)
        {
            _optimizer.StepShare(_network.Parameters, _gradient.Span, _state.Span, step, start, end);
        }
        else
        {
            member.Meet();
            if (member.Index == 0)
            {
                _optimizer.Step(_network.Parameters, _gradient.Span, _state.Span, step);
            }
        }

        member.Meet();
        return loss;
    }
}
