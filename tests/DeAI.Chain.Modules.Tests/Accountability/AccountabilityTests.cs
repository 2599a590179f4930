using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.Messages;
using DeAI.Chain.Modules.Accountability.Queries;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using Errors = DeAI.Chain.Modules.Accountability.Errors;
using GovernanceErrors = DeAI.Chain.Modules.Governance.Errors;
using RegistryErrors = DeAI.Chain.Modules.Registry.Errors;

namespace DeAI.Chain.Modules.Tests.Accountability;

public sealed class AccountabilityTests
{
    private const ulong EvidenceHeights = 100;
    private static readonly OrganisationId Offending = new(2);
    private static readonly SigningKey Offender = TestAccount.KeyOf("validator2");

    private readonly ModuleTestChain _chain;
    private readonly TestAccount _reporter = new("validator3", default, Role.None);
    private readonly List<TestAccount> _delegates = [];

    public AccountabilityTests()
        : this(seats: 5)
    {
    }

    private AccountabilityTests(int seats)
    {
        TestGenesis genesis = new TestGenesis()
            .Set("accountability.evidence_heights", EvidenceHeights)
            .Set("governance.voting_heights", 5)
            .Set("governance.waiting_heights", 2);
        for (uint i = 5; i <= seats; i++)
        {
            genesis.AddSeat(genesis.AddOrganisation($"Org{i}"), $"validator{i}");
        }

        for (uint i = 1; i <= 4; i++)
        {
            _delegates.Add(genesis.AddAccount(new OrganisationId(i), $"delegate{i}", Role.Delegate));
        }

        genesis.AddAccount(Offending, "second", Role.Delegate);
        genesis.AddAccount(new OrganisationId(1), "clerk", Role.None);
        genesis.AddFutureValidator(Offending, "validator2b");
        _chain = new ModuleTestChain(genesis);
        _chain.Advance();
    }

    public static TheoryData<EvidenceKind> Kinds { get; } =
        [EvidenceKind.TwoNotarize, EvidenceKind.TwoFinalize, EvidenceKind.NullifyAndFinalize, EvidenceKind.TwoProposals];

    private TestEvidence Now => new(_chain.Chain, _chain.Ledger.Header.Epoch);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Report_ProofByASeat_TakesSeatAndBond(EvidenceKind kind)
    {
        _chain.Apply(_delegates[1], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(700)));
        Report(EvidenceOf(kind));

        OffenceRecord offence = AccountabilityQueries.OffenceOf(_chain.State, Offender.PublicKey)!;
        Assert.Equal(kind, offence.Kind);
        Assert.Equal(Offending, offence.Organisation);
        Assert.Equal(new Credits(700), offence.Forfeited);
        Assert.True(offence.LostSeat);
        Assert.Equal(Credits.Zero, BondOf(Offending));
        Assert.True(_chain.Ledger.Header.ClosesEpoch);
        Assert.Equal(4, ValidatorSchedule.Next(_chain.State).Count);
        Assert.True(ValidatorSchedule.Next(_chain.State).IndexOf(Offender.PublicKey) < 0);

