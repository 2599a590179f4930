using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Accounts;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;
using DeAI.Chain.Modules.Governance.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;
using Errors = DeAI.Chain.Modules.Governance.Errors;
using RegistryErrors = DeAI.Chain.Modules.Registry.Errors;

namespace DeAI.Chain.Modules.Tests.Governance;

public sealed class GovernanceTests
{
    private const ulong Voting = 10;
    private const ulong Waiting = 3;
    private static readonly ParameterDefinition Fee = LedgerParameters.FeeBase;

    private readonly ModuleTestChain _chain;
    private readonly List<TestAccount> _delegates = [];
    private readonly PublicKey _fifth;
    private readonly PublicKey _replacement;

    public GovernanceTests()
    {
        TestGenesis genesis = new TestGenesis().Set("governance.voting_heights", Voting).Set("governance.waiting_heights", Waiting);
        for (uint i = 1; i <= 4; i++)
        {
            _delegates.Add(genesis.AddAccount(new OrganisationId(i), $"delegate{i}", Role.Delegate));
        }

        OrganisationId five = genesis.AddOrganisation("Org5");
        _delegates.Add(genesis.AddAccount(five, "delegate5", Role.Delegate));
        _fifth = genesis.AddFutureValidator(five, "validator5").PublicKey;
        _replacement = genesis.AddFutureValidator(new OrganisationId(1), "validator1b").PublicKey;
        genesis.AddNode(five, "auditor", "auditor");
        genesis.AddAccount(five, "clerk", Role.None);
        _chain = new ModuleTestChain(genesis);
    }

    [Theory]
    [InlineData(1UL, false)]
    [InlineData(2UL, true)]
    [InlineData(3UL, false)]
    public void SetParameter_RuleVersion_GoesUpByOne(ulong version, bool isAllowed)
    {
        Propose message = new("rules", new SetParameter(LedgerParameters.RuleVersion.Name, version));
        if (isAllowed)
        {
            _chain.Apply(_delegates[0], ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, message);
        }
        else
        {
            _chain.Refuse(Errors.OutOfBounds, _delegates[0], ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, message);
        }
    }

    [Fact]
    public void SetParameter_BothHousesAgree_HoldsFromItsHeight()
    {
        Hash256 id = Propose(new SetParameter(Fee.Name, 7));
        Assert.Equal($"{Fee.Name}: 100 -> 7", Get(id).Effect);
        VoteAll(id, 3, 0);
        _chain.AdvanceTo(Get(id).VotingEnds.Value);
        Assert.Equal(ProposalStatus.Waiting, Get(id).Status);
        _chain.AdvanceTo(Get(id).ExecutesAt.Value - 1);
        Assert.Equal(100UL, ParameterStore.Get(_chain.State, Fee));
        _chain.Advance();

        Assert.Equal(7UL, ParameterStore.Get(_chain.State, Fee));
        Assert.Equal(ProposalStatus.Executed, Get(id).Status);
        Assert.Equal("governance.executed", _chain.Events[^1].Name);
        _chain.Replay();
    }

    [Theory]
    [InlineData(2, 0, ProposalStatus.Rejected)]
    [InlineData(2, 1, ProposalStatus.Waiting)]
    [InlineData(2, 2, ProposalStatus.Rejected)]
    [InlineData(1, 2, ProposalStatus.Rejected)]
    [InlineData(3, 2, ProposalStatus.Waiting)]
    [InlineData(0, 0, ProposalStatus.Rejected)]
    public void Count_ByOrganisations_NeedsQuorumAndMajority(int inFavour, int against, ProposalStatus expected)
    {
        Hash256 id = Propose(new SetParameter(Fee.Name, 7));
        VoteAll(id, inFavour, against);
        _chain.AdvanceTo(Get(id).VotingEnds.Value);

        Assert.Equal(expected, Get(id).Status);
        Assert.Equal(((uint)inFavour, (uint)against), (Get(id).Tally.GroupsFor, Get(id).Tally.GroupsAgainst));
    }

