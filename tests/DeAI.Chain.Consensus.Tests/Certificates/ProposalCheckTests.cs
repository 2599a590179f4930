using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Certificates;

public sealed class ProposalCheckTests
{
    private static readonly EpochContext Four = TestKeys.Context(4);
    private static readonly TestBlock First = Block(1, TestKeys.Genesis, 1);
    private static readonly Certificate FirstNotarized = TestKeys.Certify(Four, Vote.Notarize(new View(1), First.Digest), 0, 1, 2);

    [Fact]
    public void Check_OnStartOrCertifiedParent_Accepted()
    {
        Assert.Null(Refusal(TestKeys.Propose(Four, First, default, null)));
        Assert.Null(Refusal(TestKeys.Propose(Four, Block(2, First.Digest, 2), new View(1), FirstNotarized)));
        Certificate final = TestKeys.Certify(Four, Vote.Finalize(new View(1), First.Digest), 0, 1, 2);
        Assert.Null(Refusal(TestKeys.Propose(Four, Block(2, First.Digest, 2), new View(1), final)));
        Assert.Null(Refusal(TestKeys.Propose(Four, Block(4, First.Digest, 2), new View(1), FirstNotarized, Nullified(2), Nullified(3))));
    }

    [Fact]
    public void Check_NotTheLeadersSignature_BadSignature()
    {
        Proposal good = TestKeys.Propose(Four, First, default, null);
        Signature other = TestKeys.Key(0).Sign(SigningBytes.OfProposal(Four.Chain, good.Header));
        Assert.Equal(ConsensusErrors.BadSignature, Refusal(good with { Signature = other }));
        Assert.Equal(ConsensusErrors.BadSignature, Refusal(good with { Signature = default }));
    }

    [Fact]
    public void Check_ParentWithoutItsCertificate_BadParent()
    {
        TestBlock second = Block(2, First.Digest, 2);
        Assert.Equal(ConsensusErrors.BadParent, Refusal(TestKeys.Propose(Four, second, new View(1), null)));
        Certificate other = TestKeys.Certify(Four, Vote.Notarize(new View(1), second.Digest), 0, 1, 2);
        Assert.Equal(ConsensusErrors.BadParent, Refusal(TestKeys.Propose(Four, second, new View(1), other)));
        Assert.Equal(ConsensusErrors.BadParent, Refusal(TestKeys.Propose(Four, second, new View(1), Nullified(1))));
        Assert.Equal(ConsensusErrors.NoQuorum, Refusal(TestKeys.Propose(Four, second, new View(1), TestKeys.Certify(Four, FirstNotarized.Vote, 0, 1))));
        Assert.Equal(ConsensusErrors.BadParent, Refusal(TestKeys.Propose(Four, First, new View(1), null)));
    }

    [Fact]
    public void Check_SkippedViewNotNullified_BadNullifications()
    {
        TestBlock fourth = Block(4, First.Digest, 2);
        Assert.Equal(ConsensusErrors.BadNullifications, Refusal(TestKeys.Propose(Four, fourth, new View(1), FirstNotarized)));
        Assert.Equal(ConsensusErrors.BadNullifications, Refusal(TestKeys.Propose(Four, fourth, new View(1), FirstNotarized, Nullified(3))));
        Assert.Equal(ConsensusErrors.BadNullifications, Refusal(TestKeys.Propose(Four, fourth, new View(1), FirstNotarized, Nullified(3), Nullified(2))));
        Assert.Equal(ConsensusErrors.BadNullifications, Refusal(TestKeys.Propose(Four, fourth, new View(1), FirstNotarized, Nullified(2), Nullified(2))));
        Certificate weak = TestKeys.Certify(Four, Vote.Nullify(new View(3)), 0, 1);
        Assert.Equal(ConsensusErrors.NoQuorum, Refusal(TestKeys.Propose(Four, fourth, new View(1), FirstNotarized, Nullified(2), weak)));
    }

    [Fact]
    public void Check_BodySwappedByARelay_Refused()
    {
        Proposal good = TestKeys.Propose(Four, First, default, null);
        Assert.NotNull(Refusal(good with { Body = Block(1, TestKeys.Genesis, 1, salt: 9).Body }));
    }

    [Fact]
    public void CheckStored_UnsignedOwn_AcceptedForItsLeaderOnly()
    {
        Proposal unsigned = TestKeys.Propose(Four, First, default, null) with { Signature = default };
        VerificationCache cache = new();
        Assert.True(VerifiedProposal.CheckStored(Four, unsigned, TestKeys.Key(1).PublicKey, TestBlock.Checker, cache).IsOk);
        Assert.False(VerifiedProposal.CheckStored(Four, unsigned, TestKeys.Key(2).PublicKey, TestBlock.Checker, cache).IsOk);
    }

    private static TestBlock Block(ulong view, Hash256 parent, ulong height, ulong salt = 0) =>
        new(default, new View(view), parent, height, false, false, true, salt);

    private static Certificate Nullified(ulong view) => TestKeys.Certify(Four, Vote.Nullify(new View(view)), 1, 2, 3);

    private static ReasonCode? Refusal(Proposal proposal) =>
        VerifiedProposal.Check(Four, proposal, TestBlock.Checker, new VerificationCache()).Refusal?.Code;
}
