using DeAI.Chain.Primitives;

namespace DeAI.Chain.Learning;

/// <summary>A run between two leaves: what trainer and verifier share.</summary>
internal sealed class RunInProgress
{
    private readonly Network _network;
    private readonly TrainingPlan _plan;
    private readonly Sequence<int> _order;
    private long _lossSum;

    public RunInProgress(Network network, ModelWeights start, TrainingPlan plan, Sequence<int> order)
    {
        _network = network;
        _plan = plan;
        _order = order;
        network.Load(start.ToState());
    }

    /// <summary>Steps done.</summary>
    public int Done { get; private set; }

    public TranscriptLeaf Leaf() => new(Done, _network.Save().Digest, _lossSum);

    /// <summary>Trains up to the next leaf.</summary>
    /// <param name="blocks">By index; those that the order names are present.</param>
    public void Advance(ReadOnlySpan<LoadedBlock> blocks)
    {
        int end = Math.Min(Done + _plan.CheckpointEvery, _plan.Steps);
        for (; Done < end; Done++)
        {
            _lossSum += _network.Step(blocks[_order[Done]], _plan.FirstStep + (ulong)Done);
        }
    }
}
