using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training.Contracts;

/// <summary>What Contribution asks of Training at the end of a round.</summary>
public interface ITraining
{
    /// <summary>The verdict on an accepted contribution.</summary>
    /// <exception cref="StateCorruptException">There is none.</exception>
    VerdictRecord VerdictOf(IStateReader state, ContributionKey key);

    /// <summary>The update of an accepted contribution.</summary>
    /// <exception cref="StateCorruptException">There is none.</exception>
    ModelUpdate UpdateOf(IStateReader state, ContributionKey key);

    /// <summary>The hold-out blocks that the member showed; empty where it did not.</summary>
    Sequence<DataBlock> RevealedBy(IStateReader state, ContributionKey key);

    /// <summary>Deletes the update and the hold-out blocks: nobody needs them after scoring. Commitments and verdicts stay.</summary>
    void Forget(IStateWriter state, ContributionKey key);
}
