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
    private readonly AlignedBuffer _gradient;
    private readonly AlignedBuffer _state;
    private readonly AlignedBuffer _workspace;

    public StepTaker(TNetwork network, Optimizer optimizer)
    {
        _network = network;
        _shared = network as ITrainableNetwork;
        _optimizer = optimizer;
        int parameters = network.Parameters.Length;
        _gradient = new AlignedBuffer(parameters);
        _state = new AlignedBuffer(optimizer.GetStateLength(parameters));
        _workspace = new AlignedBuffer(_shared?.WorkspaceLength ?? 0);
    }

    /// <summary>The steps taken so far.</summary>
    public long Steps { get; set; }

    /// <summary>Takes a step on a batch; all members of a team together, with the same arguments.</summary>
    /// <param name="inputs">The examples.</param>
    /// <param name="targets">What they should give.</param>
    /// <param name="number">The step's number, from 1.</param>
    /// <param name="member">Which member of which team calls.</param>
    /// <returns>The mean loss; where it is not finite, no step has been taken.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Take(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, long number, TeamMember member)
    {
        OptimizerStep step = new(number, _optimizer.LearningRate);
        float rate = _shared is null ? 0 : _optimizer.PlainRate(step);
        float loss = _shared is null
            ? _network.Backpropagate(inputs, targets, _gradient.Span)
            : _shared.TakeStep(inputs, targets, _gradient.Span, rate, _workspace.Span, member);
        if (rate != 0 || !float.IsFinite(loss))
        {
            return loss;
        }

        // The whole gradient has to be there, and then the whole step, before anybody goes on.
        member.Meet();
        if (_optimizer.CanShare)
        {
            (int start, int end) = member.Share(_gradient.Length, AlignedBuffer.Slack);
            _optimizer.StepShare(_network.Parameters, _gradient.Span, _state.Span, step, start, end);
        }
        else if (member.Index == 0)
        {
            _optimizer.Step(_network.Parameters, _gradient.Span, _state.Span, step);
        }

        member.Meet();
        return loss;
    }
}
