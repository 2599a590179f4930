using DeAI.Chain.Cryptography;
using DeAI.Chain.Modules.Accounts.Queries;
using DeAI.Chain.Modules.Bounties.Contracts;
using DeAI.Chain.Modules.Bounties.Messages;
using DeAI.Chain.Modules.Bounties.Queries;
using DeAI.Chain.Modules.Registry.Contracts;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using Errors = DeAI.Chain.Modules.Bounties.Errors;
using RegistryErrors = DeAI.Chain.Modules.Registry.Errors;

namespace DeAI.Chain.Modules.Tests.Bounties;

public sealed class BountiesTests
{
    private static readonly Credits Reward = new(101);
    private static readonly Hash256 Digest = Sha256.Hash("digest"u8);
    private static readonly Hash256 OtherDigest = Sha256.Hash("other"u8);

    private readonly ModuleTestChain _chain;
    private readonly TestAccount _funder;
    private readonly TestAccount _worker;
    private readonly TestAccount _rival;
    private readonly TestAccount _approver;

    public BountiesTests()
    {
        TestGenesis genesis = new TestGenesis()
            .Set("ledger.fee_base_credits", 0)
            .Set("ledger.fee_per_byte_credits", 0)
            .Set("ledger.fee_per_state_write_credits", 0)
            .Set("bounties.dispute_heights", 5)
            .Set("bounties.ruling_heights", 6)
            .Set("bounties.max_submissions", 2);
        _funder = genesis.AddMember("funder", Role.Funder | Role.Approver | Role.Worker, 100_000);
        _worker = genesis.AddMember("worker", Role.Worker | Role.Approver, 0);
        _rival = genesis.AddMember("rival", Role.Worker, 0);
        _approver = genesis.AddMember("approver", Role.Approver | Role.Worker, 0);
        genesis.AddMember("poor", Role.Funder, 100);
        _chain = new ModuleTestChain(genesis);
    }

    [Fact]
    public void AcceptSubmission_BytheFunder_PaysInTheSameBlock()
    {
        Hash256 bounty = Post();
        Assert.Equal(99_899UL, Held(_funder));
        Submit(_worker, bounty, Digest);
        Submit(_rival, bounty, OtherDigest);
        Apply(_funder, AcceptSubmission.Type, new AcceptSubmission(bounty, 1));

        Assert.Equal(101UL, Held(_rival));
        Assert.Equal(0UL, Held(_worker));
        Assert.Equal((BountyStatus.Paid, 1U), (Get(bounty).Status, Get(bounty).Chosen));
        Assert.Equal("bounties.paid", _chain.Events[^1].Name);
    }

    [Fact]
    public void PostBounty_Refusable_IsRefusedWithItsReason()
    {
        Height soon = new(_chain.Height.Value + 100);
        PostBounty good = new("title", Digest, Reward, soon, 10);
        Refuse(RegistryErrors.MissingRole, _worker, PostBounty.Type, good);
        Refuse(Errors.InsufficientCredits, _chain["poor"], PostBounty.Type, good);
        Refuse(Errors.BadDeadline, _funder, PostBounty.Type, good with { SubmitUntil = new Height(1) });
        Refuse(Errors.BadDeadline, _funder, PostBounty.Type, good with { SubmitUntil = new Height(ulong.MaxValue) });
        Refuse(Errors.BadDeadline, _funder, PostBounty.Type, good with { DecideHeights = 0 });
        Refuse(Errors.BadDeadline, _funder, PostBounty.Type, good with { DecideHeights = ulong.MaxValue });
        Drop(Errors.BadTitle, PostBounty.Type, good with { Title = "a\tb" });
        Drop(Errors.ZeroReward, PostBounty.Type, good with { Reward = Credits.Zero });
        Drop(Errors.BadDigest, PostBounty.Type, good with { Criteria = default });
        Drop(EncodingErrors.TooLong, PostBounty.Type, good with { Title = new string('x', 65) });
    }

    [Fact]
    public void SubmitWork_Refusable_IsRefusedWithItsReason()
    {
        Hash256 bounty = Post(heights: 12);
        Refuse(RegistryErrors.MissingRole, _chain["poor"], SubmitWork.Type, new SubmitWork(bounty, Digest));
        Refuse(Errors.UnknownBounty, _worker, SubmitWork.Type, new SubmitWork(Digest, Digest));
        Refuse(Errors.OwnBounty, _funder, SubmitWork.Type, new SubmitWork(bounty, Digest));
        Drop(Errors.BadDigest, SubmitWork.Type, new SubmitWork(bounty, default));
        Submit(_worker, bounty, Digest);
        Refuse(Errors.AlreadySubmitted, _worker, SubmitWork.Type, new SubmitWork(bounty, OtherDigest));
        Refuse(Errors.EvidenceUsed, _rival, SubmitWork.Type, new SubmitWork(bounty, Digest));
        Submit(_rival, bounty, OtherDigest);
        Refuse(Errors.TooManySubmissions, _approver, SubmitWork.Type, new SubmitWork(bounty, Sha256.Hash("third"u8)));
        _chain.AdvanceTo(Get(bounty).SubmitUntil.Value);
        Refuse(Errors.Late, _approver, SubmitWork.Type, new SubmitWork(bounty, Sha256.Hash("third"u8)));
    }

