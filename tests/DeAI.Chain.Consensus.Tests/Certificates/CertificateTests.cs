using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Certificates;

public sealed class CertificateTests
{
    private static readonly EpochContext Four = TestKeys.Context(4);
    private static readonly Hash256 Block = DomainHash.Of("test.block", [1]);
    private static readonly Vote Content = Vote.Notarize(new View(5), Block);

    [Fact]
    public void Check_QuorumOrMore_Accepted()
    {
        Assert.True(Check(Four, TestKeys.Certify(Four, Content, 0, 1, 3)).IsOk);
        Assert.True(Check(Four, TestKeys.Certify(Four, Content, 0, 1, 2, 3)).IsOk);
        Assert.True(Check(Four, TestKeys.Certify(Four, Vote.Nullify(new View(1)), 1, 2, 3)).IsOk);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(128)]
    public void Check_EverySetSize_AcceptsExactlyAQuorumAndRefusesOneLess(int n)
    {
        EpochContext context = TestKeys.Context(n);
        int[] quorum = [.. Enumerable.Range(n - context.Validators.Quorum, context.Validators.Quorum)];
        Assert.True(Check(context, TestKeys.Certify(context, Content, quorum)).IsOk);
        AssertRefused(ConsensusErrors.NoQuorum, context, TestKeys.Certify(context, Content, quorum[1..]));
    }

    [Fact]
    public void Check_OneVoteTooFew_NoQuorum() => AssertRefused(ConsensusErrors.NoQuorum, Four, TestKeys.Certify(Four, Content, 0, 1));

