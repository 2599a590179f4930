namespace DeAI.Chain.Consensus;

/// <summary>The deadlines of the current view (rule 2).</summary>
internal sealed class Timeouts
{
    private const int FreeViews = 2;
    private const int MaxGrowthSteps = 40;

    /// <summary>2 deltas after entering: a proposal must be here.</summary>
    public long ProposalAt { get; private set; }

    /// <summary>3 deltas after entering: the view must be over.</summary>
    public long ProgressAt { get; private set; }

    /// <param name="parameters">Clamped.</param>
    /// <param name="now">When the view was entered.</param>
    /// <param name="view">The view entered.</param>
    /// <param name="finalized">The newest view with a finalization.</param>
    public void Enter(ConsensusParameters parameters, long now, View view, View finalized)
    {
        long delta = Grown(parameters, view.Value - Math.Min(view.Value, finalized.Value));

        // An idle leader waits for transactions before it proposes, so both deadlines begin after the longest wait allowed.
        long start = now + parameters.MaxBlockIntervalMs;
        ProposalAt = start + Math.Min(2 * delta, parameters.TimeoutCapMs);
        ProgressAt = start + Math.Min(3 * delta, parameters.TimeoutCapMs);
    }

    /// <summary>Half as much again for every view without finality past the two that a pipeline in order has.</summary>
    private static long Grown(ConsensusParameters parameters, ulong viewsSince)
    {
        long delta = parameters.DeltaMs;
        int steps = (int)Math.Min(viewsSince - Math.Min(viewsSince, FreeViews), MaxGrowthSteps);
        for (int i = 0; i < steps && delta < parameters.TimeoutCapMs; i++)
        {
            delta += (delta + 1) / 2;
        }

        return delta;
    }
}