    [Theory]
    [InlineData(5, 5, 20, 3, 2, true, false)]
    [InlineData(5, 0, 0, 0, 0, true, true)]
    [InlineData(5, 2, 100, 21, 20, false, true)]
    [InlineData(5, 3, 100, 10, 9, true, false)]
    [InlineData(5, 3, 100, 50, 50, true, false)]
    public void Tally_OfEachHouse_FollowsItsRule(uint groups, uint groupsFor, ulong power, ulong powerFor, ulong powerAgainst, bool organisations, bool points)
    {
        Tally tally = new(groups, groupsFor, 0, new Points(power), new Points(powerFor), new Points(powerAgainst));

        Assert.Equal(organisations && groupsFor > 0, tally.OrganisationsAgree(50));
        Assert.Equal(points, tally.PointsAgree(30));
    }

    [Fact]
    public void Propose_Refusable_IsRefusedWithItsReason()
    {
        Refuse(Errors.UnknownParameter, new SetParameter("ledger.nothing", 1));
        Refuse(Errors.OutOfBounds, new SetParameter(Fee.Name, Fee.Max + 1));
        Refuse(Errors.OutOfBounds, new SetParameter("governance.organisation_quorum_percent", 61));
        Refuse(Errors.NoChange, new SetParameter(Fee.Name, 100));
        Refuse(Errors.NoValidatorNode, new SeatValidator(TestAccount.KeyOf("auditor").PublicKey));
        Refuse(Errors.NoValidatorNode, new SeatValidator(_delegates[0].Key.PublicKey));
        Refuse(Errors.NoChange, new SeatValidator(TestAccount.KeyOf("validator1").PublicKey));
        Refuse(Errors.NoSeat, new RemoveValidator(new OrganisationId(5)));
        Refuse(Errors.TooFewSeats, new RemoveValidator(new OrganisationId(2)));
        Refuse(Errors.ZeroAmount, new GrantFromTreasury(_delegates[0].Id, Credits.Zero));
        Refuse(Errors.UnknownRecipient, new GrantFromTreasury(AccountsModule.Treasury, new Credits(1)));
        Refuse(Errors.TreasuryShort, new GrantFromTreasury(_delegates[0].Id, new Credits(ulong.MaxValue)));
        _chain.Refuse(RegistryErrors.MissingRole, _chain["clerk"], ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, new Propose("t", new SetParameter(Fee.Name, 1)));
        _chain.Drop(Errors.BadTitle, _delegates[0], ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, new Propose(string.Empty, new SetParameter(Fee.Name, 1)));
        for (ulong i = 0; i < 4; i++)
        {
            Propose(new SetParameter(Fee.Name, i));
        }

        Refuse(Errors.TooManyPending, new SetParameter(Fee.Name, 9));
    }

    [Fact]
    public void CastVote_Refusable_IsRefusedWithItsReason()
    {
        TestAccount late = new("late", default, Role.None);
        Hash256 id = Propose(new SetParameter(Fee.Name, 7));
        TestAccount registrar = _chain["registrar"];
        _chain.Apply(registrar, ModuleIds.Registry, RegisterOrganisation.Type, new RegisterOrganisation("Late", "LEI-Late", late.Key.PublicKey, Role.Delegate));
        _chain.Apply(registrar, ModuleIds.Accounts, Modules.Accounts.Messages.Transfer.Type, new Modules.Accounts.Messages.Transfer(late.Id, new Credits(1_000_000)));
        Refuse(Errors.NoVote, late, new CastVote(id, true));
        Refuse(Errors.UnknownProposal, _delegates[0], new CastVote(default, true));
        Refuse(RegistryErrors.MissingRole, _chain["clerk"], new CastVote(id, true));
        Vote(_delegates[0], id, true);
        _chain.AdvanceTo(Get(id).VotingEnds.Value - 1);
        Refuse(Errors.AlreadyVoted, _delegates[0], new CastVote(id, false));
        Refuse(Errors.NotVoting, _delegates[1], new CastVote(id, true));
    }

    [Fact]
    public void CastVote_ByAnAffiliate_IsTheGroupsVote()
    {
        _chain.Apply(_chain["registrar"], ModuleIds.Registry, DeclareAffiliation.Type, new DeclareAffiliation(new OrganisationId(2), new OrganisationId(3)));
        Hash256 id = Propose(new SetParameter(Fee.Name, 7));
        Vote(_delegates[1], id, true);
        Refuse(Errors.AlreadyVoted, _delegates[2], new CastVote(id, true));
        Assert.Equal((4U, 1U), (Get(id).Tally.Groups, Get(id).Tally.GroupsFor));
    }

