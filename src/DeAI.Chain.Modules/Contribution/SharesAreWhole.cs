using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Contribution.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Contribution;

/// <summary>
/// The recorded shares of a completed round sum to one million and are those of its version; values sum to the round's utility; a round that
/// was not completed has none.
/// </summary>
internal sealed class SharesAreWhole(IFederation federation, IModelVersions versions) : IInvariant
{
    public string Name => "contribution.shares_are_whole";

    public Result Check(IStateReader state)
    {
        foreach (Hash256 task in federation.TaskIds(state))
        {
            _ = federation.TryGetTask(state, task, out TaskRecord? record);
            for (uint round = 1; round <= record!.Round; round++)
            {
                _ = federation.TryGetRound(state, task, round, out RoundRecord? stored);
                Result result = CheckRound(state, task, round, stored!);
                if (!result.IsOk)
                {
                    return result;
                }
            }
        }

        return Result.Ok;
    }

    private Result CheckRound(IStateReader state, Hash256 task, uint number, RoundRecord round)
    {
        ulong parts = 0;
        Int128 values = 0;
        Int128 utility = 0;
        List<VersionShare> shares = [];
        foreach (KeyValuePair<OrganisationId, ScoreRecord> score in ContributionState.Scores(state, task, number))
        {
            parts += score.Value.Parts;
            values += score.Value.Value;
            utility = score.Value.Utility;
            if (score.Value.Parts > 0)
            {
                shares.Add(new VersionShare(score.Key, score.Value.Account, score.Value.Parts));
            }
        }

        if (round.Phase != RoundPhase.Completed)
        {
            return parts == 0 ? Result.Ok : Broken($"round {number} of {task} is {round.Phase} and has shares");
        }

        bool same = versions.TryGetVersion(state, round.Version, out ModelVersion? version)
            && Sequence.From(version.Shares.Where(static share => share.Parts > 0)) == Sequence.From(shares);
        return same && parts == Shares.Parts && values == utility * ScoreRecord.Denominator
            ? Result.Ok
            : Broken($"round {number} of {task}: {parts} parts, values {values} of utility {utility}");
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
