using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry.Handlers;

/// <summary>Checks that several messages and genesis share.</summary>
internal static class RegistryChecks
{
    private const Role KnownRoles = (Role)1023;

    public static Result RolesAreKnown(Role roles) =>
        (roles & ~KnownRoles) == Role.None
            ? Result.Ok
            : Result.Refuse(Errors.UnknownRole, $"bits {(uint)(roles & ~KnownRoles):x} name no role");

    /// <summary>Printable, without leading or trailing blanks, so that two names that look alike to a person rarely differ.</summary>
    public static Result NameIsGood(string what, string text)
    {
        if (text.Length == 0 || text.Trim().Length != text.Length)
        {
            return Result.Refuse(Errors.BadName, $"{what} is empty or has blanks at an end");
        }

        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return Result.Refuse(Errors.BadName, $"{what} holds the control character U+{(int)c:x4}");
            }
        }

        return Result.Ok;
    }

    public static Result KeyIsFree(IStateReader state, PublicKey key)
    {
        if (!Ed25519.IsValidPublicKey(key))
        {
            return Result.Refuse(Errors.BadKey, $"{key.ToShortString()} is no Ed25519 key of prime order");
        }

        return RegistryState.IsKeyUsed(state, key) || RegistryState.TryGetNode(state, key, out _)
            ? Result.Refuse(Errors.KeyInUse, $"{key.ToShortString()} is or was in use")
            : Result.Ok;
    }

    public static Result OrganisationExists(IStateReader state, OrganisationId organisation) =>
        RegistryState.TryGetOrganisation(state, organisation, out _)
            ? Result.Ok
            : Result.Refuse(Errors.UnknownOrganisation, $"there is no organisation {organisation}");

    public static Result OrganisationIsLive(IStateReader state, OrganisationId organisation)
    {
        if (!RegistryState.TryGetOrganisation(state, organisation, out OrganisationRecord? record))
        {
            return Result.Refuse(Errors.UnknownOrganisation, $"there is no organisation {organisation}");
        }

        return record.Status == OrganisationStatus.Live
            ? Result.Ok
            : Result.Refuse(Errors.OrganisationNotLive, $"organisation {organisation} is {record.Status}");
    }

    /// <summary>Whether a registrar of a live organisation stays among the accounts that are kept.</summary>
    public static bool IsRegistrarLeft(IStateReader state, Func<AccountId, AccountRecord, bool> isKept)
    {
        foreach (KeyValuePair<AccountId, AccountRecord> account in RegistryState.Accounts(state))
        {
            if (account.Value.Roles.HasFlag(Role.Registrar)
                && isKept(account.Key, account.Value)
                && OrganisationIsLive(state, account.Value.Organisation).IsOk)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first refusal of several checks.</summary>
    public static Result First(params ReadOnlySpan<Result> results)
    {
        foreach (Result result in results)
        {
            if (!result.IsOk)
            {
                return result;
            }
        }

        return Result.Ok;
    }
}
