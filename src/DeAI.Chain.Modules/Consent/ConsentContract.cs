using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent;

/// <summary>Consent as the other modules see it.</summary>
internal sealed class ConsentContract(IRegistry registry) : IConsent
{
    public bool TryGetDataSet(IStateReader state, Hash256 dataSet, [NotNullWhen(true)] out DataSetRecord? record) =>
        ConsentState.TryGetDataSet(state, dataSet, out record);

    public Result RequireLive(IStateReader state, Height height, Hash256 dataSet, string purpose) =>
        RequireLive(state, height, dataSet, purpose, task: default);

    public Result RequireLive(IStateReader state, Height height, Hash256 dataSet, string purpose, Hash256 task)
    {
        if (!ConsentState.TryGetDataSet(state, dataSet, out DataSetRecord? record))
        {
            return Result.Refuse(Errors.UnknownDataSet, $"there is no data set {dataSet.ToShortString()}");
        }

        Result general = RequireRow(state, height, dataSet, purpose, task: default);
        Result consent = general.IsOk || task.IsDefault ? general : RequireRow(state, height, dataSet, purpose, task);
        if (!consent.IsOk)
        {
            // Of two refusals the one about a consent that existed says more.
            return consent.Refusal!.Code == Errors.NotGiven ? general : consent;
        }

        if (ConsentState.TryGetErasure(state, dataSet, out ErasureRecord? erasure) && height > erasure.RequestedAt)
        {
            return Result.Refuse(Errors.Revoked, $"its erasure was requested at height {erasure.RequestedAt}");
        }

        return registry.TryGetOrganisation(state, record.Owner, out OrganisationRecord? owner) && owner.Status == OrganisationStatus.Exited
            ? Result.Refuse(Errors.Revoked, $"its owner, organisation {record.Owner}, has left")
            : Result.Ok;
    }

    private static Result RequireRow(IStateReader state, Height height, Hash256 dataSet, string purpose, Hash256 task)
    {
        if (!ConsentState.TryGetConsent(state, dataSet, purpose, task, out ConsentRecord? consent))
        {
            return Result.Refuse(Errors.NotGiven, $"no consent to '{purpose}' for data set {dataSet.ToShortString()}");
        }

        if (consent.IsRevoked && height > consent.RevokedAt)
        {
            return Result.Refuse(Errors.Revoked, $"revoked at height {consent.RevokedAt}, this is {height}");
        }

        return height > consent.ExpiresAt
            ? Result.Refuse(Errors.Expired, $"expired at height {consent.ExpiresAt}, this is {height}")
            : Result.Ok;
    }
}
