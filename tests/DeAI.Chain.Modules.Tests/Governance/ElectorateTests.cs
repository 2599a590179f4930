using DeAI.Chain.Ledger.Modules;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts;
using DeAI.Chain.Modules.Governance;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;
using DeAI.Chain.Modules.Governance.Queries;
using DeAI.Chain.Modules.Governance.State;
using DeAI.Chain.Modules.Registry;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Tests.Governance;

/// <summary>The house of points: mints points directly, since only validated work does so in a chain.</summary>
public sealed class ElectorateTests
{
    private readonly ModuleTestChain _chain;
    private readonly StateOverlay _state;
    private readonly RegistryModule _registry;
    private readonly AccountsModule _accounts;
    private readonly GovernanceModule _governance;

    public ElectorateTests()
    {
        TestGenesis genesis = new();
        for (uint i = 1; i <= 4; i++)
        {
            genesis.AddAccount(new OrganisationId(i), $"delegate{i}", Role.Delegate);
        }

        _chain = new ModuleTestChain(genesis);
        _chain.Apply(_chain["registrar"], ModuleIds.Registry, DeclareAffiliation.Type, new DeclareAffiliation(new OrganisationId(1), new OrganisationId(2)));
        _state = new StateOverlay(_chain.State);
        _registry = _chain.Catalog.Catalog.Modules.OfType<RegistryModule>().Single();
        _accounts = _chain.Catalog.Catalog.Modules.OfType<AccountsModule>().Single();
        _governance = _chain.Catalog.Catalog.Modules.OfType<GovernanceModule>().Single();
    }

    [Fact]
    public void Take_GroupAboveTheCap_CastsTheCap()
    {
        Mint(1, 30);
        Mint(2, 45);
        Mint(3, 20);
        Mint(4, 5);
        Electorate electorate = Electorate.Take(_state, _registry.Contract, _accounts.Points);

        Assert.Equal(new Points(20), electorate.PowerOf(new OrganisationId(1)));
        Assert.Equal(new Points(5), electorate.PowerOf(new OrganisationId(4)));
        Assert.Equal(new OrganisationId(1), electorate.GroupOf(new OrganisationId(2)));
        Assert.Equal(default, electorate.GroupOf(new OrganisationId(9)));
        Assert.Equal(new Tally(3, 0, 0, new Points(45), Points.Zero, Points.Zero), electorate.NewTally());
    }

    [Fact]
    public void Take_NoPoints_LeavesTheHouseToAbstain()
    {
        Tally tally = Electorate.Take(_state, _registry.Contract, _accounts.Points).NewTally();

        Assert.True(tally.Power.IsZero);
        Assert.True(tally.PointsAgree(60));
        Assert.False(tally.OrganisationsAgree(1));
    }

    [Fact]
    public void Count_PointsAgainst_RejectsWhatOrganisationsWant()
    {
        Mint(3, 100);
        Hash256 id = Sent(1, "delegate1", Propose.Type, new Propose("t", new SetParameter(LedgerParameters.FeeBase.Name, 7)));
        Mint(4, 1_000_000);
        Sent(2, "delegate1", CastVote.Type, new CastVote(id, true));
        Sent(2, "delegate4", CastVote.Type, new CastVote(id, true));
        Sent(2, "delegate3", CastVote.Type, new CastVote(id, false));
        Assert.True(GovernanceQueries.TryGet(_state, id, out ProposalRecord? voted));
        Assert.Equal(new Tally(3, 2, 1, new Points(20), Points.Zero, new Points(20)), voted.Tally);

        _governance.EndBlock(Context(voted.VotingEnds.Value, "delegate1", default));
        Assert.Equal(ProposalStatus.Rejected, GovernanceQueries.TryGet(_state, id, out ProposalRecord? counted) ? counted.Status : default);
    }

    private void Mint(uint organisation, ulong points) => _accounts.Points.Mint(_state, new OrganisationId(organisation), new Points(points));

    private ApplyContext Context(ulong height, string from, Hash256 transaction) =>
        new(_state, new BlockInfo(_chain.Chain, default, new Height(height), default, new OrganisationId(1), Rules: 1), _chain[from].Id, transaction);

    private Hash256 Sent<T>(ulong height, string from, ushort type, T message)
        where T : ICanonical<T>
    {
        Hash256 transaction = new([.. Enumerable.Repeat((byte)7, 32)]);
        ApplyContext context = Context(height, from, transaction);
        IBoundMessage bound = _governance.Handlers.Single(handler => handler.MessageType == type).Bind(Canonical.Encode(message)).Value;
        Assert.True(bound.Check(context.AsRead()).IsOk);
        bound.Apply(context);
        return transaction;
    }
}