    [Fact]
    public void WithdrawBounty_AfterASubmission_IsLocked()
    {
        Hash256 free = Post();
        Refuse(Errors.NotYours, _worker, WithdrawBounty.Type, new WithdrawBounty(free));
        Apply(_funder, WithdrawBounty.Type, new WithdrawBounty(free));
        Assert.Equal(100_000UL, Held(_funder));
        Refuse(Errors.Closed, _funder, WithdrawBounty.Type, new WithdrawBounty(free));

        Hash256 taken = Post();
        Submit(_worker, taken, Digest);
        Refuse(Errors.Locked, _funder, WithdrawBounty.Type, new WithdrawBounty(taken));
    }

    [Fact]
    public void AcceptSubmission_Refusable_IsRefusedWithItsReason()
    {
        Hash256 bounty = Post();
        Refuse(Errors.NothingSubmitted, _funder, AcceptSubmission.Type, new AcceptSubmission(bounty, 0));
        Submit(_worker, bounty, Digest);
        Refuse(Errors.NotYours, _worker, AcceptSubmission.Type, new AcceptSubmission(bounty, 0));
        Refuse(Errors.UnknownSubmission, _funder, AcceptSubmission.Type, new AcceptSubmission(bounty, 1));
        Apply(_funder, RejectAll.Type, new RejectAll(bounty, Digest));
        Refuse(Errors.Late, _funder, AcceptSubmission.Type, new AcceptSubmission(bounty, 0));
    }

    [Fact]
    public void Silence_NobodySubmits_RefundsAtTheSubmitDeadline()
    {
        Hash256 bounty = Post(heights: 5);
        _chain.AdvanceTo(Get(bounty).SubmitUntil.Value - 1);
        Assert.Equal(BountyStatus.Open, Get(bounty).Status);
        _chain.Advance();

        Assert.Equal(BountyStatus.Expired, Get(bounty).Status);
        Assert.Equal(100_000UL, Held(_funder));
    }

    [Fact]
    public void Silence_OfTheFunder_PaysTheFirstSubmission()
    {
        Hash256 bounty = Post(heights: 5, decide: 4);
        Submit(_rival, bounty, Digest);
        Submit(_worker, bounty, OtherDigest);
        _chain.AdvanceTo(Get(bounty).DecideUntil.Value - 1);
        Assert.Equal(BountyStatus.Submitted, Get(bounty).Status);
        _chain.Advance();

        Assert.Equal(101UL, Held(_rival));
        Assert.Equal(BountyStatus.Paid, Get(bounty).Status);
    }

    [Fact]
    public void Silence_AfterARejection_RefundsTheFunder()
    {
        Hash256 bounty = Rejected();
        _chain.Advance(4);
        Assert.Equal(BountyStatus.Rejected, Get(bounty).Status);
        _chain.Advance();

        Assert.Equal(BountyStatus.Refunded, Get(bounty).Status);
        Assert.Equal(100_000UL, Held(_funder));
    }

    [Fact]
    public void Silence_AfterADispute_SplitsTheReward()
    {
        Hash256 bounty = Rejected();
        Apply(_worker, DisputeRejection.Type, new DisputeRejection(bounty, 0, Digest));
        _chain.Advance(6);

        Assert.Equal(BountyStatus.Split, Get(bounty).Status);
        Assert.Equal((50UL, 99_950UL), (Held(_worker), Held(_funder)));
    }

    [Theory]
    [InlineData(true, 101, 99_899)]
    [InlineData(false, 0, 100_000)]
    public void RuleDispute_ByANeutralApprover_Decides(bool pay, ulong worker, ulong funder)
    {
        Hash256 bounty = Rejected();
        Refuse(Errors.NotDisputed, _approver, RuleDispute.Type, new RuleDispute(bounty, pay));
        Apply(_worker, DisputeRejection.Type, new DisputeRejection(bounty, 0, Digest));
        Refuse(Errors.NotImpartial, _funder, RuleDispute.Type, new RuleDispute(bounty, pay));
        Refuse(Errors.NotImpartial, _worker, RuleDispute.Type, new RuleDispute(bounty, pay));
        Refuse(RegistryErrors.MissingRole, _rival, RuleDispute.Type, new RuleDispute(bounty, pay));
        Apply(_approver, RuleDispute.Type, new RuleDispute(bounty, pay));

        Assert.Equal((worker, funder), (Held(_worker), Held(_funder)));
    }

