using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Contracts;

/// <summary>What Federation and Contribution ask of Models.</summary>
public interface IModelVersions
{
    bool TryGetVersion(IStateReader state, Hash256 version, [NotNullWhen(true)] out ModelVersion? record);

    /// <summary>The version's weights, or null where there is no such version.</summary>
    ModelWeights? WeightsOf(IStateReader state, Hash256 version);

    /// <summary>Writes a new version; it answers nobody before it is approved.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="InvalidOperationException">The round has a version, or its shares do not sum to the whole.</exception>
    Hash256 Publish(ApplyContext context, ModelVersion version, ModelWeights weights);
}
