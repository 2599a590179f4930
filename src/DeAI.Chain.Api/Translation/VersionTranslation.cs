using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Queries;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api.Translation;

/// <summary>Published model versions.</summary>
internal static class VersionTranslation
{
    public static V1.ModelVersion Of(IStateReader state, Hash256 id, ModelVersion version)
    {
        VersionUsage usage = ModelsQueries.UsageOf(state, id);
        V1.ModelVersion message = new()
        {
            Id = Fields.Of(id),
            Task = Fields.Of(version.Task),
            Round = version.Round,
            Parent = Fields.OrEmpty(version.Parent),
            Status = version.Status.ToString().ToLowerInvariant(),
            Price = version.Price.Value,
            Publisher = version.Publisher.Value,
            Approver = OrganisationOf(state, version.Approver),
            WeightsHash = Fields.Of(version.WeightsHash),
            Calls = usage.Predictions,
            Revenue = usage.Paid.Value,
            PublishedHeight = version.Published.Value,
        };
        foreach (VersionShare share in version.Shares)
        {
            message.Lineage.Add(new V1.LineageShare
            {
                Organisation = share.Organisation.Value,
                Account = Fields.Of(share.Account),
                Kind = "data",
                Share = share.Parts,
            });
        }

        return message;
    }

    private static uint OrganisationOf(IStateReader state, AccountId account) =>
        !account.IsDefault && RegistryQueries.TryGetAccount(state, account, out AccountRecord? record) ? record.Organisation.Value : 0;
}
