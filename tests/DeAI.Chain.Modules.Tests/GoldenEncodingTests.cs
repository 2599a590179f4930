using DeAI.Chain.Modules.Accountability.Contracts;
using DeAI.Chain.Modules.Accountability.Messages;
using DeAI.Chain.Modules.Accounts.Contracts;
using DeAI.Chain.Modules.Accounts.Messages;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.State;
using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Modules.Consent.Messages;
using DeAI.Chain.Modules.Governance.Contracts;
using DeAI.Chain.Modules.Governance.Messages;
using DeAI.Chain.Modules.Governance.State;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Registry.Messages;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;
using EvidenceKind = DeAI.Chain.Consensus.EvidenceKind;

namespace DeAI.Chain.Modules.Tests;

public sealed class GoldenEncodingTests
{
    private static readonly Hash256 A = new([.. Enumerable.Repeat((byte)0xaa, 32)]);
    private static readonly Hash256 B = new([.. Enumerable.Repeat((byte)0xbb, 32)]);
    private static readonly PublicKey Key = new(A.Value);
    private static readonly AccountId Account = new(B.Value);

    [Fact]
    public void Registry_Messages_EncodeAsWrittenDown()
    {
        Golden.Check(
            "94a34f7267a34c4549c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa08",
            new RegisterOrganisation("Org", "LEI", Key, Role.Member));
        Golden.Check(
            "9303c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaacd0280",
            new RegisterAccount(new OrganisationId(3), Key, Role.Worker | Role.Approver));
        Golden.Check(
            "92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac44001010101010101010101010101010101010101"
            + "010101010101010101010101010101010101010101010101010101010101010101010101010101010101010101",
            new RotateKey(Key, new Signature([.. Enumerable.Repeat((byte)1, 64)])));
        Golden.Check(
            "93c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb08cd0100",
            new SetRoles(Account, Role.Member, Role.Delegate));
        Golden.Check("9201ccc8", new DeclareAffiliation(new OrganisationId(1), new OrganisationId(200)));
        Golden.Check("9201c3", new SetSuspension(new OrganisationId(1), true));
        Golden.Check(
            "9301c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa02",
            new RegisterNode(new OrganisationId(1), Key, NodeKind.Auditor));
        Golden.Check("90", new Exit());
    }

    [Fact]
    public void Registry_Records_EncodeAsWrittenDown()
    {
        Golden.Check("94a34f7267a34c45490201", new OrganisationRecord("Org", "LEI", OrganisationStatus.Suspended, new OrganisationId(1)));
        Golden.Check(
            "9301c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01",
            new AccountRecord(new OrganisationId(1), Key, Role.Registrar));
        Golden.Check("920101", new NodeRecord(new OrganisationId(1), NodeKind.Validator));
    }

    [Fact]
    public void Accounts_MessagesAndRecords_EncodeAsWrittenDown()
    {
        Golden.Check(
            "92c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbcd03e8",
            new Transfer(Account, new Credits(1_000)));
        Golden.Check(
            "92c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbce00011170",
            new Issue(Account, new Credits(70_000)));
        Golden.Check("9105", new Redeem(new Credits(5)));
        Golden.Check(
            "9302c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb09",
            new Deposit(DepositKind.Bond, Account, new Credits(9)));
    }

