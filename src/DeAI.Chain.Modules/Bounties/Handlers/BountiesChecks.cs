using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Bounties.Handlers;

/// <summary>Checks that several messages share.</summary>
internal static class BountiesChecks
{
    public static Result DigestIsGiven(Hash256 digest) =>
        digest.IsDefault ? Result.Refuse(Errors.BadDigest, "the digest is all zeros") : Result.Ok;

    /// <summary>The bounty, unless there is none or it is closed.</summary>
    public static Result<BountyRecord> Find(ReadContext context, Hash256 bounty)
    {
        if (!BountiesState.TryGet(context.State, bounty, out BountyRecord? record))
        {
            return Result.Refuse<BountyRecord>(Errors.UnknownBounty, $"there is no bounty {bounty.ToShortString()}");
        }

        return record.IsClosed
            ? Result.Refuse<BountyRecord>(Errors.Closed, $"the bounty is {record.Status}")
            : Result.Of(record);
    }

    /// <summary>As <see cref="Find"/>, and the sender is the funder.</summary>
    public static Result<BountyRecord> FindOwn(ReadContext context, Hash256 bounty)
    {
        Result<BountyRecord> found = Find(context, bounty);
        return found.TryGet(out BountyRecord record, out _) && record.Funder != context.Sender
            ? Result.Refuse<BountyRecord>(Errors.NotYours, $"the funder is {record.Funder.ToShortString()}")
            : found;
    }

    /// <summary>The bounty waits for the funder's decision.</summary>
    public static Result IsUndecided(BountyRecord record) => record.Status switch
    {
        BountyStatus.Submitted => Result.Ok,
        BountyStatus.Open => Result.Refuse(Errors.NothingSubmitted, "nobody has submitted"),
        _ => Result.Refuse(Errors.Late, $"the bounty is {record.Status}"),
    };

    /// <summary>The corporate group of an account's organisation; 0 for an account that is gone.</summary>
    public static OrganisationId GroupOf(ReadContext context, IRegistry registry, AccountId account) =>
        registry.TryGetAccount(context.State, account, out AccountRecord? record)
        && registry.TryGetOrganisation(context.State, record.Organisation, out OrganisationRecord? organisation)
            ? organisation.Group
            : default;
}
