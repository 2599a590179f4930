using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Models.Handlers;

/// <summary>Checks that several messages and queries share.</summary>
internal static class ModelsChecks
{
    public static Result<ModelVersion> RequireVersion(IStateReader state, Hash256 version) =>
        ModelsState.TryGetVersion(state, version, out ModelVersion? record)
            ? Result.Of(record)
            : Result.Refuse<ModelVersion>(Errors.UnknownVersion, $"there is no version {version}");

    /// <summary>A suspension stops calls from the next block on: whoever is in the same block asked before it was known.</summary>
    public static Result RequireAnswering(ModelVersion version, Height height)
    {
        if (version.Status == VersionStatus.Published)
        {
            return Result.Refuse(Errors.NotApproved, "no approver approved this version yet");
        }

        return version.Status == VersionStatus.Suspended && height > version.Since
            ? Result.Refuse(Errors.Suspended, $"suspended in block {version.Since}")
            : Result.Ok;
    }
}
