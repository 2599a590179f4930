using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training;

/// <summary>Training as Contribution sees it.</summary>
internal sealed class TrainingContract : ITraining
{
    public VerdictRecord VerdictOf(IStateReader state, ContributionKey key) =>
        TrainingState.TryGetVerdict(state, key, out VerdictRecord? verdict)
            ? verdict
            : throw new StateCorruptException($"There is no verdict on {key}.");

    public ModelUpdate UpdateOf(IStateReader state, ContributionKey key) =>
        TrainingState.TryGetUpdate(state, key, out ModelUpdate? update)
            ? update
            : throw new StateCorruptException($"There is no update of {key}.");

    public Sequence<DataBlock> RevealedBy(IStateReader state, ContributionKey key) => TrainingState.RevealedBy(state, key);

    public void Forget(IStateWriter state, ContributionKey key) => TrainingState.Forget(state, key);
}