    [Fact]
    public void Check_BitBeyondTheSet_SeatOutOfRange()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        Blob signatures = new((byte[])[.. good.Signatures.Span, .. good.Signatures.Span[..64]]);
        AssertRefused(ConsensusErrors.SeatOutOfRange, Four, good with { Bitmap = new Blob(new byte[] { 0b0001_0111 }), Signatures = signatures });
        AssertRefused(ConsensusErrors.SeatOutOfRange, Four, good with { Bitmap = new Blob(new byte[] { 0b1000_0011 }) });
    }

    [Fact]
    public void Check_BitmapOfWrongLength_BadBitmap()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        AssertRefused(ConsensusErrors.BadBitmap, Four, good with { Bitmap = Blob.Empty });
        AssertRefused(ConsensusErrors.BadBitmap, Four, good with { Bitmap = new Blob(new byte[] { 7, 0 }) });
        AssertRefused(ConsensusErrors.BadBitmap, Four, good with { Bitmap = new Blob(new byte[16]) });
    }

    [Fact]
    public void Check_NumberOfSignaturesNotTheBitmaps_BadBitmap()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        AssertRefused(ConsensusErrors.BadBitmap, Four, good with { Signatures = Blob.CopyOf(good.Signatures.Span[..128]) });
        AssertRefused(ConsensusErrors.BadBitmap, Four, good with { Signatures = Blob.CopyOf(good.Signatures.Span[..191]) });
        AssertRefused(ConsensusErrors.BadBitmap, Four, good with { Bitmap = new Blob(new byte[] { 15 }) });
    }

    [Fact]
    public void Check_OneSignatureForTwoSeats_BadSignature()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        Blob doubled = new((byte[])[.. good.Signatures.Span[..128], .. good.Signatures.Span[64..128]]);
        AssertRefused(ConsensusErrors.BadSignature, Four, good with { Signatures = doubled });
    }

    [Fact]
    public void Check_SignaturesInAnotherOrder_BadSignature()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        Blob swapped = new((byte[])[.. good.Signatures.Span[64..128], .. good.Signatures.Span[..64], .. good.Signatures.Span[128..]]);
        AssertRefused(ConsensusErrors.BadSignature, Four, good with { Signatures = swapped });
    }

    [Fact]
    public void Check_SignaturesOfAnotherContent_BadSignature()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        Hash256 other = DomainHash.Of("test.block", [2]);
        AssertRefused(ConsensusErrors.BadSignature, Four, good with { Vote = Vote.Notarize(new View(5), other) });
        AssertRefused(ConsensusErrors.BadSignature, Four, good with { Vote = Vote.Notarize(new View(6), Block) });
        AssertRefused(ConsensusErrors.BadSignature, Four, good with { Vote = Vote.Finalize(new View(5), Block) });
        AssertRefused(ConsensusErrors.BadSignature, Four, good with { Vote = Vote.Nullify(new View(5)) });
    }

    [Fact]
    public void Check_OneSignatureOfAnotherBlockAmongGoodOnes_BadSignature()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        Certificate other = TestKeys.Certify(Four, Vote.Notarize(new View(5), DomainHash.Of("test.block", [2])), 0, 1, 2);
        Blob mixed = new((byte[])[.. good.Signatures.Span[..128], .. other.Signatures.Span[128..]]);
        AssertRefused(ConsensusErrors.BadSignature, Four, good with { Signatures = mixed });
    }

    [Fact]
    public void Check_AnotherChainOrEpochOrView_Refused()
    {
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        EpochContext otherChain = new(new ChainId(DomainHash.Of("test.other_chain", []).Value), Four.Start);
        AssertRefused(ConsensusErrors.BadSignature, otherChain, good);
        AssertRefused(ConsensusErrors.WrongEpoch, TestKeys.Context(4, epoch: 1), good);
        AssertRefused(ConsensusErrors.BadSignature, TestKeys.Context(4, epoch: 1), good with { Epoch = new Epoch(1) });
        AssertRefused(ConsensusErrors.ViewOutOfRange, TestKeys.Context(4, startView: 5), good);
        AssertRefused(ConsensusErrors.BadVote, Four, good with { Vote = new Vote(VoteKind.None, new View(5), Block) });
        AssertRefused(ConsensusErrors.BadVote, Four, good with { Vote = new Vote(VoteKind.Nullify, new View(5), Block) });
        AssertRefused(ConsensusErrors.BadVote, Four, good with { Vote = new Vote(VoteKind.Finalize, new View(5), default) });
    }

    [Fact]
    public void Check_CachedForOneSet_SaysNothingForAnother()
    {
        VerificationCache cache = new();
        Certificate good = TestKeys.Certify(Four, Content, 0, 1, 2);
        Assert.True(VerifiedCertificate.Check(Four, good, cache).IsOk);
        Validator[] shifted = [.. Enumerable.Range(1, 4).Select(i => new Validator(new OrganisationId((uint)i), TestKeys.Key(i).PublicKey))];
        EpochContext other = new(Four.Chain, Four.Start with { Validators = new ValidatorSet(Sequence.From(shifted)) });
        Assert.Equal(ConsensusErrors.BadSignature, VerifiedCertificate.Check(other, good, cache).Refusal?.Code);
    }

    [Fact]
    public void Cache_MoreThanItHolds_ForgetsTheOldestAndStaysRight()
    {
        VerificationCache cache = new(2);
        for (int seat = 0; seat < 4; seat++)
        {
            SignedVote vote = TestKeys.Sign(Four, seat, Content);
            Assert.True(VerifiedVote.Check(Four, vote, cache).IsOk);
            Assert.True(VerifiedVote.Check(Four, vote, cache).IsOk);
            Assert.False(VerifiedVote.Check(Four, vote with { Seat = (seat + 1) % 4 }, cache).IsOk);
        }
    }

    [Fact]
    public void VoteCheck_Forgeries_Refused()
    {
        VerificationCache cache = new();
        SignedVote vote = TestKeys.Sign(Four, 2, Content);
        Assert.True(VerifiedVote.Check(Four, vote, cache).IsOk);
        Assert.Equal(ConsensusErrors.SeatOutOfRange, VerifiedVote.Check(Four, vote with { Seat = 4 }, cache).Refusal?.Code);
        Assert.Equal(ConsensusErrors.SeatOutOfRange, VerifiedVote.Check(Four, vote with { Seat = -1 }, cache).Refusal?.Code);
        Assert.Equal(ConsensusErrors.BadSignature, VerifiedVote.Check(Four, vote with { Seat = 1 }, cache).Refusal?.Code);
        Assert.Equal(ConsensusErrors.BadSignature, VerifiedVote.Check(Four, vote with { Vote = Vote.Finalize(new View(5), Block) }, cache).Refusal?.Code);
        Assert.Equal(ConsensusErrors.WrongEpoch, VerifiedVote.Check(Four, vote with { Epoch = new Epoch(3) }, cache).Refusal?.Code);
    }

    private static Result<VerifiedCertificate> Check(EpochContext context, Certificate certificate) =>
        VerifiedCertificate.Check(context, certificate, new VerificationCache());

    private static void AssertRefused(ReasonCode code, EpochContext context, Certificate certificate) =>
        Assert.Equal(code, Check(context, certificate).Refusal?.Code);
}
