using System.Runtime.CompilerServices;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;

namespace CompiledNet;

/// <summary>
/// One epoch of training, as every member of the team runs it: gather its part of the batch, take the step together, go on. What is decided
/// from batch to batch (the loss is not finite, the user cancelled) every member decides alike, from what it has seen at their last meeting.
/// </summary>
/// <remarks>
/// The parts are a matter of who computes what, never of what is computed: every sum is taken in the order in which one thread takes it.
/// </remarks>
internal sealed class EpochWork<TNetwork> : ITeamWork
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    // A tile of a team may read rows behind the batch, though nothing comes of them.
    private const int SlackRows = 16;

    private readonly StepTaker<TNetwork> _steps;
    private readonly ITrainableNetwork? _sharesInputs;
    private readonly CancellationToken _cancellation;
    private int _stopBefore;

    public EpochWork(TNetwork network, Dataset data, TrainingOptions options, int teamSize, CancellationToken cancellation)
    {
        _steps = new StepTaker<TNetwork>(network, options.Optimizer);
        _sharesInputs = teamSize > 1 && network is ITrainableNetwork { TeamRuns: > 0 and int runs } shared && runs % teamSize == 0 ? shared : null;
        _cancellation = cancellation;

        // Two buffers where one member may gather the next batch while another still reads this one.
        SeededRandom? random = options.Shuffle ? new SeededRandom(options.Seed) : null;
        Batches = new BatchReader(data, options.BatchSize, random, teamSize > 1 ? 2 : 1, teamSize > 1 ? SlackRows : 0);
    }

    /// <summary>The data, batch by batch.</summary>
    public BatchReader Batches { get; }

    /// <summary>The sum of the losses of all examples in this epoch so far.</summary>
    public double LossSum { get; private set; }

    /// <summary>How many batches of this epoch have been gone through: all, or those before training stopped.</summary>
    public int Done { get; private set; }

    /// <summary>The loss of the batch at which this epoch stopped, if it was not finite.</summary>
    public float? BadLoss { get; private set; }

    /// <summary>Starts an epoch; by one thread, before the team runs it.</summary>
    public void Start()
    {
        Batches.StartEpoch();
        LossSum = 0;
        Done = 0;
        BadLoss = null;
        _stopBefore = int.MaxValue;
    }

    /// <summary>A member's part of the epoch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(TeamMember member)
    {
        long step = _steps.Steps;
        for (int batch = 0; batch < Batches.BatchCount; batch++)
        {
            if (member.Index == 0 && _stopBefore == int.MaxValue && _cancellation.IsCancellationRequested)
            {
                // The others have to learn of it at a meeting: so this batch is the last, unless there are no others.
                _stopBefore = member.Count == 1 ? batch : batch + 1;
            }

            if (batch >= _stopBefore)
            {
                return;
            }

            Gather(batch, member);
            float loss = _steps.Take(Batches.Inputs(batch), Batches.Targets(batch), ++step, member);
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
                LossSum += (double)loss * Batches.CountOf(batch);
                _steps.Steps = step;
                Done = batch + 1;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(int batch, TeamMember member)
    {
        int rows = Batches.CountOf(batch);
        (int start, int end) = member.Share(rows);
        if (_sharesInputs is not null)
        {
            // Member 0 alone takes the examples to the network's end.
            (int firstColumn, int endColumn) = _sharesInputs.InputShare(member);
            Batches.GatherInputs(batch, 0, rows, firstColumn, endColumn);
            Batches.GatherTargets(batch, 0, member.Index == 0 ? rows : 0);
        }
        else
        {
            Batches.GatherInputs(batch, start, end, 0, TNetwork.Topology.InputSize);
            Batches.GatherTargets(batch, start, end);
        }
    }
}
