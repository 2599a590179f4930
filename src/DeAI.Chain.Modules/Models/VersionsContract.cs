using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Events;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models;

/// <summary>Versions as the other modules see them.</summary>
internal sealed class VersionsContract : IModelVersions
{
    public bool TryGetVersion(IStateReader state, Hash256 version, [NotNullWhen(true)] out ModelVersion? record) =>
        ModelsState.TryGetVersion(state, version, out record);

    public ModelWeights? WeightsOf(IStateReader state, Hash256 version) => ModelsState.WeightsOf(state, version);

    public Hash256 Publish(ApplyContext context, ModelVersion version, ModelWeights weights)
    {
        Hash256 id = ModelVersion.IdOf(version.Task, version.Round);
        if (ModelsState.TryGetVersion(context.State, id, out _) || !SharesAreWhole(version) || version.WeightsHash != weights.Hash)
        {
            throw new InvalidOperationException($"Version {id} exists, or is not what it says.");
        }

        ModelsState.PutVersion(context.State, id, version);
        ModelsState.PutWeights(context.State, id, weights);
        ModelsEvents.Published(context, id, version);
        return id;
    }

    internal static bool SharesAreWhole(ModelVersion version)
    {
        ulong sum = 0;
        foreach (VersionShare share in version.Shares.Span)
        {
            sum += share.Parts;
        }

        return sum == Shares.Parts;
    }
}