        _chain.Advance(3);
        Assert.Equal(new Epoch(1), _chain.Ledger.Header.Epoch);
        Assert.Equal(4, ValidatorSchedule.Current(_chain.State).Count);
        _chain.Replay();
    }

    [Fact]
    public void Report_OnlyFourSeats_KeepsTheSeatAndTakesTheBond()
    {
        AccountabilityTests four = new(seats: 4);
        four._chain.Apply(four._delegates[1], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(700)));
        four.Report(four.EvidenceOf(EvidenceKind.TwoNotarize));

        OffenceRecord offence = AccountabilityQueries.OffenceOf(four._chain.State, Offender.PublicKey)!;
        Assert.False(offence.LostSeat);
        Assert.Equal(new Credits(700), offence.Forfeited);
        Assert.Equal(4, ValidatorSchedule.Next(four._chain.State).Count);
        Assert.False(four._chain.Ledger.Header.ClosesEpoch);
    }

    [Fact]
    public void Report_ByADelegate_IsApplied()
    {
        _chain.Apply(_delegates[0], ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(EvidenceOf(EvidenceKind.TwoFinalize)));

        Assert.NotNull(AccountabilityQueries.OffenceOf(_chain.State, Offender.PublicKey));
    }

    [Fact]
    public void Report_BySomebodyElse_IsRefused() =>
        _chain.Refuse(
            Errors.NotAllowed, _chain["clerk"], ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(EvidenceOf(EvidenceKind.TwoNotarize)));

    [Fact]
    public void Report_ByAKeyWithoutAccountAndSeat_IsNotLetIn() =>
        _chain.Drop(
            RegistryErrors.UnknownAccount,
            new TestAccount("stranger", default, Role.None),
            ModuleIds.Accountability,
            ReportOffence.Type,
            new ReportOffence(EvidenceOf(EvidenceKind.TwoNotarize)));

    [Fact]
    public void OtherMessages_ByANodeKey_AreNotLetIn() =>
        _chain.Drop(RegistryErrors.UnknownAccount, _reporter, ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(1)));

    [Fact]
    public void Report_ByASeatAgainWithTheSameNonce_IsNotLetIn()
    {
        Report(EvidenceOf(EvidenceKind.TwoNotarize));
        _reporter.NextNonce--;

        _chain.Drop(LedgerErrors.NonceUsed, _reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(EvidenceOf(EvidenceKind.TwoFinalize)));
    }

    [Fact]
    public void Report_SameOffenderTwice_IsRefused()
    {
        Report(EvidenceOf(EvidenceKind.TwoNotarize));

        _chain.Refuse(
            Errors.AlreadyReported, _reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(EvidenceOf(EvidenceKind.TwoProposals)));
    }

    [Fact]
    public void Report_SignedByAnotherKey_IsRefused()
    {
        Evidence forged = Now.TwoNotarize(TestAccount.KeyOf("validator1"), seat: 1, view: 7);

        _chain.Refuse(Errors.NoProof, _reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(forged));
    }

    [Fact]
    public void Report_OfAnotherChain_IsRefused()
    {
        Evidence foreign = new TestEvidence(new ChainId(TestEvidence.Digest(5).Value), _chain.Ledger.Header.Epoch).TwoNotarize(Offender, seat: 1, view: 7);

        _chain.Refuse(Errors.NoProof, _reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(foreign));
    }

    [Fact]
    public void Report_SeatOutsideTheSet_IsRefused()
    {
        Evidence outside = Now.TwoNotarize(Offender, seat: 99, view: 7);

        _chain.Refuse(Errors.NoProof, _reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(outside));
    }

    [Fact]
    public void Report_EpochThatHasNotBegun_IsRefused()
    {
        Evidence later = new TestEvidence(_chain.Chain, new Epoch(3)).TwoNotarize(Offender, seat: 1, view: 7);

        _chain.Refuse(Errors.TooOld, _reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(later));
    }

    [Fact]
    public void Report_OfAnEndedEpoch_CountsUntilItsTimeIsOver()
    {
        Evidence old = Now.TwoNotarize(TestAccount.KeyOf("validator1"), seat: 0, view: 7);
        Evidence older = Now.TwoNotarize(TestAccount.KeyOf("validator4"), seat: 3, view: 7);
        Report(EvidenceOf(EvidenceKind.TwoNotarize));
        _chain.Advance();
        Report(old);
        Assert.False(AccountabilityQueries.OffenceOf(_chain.State, TestAccount.KeyOf("validator1").PublicKey)!.LostSeat);
        _chain.Advance((int)EvidenceHeights + 1);

        _chain.Refuse(Errors.TooOld, _reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(older));
    }

    [Fact]
    public void SeatValidator_OffendersKey_IsRefusedAndAnotherKeyIsSeated()
    {
        Report(EvidenceOf(EvidenceKind.TwoNotarize));
        _chain.Advance();

        _chain.Refuse(
            GovernanceErrors.Excluded, _delegates[1], ModuleIds.Governance, Propose.Type, new Propose("back", new SeatValidator(Offender.PublicKey)));
        Hash256 proposal = _chain.Apply(
            _delegates[1], ModuleIds.Governance, Propose.Type, new Propose("new key", new SeatValidator(TestAccount.KeyOf("validator2b").PublicKey)));
        foreach (TestAccount voter in _delegates)
        {
            _chain.Apply(voter, ModuleIds.Governance, CastVote.Type, new CastVote(proposal, true));
        }

        _chain.Advance(12);
        Assert.True(ValidatorSchedule.Current(_chain.State).IndexOf(TestAccount.KeyOf("validator2b").PublicKey) >= 0);
    }

    [Fact]
    public void LockBond_Twice_AddsUp()
    {
        _chain.Apply(_delegates[0], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(5)));
        _chain.Apply(_delegates[0], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(6)));

        Assert.Equal(new Credits(11), BondOf(new OrganisationId(1)));
    }

    [Fact]
    public void LockBond_BadRequests_AreRefused()
    {
        _chain.Drop(Errors.ZeroAmount, _delegates[0], ModuleIds.Accountability, LockBond.Type, new LockBond(Credits.Zero));
        _chain.Refuse(
            RegistryErrors.MissingRole, _chain["clerk"], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(5)));
        _chain.Refuse(
            Errors.InsufficientCredits,
            _delegates[0],
            ModuleIds.Accountability,
            LockBond.Type,
            new LockBond(new Credits(2 * TestGenesis.DefaultCredits)));
        _chain.Apply(_delegates[1], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(5)));
        _chain.Refuse(Errors.BondOfAnother, _chain["second"], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(5)));
    }

    [Fact]
    public void ReleaseBond_WhileASeatCanBeReported_IsHeldAndGivenBackLater()
    {
        TestAccount owner = _delegates[0];
        _chain.Refuse(Errors.NoBond, owner, ModuleIds.Accountability, ReleaseBond.Type, new ReleaseBond());
        _chain.Apply(owner, ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(50_000)));
        _chain.Refuse(Errors.BondHeld, owner, ModuleIds.Accountability, ReleaseBond.Type, new ReleaseBond());
        Hash256 proposal = _chain.Apply(owner, ModuleIds.Governance, Propose.Type, new Propose("leave", new RemoveValidator(new OrganisationId(1))));
        foreach (TestAccount voter in _delegates)
        {
            _chain.Apply(voter, ModuleIds.Governance, CastVote.Type, new CastVote(proposal, true));
        }

        _chain.Advance(20);
        Assert.Equal(4, ValidatorSchedule.Current(_chain.State).Count);
        _chain.Refuse(Errors.BondHeld, owner, ModuleIds.Accountability, ReleaseBond.Type, new ReleaseBond());
        _chain.Advance((int)EvidenceHeights);
        Credits before = AccountsQueries.HeldBy(_chain.State, owner.Id);
        _chain.Apply(owner, ModuleIds.Accountability, ReleaseBond.Type, new ReleaseBond());

        Assert.True(AccountsQueries.HeldBy(_chain.State, owner.Id) > before);
        Assert.Equal(Credits.Zero, BondOf(new OrganisationId(1)));
    }

    [Fact]
    public void ReleaseBond_OfAnother_IsRefused()
    {
        _chain.Apply(_delegates[1], ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits(5)));

        _chain.Refuse(Errors.BondOfAnother, _chain["second"], ModuleIds.Accountability, ReleaseBond.Type, new ReleaseBond());
    }

    [Fact]
    public void Invariants_RandomReportsAndBonds_Hold()
    {
        TestAccount[] senders = [_reporter, .. _delegates, _chain["second"], _chain["clerk"]];
        RandomSequence.Run(
            _chain,
            seed: 3,
            random =>
            {
                TestAccount from = RandomSequence.Pick(random, senders);
                int seat = random.Next(5);
                return random.Next(4) switch
                {
                    0 when from != _reporter => TestMessage.Of(from, ModuleIds.Accountability, LockBond.Type, new LockBond(new Credits((ulong)random.Next(1, 9)))),
                    1 when from != _reporter => TestMessage.Of(from, ModuleIds.Accountability, ReleaseBond.Type, new ReleaseBond()),
                    _ when from != _reporter => TestMessage.Of(
                        from,
                        ModuleIds.Accountability,
                        ReportOffence.Type,
                        new ReportOffence(Now.TwoNotarize(TestAccount.KeyOf($"validator{random.Next(1, 6)}"), seat, (ulong)random.Next(1, 50)))),
                    _ => null,
                };
            },
            messages: 500);
    }

    private Credits BondOf(OrganisationId organisation) =>
        AccountsQueries.DepositOf(_chain.State, AccountabilityQueries.BondOf(organisation))?.Amount ?? Credits.Zero;

    private void Report(Evidence evidence) => _chain.Apply(_reporter, ModuleIds.Accountability, ReportOffence.Type, new ReportOffence(evidence));

    private Evidence EvidenceOf(EvidenceKind kind) => kind switch
    {
        EvidenceKind.TwoNotarize => Now.TwoNotarize(Offender, seat: 1, view: 7),
        EvidenceKind.TwoFinalize => Now.TwoFinalize(Offender, seat: 1, view: 7),
        EvidenceKind.NullifyAndFinalize => Now.NullifyAndFinalize(Offender, seat: 1, view: 7),
        _ => Now.TwoProposals(Offender, view: (ulong)(ValidatorSchedule.Current(_chain.State).Count * 3) + 1),
    };
}
