using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;

namespace CompiledNet;

/// <summary>
/// Batches of an epoch, as every member of the team runs them: gather its part of the batch, take the step together, go on. What is decided
/// from batch to batch (the loss is not finite, the user cancelled, it is time for a checkpoint) every member decides alike, from what it has seen
/// at their last meeting.
/// </summary>
/// <remarks>
/// The parts are a matter of who computes what, never of what is computed: every sum is taken in the order in which one thread takes it.
/// </remarks>
internal sealed class EpochWork<TNetwork> : ITeamWork
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    /// <summary>A tile of a team may read rows behind the batch, though nothing comes of them.</summary>
    public const int SlackRows = 16;

    private readonly StepTaker<TNetwork> _steps;
    private readonly LearningRates _rates;
    private readonly ITrainableNetwork? _sharesInputs;
    private readonly CancellationToken _cancellation;

    // Of the batch at hand and the one after it: member 0 asks for the next rate before the others can need it.
    private readonly double[] _rateOf = new double[2];
    private BatchReader? _batches;
    private int _firstBatch;
    private int _next;
    private int _stopBefore;
    private long _pauseAt = long.MaxValue;

    public EpochWork(TNetwork network, StepTaker<TNetwork> steps, LearningRates rates, int teamSize, CancellationToken cancellation)
    {
        _steps = steps;
        _rates = rates;
        _sharesInputs = teamSize > 1 && network is ITrainableNetwork { TeamRuns: > 0 and int runs } shared && runs % teamSize == 0 ? shared : null;
        _cancellation = cancellation;
    }

    /// <summary>The data of the part at hand, batch by batch.</summary>
    public BatchReader Batches => _batches!;

    /// <summary>The sum of the losses of all examples in this epoch so far.</summary>
    public double LossSum { get; private set; }

    /// <summary>The examples of this epoch so far.</summary>
    public long Examples { get; private set; }

    /// <summary>The batches of this epoch that are done.</summary>
    public int Done { get; private set; }

    /// <summary>The batch of the part at hand that comes next.</summary>
    public int Next => _next;

    /// <summary>The learning rate of the last step.</summary>
    public double LastRate { get; private set; }

    /// <summary>The loss of the batch at which training has to end, if it was not finite: batch <see cref="Next"/> of the part.</summary>
    public float? BadLoss { get; private set; }

    /// <summary>Starts an epoch, or takes one up after some of its batches; by one thread, before the team runs.</summary>
    /// <param name="done">The batches that are done.</param>
    /// <param name="examples">Their examples.</param>
    /// <param name="lossSum">The sum of their losses.</param>
    /// <param name="rate">The learning rate of the next batch.</param>
    public void StartEpoch(int done, long examples, double lossSum, double rate)
    {
        Done = done;
        Examples = examples;
        LossSum = lossSum;
        LastRate = rate;
        BadLoss = null;
    }

    /// <summary>Starts a part of the epoch.</summary>
    /// <param name="batches">Its batches.</param>
    /// <param name="firstBatch">The batch of the epoch that is the part's first.</param>
    public void StartPart(BatchReader batches, int firstBatch)
    {
        _batches = batches;
        _firstBatch = firstBatch;
        _next = Done - firstBatch;
    }

    /// <summary>Says how far the next run goes, at most.</summary>
    /// <param name="stopBefore">The batch of the part before which it ends.</param>
    /// <param name="pauseAt">The time after which it ends with the batch at hand, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    public void Limit(int stopBefore, long pauseAt)
    {
        _stopBefore = Math.Min(stopBefore, Batches.BatchCount);
        _pauseAt = pauseAt;
        if (_next < Batches.BatchCount)
        {
            _rateOf[_next & 1] = _rates.At(Done);
        }
    }

    /// <summary>A member's part of the work.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(TeamMember member)
    {
        long step = _steps.Steps;
        int first = _next;
        BatchReader batches = Batches;
        bool ratesChange = _rates.ChangesWithinEpoch;
        for (int batch = first; ; batch++)
        {
            if (member.Index == 0 && _stopBefore > batch && (_cancellation.IsCancellationRequested || IsTimeToPause(batch, first)))
            {
                // The others have to learn of it at a meeting: so this batch is the last, unless there are no others.
                _stopBefore = member.Count == 1 ? batch : batch + 1;
            }

            if (batch >= _stopBefore)
            {
                return;
            }

            Gather(batch, member);
            OptimizerStep current = new(++step, _rateOf[batch & 1]);
            if (member.Index == 0)
            {
                // The others read it after the meetings of this step.
                _rateOf[(batch + 1) & 1] = ratesChange && batch + 1 < _stopBefore ? RateAfter(batch) : current.LearningRate;
            }

            float loss = _steps.Take(batches.Inputs(batch), batches.Targets(batch), batches.Weights(batch), current, member);
            if (!float.IsFinite(loss))
            {
                if (member.Index == 0)
                {
                    BadLoss = loss;
                }

                return;
            }

            if (member.Index == 0)
            {
                int count = batches.CountOf(batch);
                LossSum += (double)loss * count;
                Examples += count;
                LastRate = current.LearningRate;
                _steps.Steps = step;
                _next = batch + 1;
                Done = _firstBatch + batch + 1;
            }
        }
    }

    // This batch's step has its rate: where the schedule cannot give the next, it is taken, and the next run asks once more and fails.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It comes again, in Limit.")]
    private double RateAfter(int batch)
    {
        try
        {
            return _rates.At(_firstBatch + batch + 1);
        }
        catch (Exception)
        {
            _stopBefore = batch + 1;
            return double.NaN;
        }
    }

    // At least one batch is taken between two pauses.
    private bool IsTimeToPause(int batch, int first) => _pauseAt != long.MaxValue && batch > first && Stopwatch.GetTimestamp() >= _pauseAt;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(int batch, TeamMember member)
    {
        int rows = Batches.CountOf(batch);
        (int start, int end) = member.Share(rows);
        if (_sharesInputs is not null)
        {
            // Member 0 alone takes the examples to the network's end.
            (int firstColumn, int endColumn) = _sharesInputs.InputShare(member);
            Batches.GatherInputs(batch, 0, rows, firstColumn, endColumn, member.Index);
            Batches.GatherTargets(batch, 0, member.Index == 0 ? rows : 0);
        }
        else
        {
            Batches.GatherInputs(batch, start, end, 0, TNetwork.Topology.InputSize, member.Index);
            Batches.GatherTargets(batch, start, end);
        }
    }
}
