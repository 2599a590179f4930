using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Training;

/// <summary>
/// A bond is lost exactly where a verdict or a deadline says so, and never where a run was accepted; updates are kept exactly for accepted
/// contributions that wait for their score.
/// </summary>
internal sealed class BondsFollowVerdicts(IFederation federation) : IInvariant
{
    public string Name => "training.bonds_follow_verdicts";

    public Result Check(IStateReader state)
    {
        foreach (Hash256 task in federation.TaskIds(state))
        {
            _ = federation.TryGetTask(state, task, out TaskRecord? record);
            for (uint round = 1; round <= record!.Round; round++)
            {
                foreach (ContributionRow row in federation.Contributions(state, task, round))
                {
                    if (!IsConsistent(state, row))
                    {
                        return Result.Refuse(new ReasonCode(Name), $"{row.Key}: {row.Record.Status}, bond {row.Record.Bond}, reason {row.Record.Reason}");
                    }
                }
            }
        }

        return Result.Ok;
    }

    private static bool IsConsistent(IStateReader state, ContributionRow row)
    {
        ContributionRecord record = row.Record;
        bool accepted = TrainingState.TryGetVerdict(state, row.Key, out VerdictRecord? verdict) && verdict.Verdict == Errors.Accepted;
        bool refused = verdict is not null && !accepted;
        bool late = record.Reason == Errors.NoCommit || record.Reason == Errors.NoOpening;
        bool updateKept = TrainingState.TryGetUpdate(state, row.Key, out ModelUpdate? update);
        return (record.Bond == BondState.Forfeited) == (refused || late)
            && (!refused || record.Reason == verdict!.Verdict)
            && (record.Status is not (ContributionStatus.Accepted or ContributionStatus.Scored) || accepted)
            && updateKept == (record.Status == ContributionStatus.Accepted)
            && (update is null || update.Hash == verdict!.UpdateHash);
    }
}