    [Fact]
    public void SeatValidator_Executed_ClosesTheEpochAndSeatsIt()
    {
        Pass(Propose(new SeatValidator(_fifth)));
        Assert.True(_chain.Ledger.Header.ClosesEpoch);
        _chain.Advance();
        Assert.Equal((1UL, 5), (_chain.Ledger.Header.Epoch.Value, ValidatorSchedule.Current(_chain.State).Count));

        Pass(Propose(new RemoveValidator(new OrganisationId(2))));
        _chain.Advance(10);
        ValidatorSet set = ValidatorSchedule.Current(_chain.State);
        Assert.Equal([1U, 3U, 4U, 5U], set.Seats.Select(static seat => seat.Organisation.Value));
        _chain.Replay();
    }

    [Fact]
    public void SeatValidator_OfAnOrganisationWithASeat_ReplacesItsNode()
    {
        Pass(Propose(new SeatValidator(_replacement)));
        _chain.Advance(5);

        ValidatorSet set = ValidatorSchedule.Current(_chain.State);
        Assert.Equal((4, _replacement), (set.Count, set[0].Key));
    }

    [Fact]
    public void Propose_SecondValidatorChangeOfAGroup_WaitsForTheFirst()
    {
        Hash256 first = Propose(new SeatValidator(_fifth));
        Refuse(Errors.ValidatorChangePending, new SeatValidator(_replacement));
        _chain.AdvanceTo(Get(first).VotingEnds.Value);
        Assert.Equal(ProposalStatus.Rejected, Get(first).Status);
        Propose(new SeatValidator(_replacement));
    }

    [Fact]
    public void Execute_ValidatorChange_EndsTheOthersThatWereJudgedOnTheOldSet()
    {
        Hash256[] rivals = [.. _chain.Block([Proposal(0, new SeatValidator(_fifth)), Proposal(1, new SeatValidator(_replacement))])
            .Select(static receipt => receipt.Transaction)];
        VoteAll(rivals[0], 5, 0);
        VoteAll(rivals[1], 5, 0);
        _chain.AdvanceTo(Get(rivals[0]).VotingEnds.Value);
        Hash256[] late = [.. _chain.Block([Proposal(2, new SeatValidator(_fifth)), Proposal(3, new SetParameter(Fee.Name, 1))])
            .Select(static receipt => receipt.Transaction)];
        _chain.AdvanceTo(Get(rivals[0]).ExecutesAt.Value);

        ProposalRecord loser = Assert.Single(rivals.Select(Get), static record => record.Status == ProposalStatus.Failed);
        Assert.Equal("governance.validators_changed", loser.Failure);
        Assert.Single(rivals.Select(Get), static record => record.Status == ProposalStatus.Executed);
        Assert.Equal((ProposalStatus.Failed, "governance.validators_changed"), (Get(late[0]).Status, Get(late[0]).Failure));
        Assert.Equal(ProposalStatus.Voting, Get(late[1]).Status);
        _chain.Replay();
    }

    [Fact]
    public void Execute_NoLongerPossible_FailsWithTheReason()
    {
        Hash256 id = Propose(new SeatValidator(_fifth));
        VoteAll(id, 5, 0);
        _chain.Apply(_chain["registrar"], ModuleIds.Registry, SetSuspension.Type, new SetSuspension(new OrganisationId(5), true));
        _chain.AdvanceTo(Get(id).ExecutesAt.Value);

        Assert.Equal((ProposalStatus.Failed, "governance.no_validator_node"), (Get(id).Status, Get(id).Failure));
        Assert.Equal(4, ValidatorSchedule.Next(_chain.State).Count);
    }

    [Fact]
    public void GrantFromTreasury_Executed_MovesCredits()
    {
        _chain.Advance();
        Vote(_delegates[0], Propose(new SetParameter(Fee.Name, 1)), true);
        Hash256 id = Propose(new GrantFromTreasury(_chain["clerk"].Id, new Credits(400)));
        Credits before = AccountsQueries.HeldBy(_chain.State, _chain["clerk"].Id);
        Pass(id);

        Assert.Equal(before + new Credits(400), AccountsQueries.HeldBy(_chain.State, _chain["clerk"].Id));
    }

