using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models;

/// <summary>What buyers paid a version equals what went to contributors and treasury; its shares are whole; its weights are those it names.</summary>
internal sealed class PaidIsPaidOut : IInvariant
{
    public string Name => "models.paid_is_paid_out";

    public Result Check(IStateReader state)
    {
        foreach (KeyValuePair<Hash256, ModelVersion> version in ModelsState.Versions(state))
        {
            VersionUsage usage = ModelsState.UsageOf(state, version.Key);
            if (usage.Paid != usage.ToContributors + usage.ToTreasury || !VersionsContract.SharesAreWhole(version.Value))
            {
                return Broken($"version {version.Key} was paid {usage.Paid}: {usage.ToContributors} and {usage.ToTreasury} went out");
            }

            ModelWeights? weights = ModelsState.WeightsOf(state, version.Key);
            if (weights?.Hash != version.Value.WeightsHash)
            {
                return Broken($"version {version.Key} names weights {version.Value.WeightsHash}, stored are {weights?.Hash}");
            }
        }

        return Result.Ok;
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
