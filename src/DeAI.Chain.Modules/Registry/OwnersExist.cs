using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Registry;

/// <summary>An account and a node belong to exactly one organisation that exists.</summary>
internal sealed class OwnersExist : IInvariant
{
    public string Name => "registry.owners_exist";

    public Result Check(IStateReader state)
    {
        foreach (KeyValuePair<AccountId, AccountRecord> account in RegistryState.Accounts(state))
        {
            if (!RegistryState.TryGetOrganisation(state, account.Value.Organisation, out _))
            {
                return Broken($"account {account.Key} belongs to missing organisation {account.Value.Organisation}");
            }
        }

        foreach (KeyValuePair<PublicKey, NodeRecord> node in RegistryState.Nodes(state))
        {
            if (!RegistryState.TryGetOrganisation(state, node.Value.Organisation, out _))
            {
                return Broken($"node {node.Key} belongs to missing organisation {node.Value.Organisation}");
            }
        }

        return Result.Ok;
    }

    private Result Broken(string detail) => Result.Refuse(new ReasonCode(Name), detail);
}
