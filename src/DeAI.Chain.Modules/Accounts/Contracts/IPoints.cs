using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Modules.Accounts.Contracts;

/// <summary>Points are minted for validated work and never move.</summary>
public interface IPoints
{
    Points Of(IStateReader state, OrganisationId organisation);

    void Mint(IStateWriter state, OrganisationId organisation, Points amount);
}
