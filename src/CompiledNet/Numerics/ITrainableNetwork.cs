using System.ComponentModel;
using CompiledNet.Numerics.Threading;

namespace CompiledNet.Numerics;

/// <summary>
/// What the trainer knows of a generated network beyond <see cref="ICompiledNetwork{TSelf}"/>: a training step that a team of threads takes
/// together. The generator implements it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrainableNetwork
{
    /// <summary>The floats a step needs to work in.</summary>
    int WorkspaceLength { get; }

    /// <summary>The floats a step with so many examples needs to work in: more than <see cref="WorkspaceLength"/> where a layer needs the whole batch at once.</summary>
    /// <param name="batch">The examples of the largest step.</param>
    int WorkspaceFor(int batch) => WorkspaceLength;

    /// <summary>
    /// How many members can share the inputs of the first layer, as can any number that divides it: each then reads only its part of every
    /// example's inputs, <see cref="InputShare"/>. 0 where each member reads all inputs; -1 where the network takes its steps on one thread.
    /// </summary>
    int TeamRuns { get; }

    /// <summary>Which inputs of every example a member reads in a team that shares them.</summary>
    /// <param name="member">The member.</param>
    (int Start, int End) InputShare(TeamMember member);

    /// <summary>
    /// Backpropagation over a batch and, where <paramref name="rate"/> is not 0, a step of plain gradient descent. All members of a team call it
    /// with the same arguments; it is over for all only after they have met again.
    /// </summary>
    /// <param name="inputs">
    /// The examples, <c>[batch][InputSize]</c>. In a team that shares inputs, each member must have written its own share of them, and the memory
    /// must reach 16 rows beyond the batch; in others, all must be there.
    /// </param>
    /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
    /// <param name="exampleWeights">How much each example counts, <c>[batch]</c>; empty where all count alike.</param>
    /// <param name="gradient">Room for the gradient, <c>[ParameterCount]</c>; it is the result only where the rate is 0.</param>
    /// <param name="rate">What the gradient is multiplied by before it is added to the parameters: minus the learning rate; or 0 for no step.</param>
    /// <param name="workspace">Room to work in, <see cref="WorkspaceFor"/> the batch.</param>
    /// <param name="dropoutKey">What decides which values layers leave out; 0 where they leave out nothing.</param>
    /// <param name="member">Which member of which team calls.</param>
    /// <returns>The mean loss; where it is not finite, no step has been taken.</returns>
    float TakeStep(
        ReadOnlySpan<float> inputs,
        ReadOnlySpan<float> targets,
        ReadOnlySpan<float> exampleWeights,
        Span<float> gradient,
        float rate,
        Span<float> workspace,
        ulong dropoutKey,
        TeamMember member);
}