    [Fact]
    public void Consent_MessagesAndRecords_EncodeAsWrittenDown()
    {
        Golden.Check(
            "94c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbb0aa3434330",
            new DeclareDataSet(A, B, 10, "CC0"));
        Golden.Check(
            "94c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab064656c61795f70726564696374696f6ec4200000"
            + "000000000000000000000000000000000000000000000000000000000000cd012c",
            new GiveConsent(A, "delay_prediction", default, new Height(300)));
        Golden.Check(
            "93c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa178c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            new RevokeConsent(A, "x", B));
        Golden.Check(
            "92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbb",
            new RequestErasure(A, B));
        Golden.Check(
            "92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbb",
            new CertifyErasure(A, B));
        Golden.Check(
            "9502c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0ac420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3434330",
            new DataSetRecord(new OrganisationId(2), B, 10, A, "CC0"));
        Golden.Check("9301cd012c00", new ConsentRecord(new Height(1), new Height(300), default));
        Golden.Check(
            "94c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa04c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbbb06",
            new ErasureRecord(A, new Height(4), B, new Height(6)));
    }

    [Fact]
    public void Accountability_MessagesAndRecords_EncodeAsWrittenDown()
    {
        Golden.Check("91cd03e8", new LockBond(new Credits(1_000)));
        Golden.Check("90", new ReleaseBond());
        Golden.Check(
            "9902010307c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb0905c3",
            new OffenceRecord(
                new OrganisationId(2), EvidenceKind.TwoNotarize, new Epoch(3), new View(7), A, Account, new Height(9), new Credits(5), LostSeat: true));
        Golden.Check(
            "9304009192" + "01c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            new EpochSeats(new Height(4), default, new ValidatorSet(new Sequence<Validator>([new Validator(new OrganisationId(1), Key)]))));
    }

    [Fact]
    public void Bounties_MessagesAndRecords_EncodeAsWrittenDown()
    {
        Golden.Check(
            "95a57469746c65c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0a6414",
            new PostBounty("title", A, new Credits(10), new Height(100), 20));
        Golden.Check(
            "92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbb",
            new SubmitWork(A, B));
        Golden.Check("92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa01", new AcceptSubmission(A, 1));
        Golden.Check(
            "92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbb",
            new RejectAll(A, B));
        Golden.Check(
            "93c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa00c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbbb",
            new DisputeRejection(A, 0, B));
        Golden.Check("92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac2", new RuleDispute(A, false));
        Golden.Check("91c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", new WithdrawBounty(A));
        Golden.Check(
            "94c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
            + "bbbbbbbbbbbbbbbbbbbbbbbbbbc420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb07",
            new SubmissionRecord(A, Account, B, new Height(7)));
        Golden.Check("96010200030004", new EscrowTotals(new UInt128(1, 2), 3, 4));
        Golden.Check(
            "9bc420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbba174c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0a01020303040001",
            new BountyRecord(Account, "t", A, new Credits(10), new Height(1), new Height(2), new Height(3), BountyStatus.Paid, 4, default, 1));
    }

    [Fact]
    public void Governance_MessagesAndRecords_EncodeAsWrittenDown()
    {
        Golden.Check(
            "92a1749301b76c65646765722e6665655f626173655f6372656469747307",
            new Propose("t", new SetParameter("ledger.fee_base_credits", 7)));
        Golden.Check(
            "92a1749202c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            new Propose("t", new SeatValidator(Key)));
        Golden.Check("92a174920302", new Propose("t", new RemoveValidator(new OrganisationId(2))));
        Golden.Check(
            "92a1749304c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbcd01f4",
            new Propose("t", new GrantFromTreasury(Account, new Credits(500))));
        Golden.Check("92c420aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac3", new CastVote(A, true));
        Golden.Check(
            "94c420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbc20809",
            new VoteRecord(Account, false, new Points(8), new Height(9)));
        Golden.Check(
            "92059193010106",
            new Electorate(new Points(5), [new Elector(new OrganisationId(1), new OrganisationId(1), new Points(6))]));
        Tally tally = new(5, 3, 1, new Points(100), new Points(50), new Points(20));
        Golden.Check(
            "9bc420bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb01a174920302a1650501020396050301643214b267"
            + "6f7665726e616e63652e6e6f5f73656174",
            new ProposalRecord(
                Account, new OrganisationId(1), "t", new RemoveValidator(new OrganisationId(2)), "e", ProposalStatus.Failed, new Height(1), new Height(2), new Height(3), tally, "governance.no_seat"));
    }
}