    [Fact]
    public void Change_UnknownKind_IsRefusedByTheDecoder()
    {
        Assert.Equal(EncodingErrors.OutOfRange, Canonical.Decode<Change>([0x92, 0x09, 0x01]).Refusal!.Code);
        Assert.Equal(EncodingErrors.OutOfRange, Canonical.Decode<Change>([0x92, 0x01, 0x01]).Refusal!.Code);
        Assert.False(Canonical.Decode<Change>([]).IsOk);
    }

    [Fact]
    public void RandomSequence_ManyMessages_KeepsTheInvariants()
    {
        string[] parameters = [Fee.Name, "governance.voting_heights", "governance.waiting_heights", "governance.points_cap_percent", "bounties.max_submissions"];
        List<PublicKey> nodes = [_fifth, _replacement, .. Enumerable.Range(1, 4).Select(static i => TestAccount.KeyOf($"validator{i}").PublicKey)];
        List<Hash256> pending = [];
        Height refreshed = default;
        int applied = RandomSequence.Run(_chain, seed: 11, random =>
        {
            TestAccount from = RandomSequence.Pick(random, _delegates);
            pending = refreshed == _chain.Height ? pending : [.. GovernanceQueries.Proposals(_chain.State).Where(static pair => pair.Value.IsPending).Select(static pair => pair.Key)];
            refreshed = _chain.Height;
            if (random.Next(5) > 0)
            {
                Hash256 id = pending.Count > 0 ? RandomSequence.Pick(random, pending) : default;
                return TestMessage.Of(from, ModuleIds.Governance, CastVote.Type, new CastVote(id, random.Next(6) > 0));
            }

            Change change = random.Next(6) switch
            {
                0 => new SeatValidator(RandomSequence.Pick(random, nodes)),
                1 => new RemoveValidator(new OrganisationId((uint)random.Next(1, 7))),
                2 => new GrantFromTreasury(from.Id, new Credits((ulong)random.Next(2_000))),
                _ => new SetParameter(RandomSequence.Pick(random, parameters), (ulong)random.Next(12)),
            };
            return TestMessage.Of(from, ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, new Propose("a change", change));
        });

        Assert.InRange(applied, 300, RandomSequence.Messages);
        ProposalStatus[] seen = [.. GovernanceQueries.Proposals(_chain.State).Select(static pair => pair.Value.Status).Distinct()];
        Assert.Contains(ProposalStatus.Executed, seen);
        Assert.Contains(ProposalStatus.Rejected, seen);
        Assert.True(_chain.Ledger.Header.Epoch.Value > 0);
    }

    private TestMessage Proposal(int from, Change change) =>
        TestMessage.Of(_delegates[from], ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, new Propose("a change", change));

    private Hash256 Propose(Change change) =>
        _chain.Apply(_delegates[0], ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, new Propose("a change", change));

    private void Refuse(ReasonCode reason, Change change) =>
        _chain.Refuse(reason, _delegates[0], ModuleIds.Governance, Modules.Governance.Messages.Propose.Type, new Propose("a change", change));

    private void Refuse(ReasonCode reason, TestAccount from, CastVote vote) => _chain.Refuse(reason, from, ModuleIds.Governance, CastVote.Type, vote);

    private void Vote(TestAccount from, Hash256 proposal, bool inFavour) =>
        _chain.Apply(from, ModuleIds.Governance, CastVote.Type, new CastVote(proposal, inFavour));

    /// <summary>All votes in one block.</summary>
    private void VoteAll(Hash256 proposal, int inFavour, int against)
    {
        List<TestMessage> votes = [];
        for (int i = 0; i < inFavour + against; i++)
        {
            votes.Add(TestMessage.Of(_delegates[i], ModuleIds.Governance, CastVote.Type, new CastVote(proposal, i < inFavour)));
        }

        Assert.All(_chain.Block(votes), static receipt => Assert.Equal(Ledger.Receipts.ReceiptStatus.Applied, receipt.Status));
    }

    private void Pass(Hash256 proposal)
    {
        VoteAll(proposal, 5, 0);
        _chain.AdvanceTo(Get(proposal).ExecutesAt.Value);
        Assert.Equal(ProposalStatus.Executed, Get(proposal).Status);
    }

    private ProposalRecord Get(Hash256 proposal)
    {
        Assert.True(GovernanceQueries.TryGet(_chain.State, proposal, out ProposalRecord? record));
        return record;
    }
}
