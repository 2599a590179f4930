using DeAI.Chain.Learning;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Queries;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Translation;

/// <summary>Weights of a version, or of the start of a round.</summary>
internal static class WeightsTranslation
{
    /// <returns>Null where nothing by that id has weights.</returns>
    public static V1.Weights? Find(IStateReader state, Hash256 id, uint round)
    {
        if (ModelsQueries.TryGetVersion(state, id, out ModelVersion? version))
        {
            return ModelsQueries.WeightsOf(state, id) is { } published ? Of(published, version.Model) : null;
        }

        return FederationQueries.TryGetTask(state, id, out TaskRecord? task) && FederationQueries.TryGetRound(state, id, round, out RoundRecord? record)
            ? StartOf(state, id, task, round, record)
            : null;
    }

    // A failed round publishes nothing: the start is the newest version before it, or the weights drawn from the task's seed.
    private static V1.Weights? StartOf(IStateReader state, Hash256 id, TaskRecord task, uint round, RoundRecord record)
    {
        for (uint earlier = round; earlier-- > 0;)
        {
            if (ModelsQueries.WeightsOf(state, ModelVersion.IdOf(id, earlier)) is { } weights)
            {
                return weights.Hash == record.Start ? Of(weights, task.Terms.Model) : null;
            }
        }

        ModelWeights initial = InitialWeights.From(task.Terms.Model, task.Terms.WeightsSeed);
        return initial.Hash == record.Start ? Of(initial, task.Terms.Model) : null;
    }

    private static V1.Weights Of(ModelWeights weights, ModelSpecification specification) =>
        new() { Encoded = BlockTranslation.Encode(weights), Specification = BlockTranslation.Encode(specification) };
}
