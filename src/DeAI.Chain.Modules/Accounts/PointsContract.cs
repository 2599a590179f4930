using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts;

/// <summary>Mints points. There is no way to move or destroy them.</summary>
internal sealed class PointsContract : IPoints
{
    public Points Of(IStateReader state, OrganisationId organisation) => AccountsState.PointsOf(state, organisation);

    public void Mint(IStateWriter state, OrganisationId organisation, Points amount) =>
        AccountsState.PutPoints(state, organisation, AccountsState.PointsOf(state, organisation) + amount);
}