    [Fact]
    public void DisputeRejection_Refusable_IsRefusedWithItsReason()
    {
        Hash256 open = Post();
        Refuse(Errors.NotRejected, _worker, DisputeRejection.Type, new DisputeRejection(open, 0, Digest));
        Hash256 bounty = Rejected();
        Refuse(Errors.NotYours, _rival, DisputeRejection.Type, new DisputeRejection(bounty, 0, Digest));
        Refuse(Errors.UnknownSubmission, _worker, DisputeRejection.Type, new DisputeRejection(bounty, 7, Digest));
        Drop(Errors.BadDigest, DisputeRejection.Type, new DisputeRejection(bounty, 0, default));
        Drop(Errors.BadDigest, RejectAll.Type, new RejectAll(bounty, default));
    }

    [Fact]
    public void RandomSequence_ManyMessages_KeepsTheInvariants()
    {
        TestAccount[] accounts = [_funder, _worker, _rival, _approver, _chain["poor"]];
        List<Hash256> bounties = [Post()];
        Height seen = default;
        ulong before = Total();
        int applied = RandomSequence.Run(_chain, seed: 8, random =>
        {
            TestAccount from = RandomSequence.Pick(random, accounts);
            bounties = seen == _chain.Height ? bounties : [.. BountiesQueries.Bounties(_chain.State).Where(static pair => !pair.Value.IsClosed).Select(static pair => pair.Key)];
            seen = _chain.Height;
            Hash256 id = bounties.Count > 0 ? RandomSequence.Pick(random, bounties) : Digest;
            uint number = (uint)random.Next(3);
            return random.Next(12) switch
            {
                < 3 => Message(_funder, PostBounty.Type, new PostBounty("work", Digest, new Credits((ulong)random.Next(1, 900)), new Height(_chain.Height.Value + (ulong)random.Next(2, 20)), (ulong)random.Next(1, 20))),
                < 7 => Message(from, SubmitWork.Type, new SubmitWork(id, Sha256.Hash([(byte)random.Next(9)]))),
                7 => Message(_funder, AcceptSubmission.Type, new AcceptSubmission(id, number)),
                8 => Message(_funder, RejectAll.Type, new RejectAll(id, Digest)),
                9 => Message(from, DisputeRejection.Type, new DisputeRejection(id, number, Digest)),
                10 => Message(from, RuleDispute.Type, new RuleDispute(id, random.Next(2) == 0)),
                _ => Message(_funder, WithdrawBounty.Type, new WithdrawBounty(id)),
            };
        });

        Assert.InRange(applied, 300, RandomSequence.Messages);
        Assert.Equal(before, Total());
        BountyStatus[] statuses = [.. BountiesQueries.Bounties(_chain.State).Select(static pair => pair.Value.Status).Distinct().Order()];
        Assert.Superset(
            new SortedSet<BountyStatus> { BountyStatus.Paid, BountyStatus.Expired, BountyStatus.Withdrawn, BountyStatus.Refunded },
            new SortedSet<BountyStatus>(statuses));
    }

    private static TestMessage Message<T>(TestAccount from, ushort type, T message)
        where T : ICanonical<T> => TestMessage.Of(from, ModuleIds.Bounties, type, message);

    private ulong Total()
    {
        CreditTotals totals = AccountsQueries.Totals(_chain.State);
        return (totals.Held + totals.Escrowed).Value;
    }

    private Hash256 Post(ulong heights = 50, ulong decide = 10) =>
        Apply(_funder, PostBounty.Type, new PostBounty("title", Digest, Reward, new Height(_chain.Height.Value + heights), decide));

    private Hash256 Rejected()
    {
        Hash256 bounty = Post();
        Submit(_worker, bounty, Digest);
        Apply(_funder, RejectAll.Type, new RejectAll(bounty, Digest));
        return bounty;
    }

    private void Submit(TestAccount worker, Hash256 bounty, Hash256 evidence) => Apply(worker, SubmitWork.Type, new SubmitWork(bounty, evidence));

    private BountyRecord Get(Hash256 bounty)
    {
        Assert.True(BountiesQueries.TryGet(_chain.State, bounty, out BountyRecord? record));
        return record;
    }

    private ulong Held(TestAccount account) => AccountsQueries.HeldBy(_chain.State, account.Id).Value;

    private Hash256 Apply<T>(TestAccount from, ushort type, T message)
        where T : ICanonical<T> => _chain.Apply(from, ModuleIds.Bounties, type, message);

    private void Refuse<T>(ReasonCode reason, TestAccount from, ushort type, T message)
        where T : ICanonical<T> => _chain.Refuse(reason, from, ModuleIds.Bounties, type, message);

    private void Drop<T>(ReasonCode reason, ushort type, T message)
        where T : ICanonical<T> => _chain.Drop(reason, _funder, ModuleIds.Bounties, type, message);
}
