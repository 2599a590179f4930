using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Consent.Handlers;

/// <summary>Checks that several messages share.</summary>
internal static class ConsentChecks
{
    public static Result PurposeIsGood(string purpose) =>
        ModuleChecks.IsLowerSnakeCase(purpose)
            ? Result.Ok
            : Result.Refuse(Errors.BadPurpose, "a purpose is lower-case letters, digits and underscores and starts with a letter");

    public static Result DigestIsGiven(Hash256 digest) =>
        digest.IsDefault ? Result.Refuse(Errors.BadDigest, "the digest is all zeros") : Result.Ok;

    /// <summary>The data set exists and the sender is a member account of its owner.</summary>
    public static Result IsOwner(ReadContext context, IRegistry registry, Hash256 dataSet)
    {
        Result<AccountRecord> member = registry.Require(context.State, context.Sender, Role.Member);
        if (!member.TryGet(out AccountRecord account, out Refusal? refusal))
        {
            return new Result(refusal);
        }

        if (!ConsentState.TryGetDataSet(context.State, dataSet, out DataSetRecord? record))
        {
            return Result.Refuse(Errors.UnknownDataSet, $"there is no data set {dataSet.ToShortString()}");
        }

        return record.Owner == account.Organisation
            ? Result.Ok
            : Result.Refuse(Errors.NotYours, $"the data set is organisation {record.Owner}'s, the sender is {account.Organisation}'s");
    }

    public static Result NoErasure(IStateReader state, Hash256 dataSet) =>
        ConsentState.TryGetErasure(state, dataSet, out ErasureRecord? erasure)
            ? Result.Refuse(Errors.ErasureRequested, $"erasure was requested at height {erasure.RequestedAt}")
            : Result.Ok;
}
