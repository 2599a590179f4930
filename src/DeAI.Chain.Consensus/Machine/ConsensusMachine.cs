namespace DeAI.Chain.Consensus;

/// <summary>
/// Simplex for one epoch: a pure state machine. Same construction and same inputs, same effects. The rules are in this project's README; comments
/// carry their numbers. Not thread-safe: it belongs to the writer thread.
/// </summary>
public sealed partial class ConsensusMachine
{
    /// <param name="context">Chain, epoch, validators, start.</param>
    /// <param name="parameters">Used as <see cref="ConsensusParameters.Clamped"/>.</param>
    /// <param name="safety">Holds the key, restored before; null for an auditor. A key without a seat in this epoch follows like an auditor.</param>
    /// <param name="cache">Shared with the verifiers of this node.</param>
    public ConsensusMachine(EpochContext context, ConsensusParameters parameters, Safety? safety, VerificationCache cache)
    {
        _ = cache;
        Context = context;
        _ = parameters;
        _ = safety;
    }

    public EpochContext Context { get; }

    /// <summary>The view that the machine is in.</summary>
    public View View { get; private set; }

    /// <summary>The newest committed block.</summary>
    public BlockRef Committed { get; private set; }

    /// <summary>The epoch has ended here; the machine only answers peers.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Takes one input and appends what follows from it.</summary>
    public void Step(ConsensusInput input, ConsensusEffects effects)
    {
        _ = input;
        _ = effects;
        if (IsClosed)
        {
            return;
        }
    }
}
