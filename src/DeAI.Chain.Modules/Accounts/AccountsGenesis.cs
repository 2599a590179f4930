using DeAI.Chain.Modules.Accounts.Contracts;
using System.Text.Json;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts;

/// <summary>The genesis section: <c>{"credits": {"ACCOUNT KEY": amount, ...}}</c>; what it names counts as issued.</summary>
internal static class AccountsGenesis
{
    public static Result Initialise(GenesisSection section, IStateWriter state, IRegistry registry)
    {
        if (!section.Json.TryGetProperty("credits", out JsonElement credits))
        {
            return Result.Ok;
        }

        if (credits.ValueKind != JsonValueKind.Object)
        {
            return section.Refuse("credits", "must be an object from account keys to amounts");
        }

        Credits issued = Credits.Zero;
        foreach (JsonProperty entry in credits.EnumerateObject())
        {
            if (!AccountId.TryParse(entry.Name, out AccountId account) || !registry.TryGetAccount(state, account, out _))
            {
                return section.Refuse("credits", $"{entry.Name} is no account of the registry section");
            }

            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetUInt64(out ulong amount))
            {
                return section.Refuse("credits", $"the amount of {entry.Name} is no whole number");
            }

            if (!issued.TryAdd(new Credits(amount), out issued) || issued > CreditSupply.Max)
            {
                return section.Refuse("credits", $"more than {CreditSupply.Max} in total");
            }

            CreditsContract.Give(state, account, new Credits(amount));
        }

        AccountsState.PutSupply(state, new Supply(issued, Credits.Zero));
        return Result.Ok;
    }
}
