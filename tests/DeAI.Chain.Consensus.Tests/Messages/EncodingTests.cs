using DeAI.Chain.Consensus.Tests.Cluster;

namespace DeAI.Chain.Consensus.Tests.Messages;

public sealed class EncodingTests
{
    private static readonly EpochContext Four = TestKeys.Context(4, epoch: 2, startView: 100);
    private static readonly Hash256 Digest = DomainHash.Of("test.block", [1]);
    private static readonly View View = new(300);

    public static TheoryData<string, string> Golden { get; } = new()
    {
        { "vote", "840e9e2f94554fdd740d526967fc4ca6bee3356bf129f3d6801d9481bb65e6c4" },
        { "nullify", "a82e6ba645b06ec7dd526eb7c4724ec2f9bae235f38ec84e5d3a49a4bddf39d0" },
        { "certificate", "1ed216a5c42ba1834cefa241b0744f57b177b1b9b9542a088d50617a4f2a1c0b" },
        { "proposal", "e2bbd7f2187e5bb97a65f8162b30ae1030072a0246992904483b47ef18620bc7" },
        { "fetch", "274abbf85c0c66f3bff770f1fe625a7aa8540a5e22f0b562bc1cce9f7907da07" },
        { "fetch_certificates", "28dc00a86200805df02bbdea7b102eac28b9f3ba7a121c62a9641dcb06786b6b" },
        { "status", "3f20a852ce2e273bbd96186d8ae445d252bf076db965aa3f5e757428090793e6" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Encode_Sample_IsPinned(string name, string sha256)
    {
        byte[] bytes = Canonical.Encode(Samples()[name]);
        string found = Sha256.Hash(bytes).ToString();
        Assert.True(sha256 == found, $"{name} is {found}");
        Assert.Equal(Samples()[name], Canonical.Decode<ConsensusMessage>(bytes).Value);
    }

    [Fact]
    public void SigningBytes_Votes_ArePinned()
    {
        Assert.Equal(
            "96b6" + Convert.ToHexStringLower("deai.consensus.vote.v1"u8) + "c420" + TestKeys.Chain + "0201cd012c" + "c420" + Digest,
            Convert.ToHexStringLower(SigningBytes.OfVote(TestKeys.Chain, new Epoch(2), Vote.Notarize(View, Digest))));
        Assert.Equal(
            "96b6" + Convert.ToHexStringLower("deai.consensus.vote.v1"u8) + "c420" + TestKeys.Chain + "0202cd012cc0",
            Convert.ToHexStringLower(SigningBytes.OfVote(TestKeys.Chain, new Epoch(2), Vote.Nullify(View))));
        Assert.Equal(
            "93ba" + Convert.ToHexStringLower("deai.consensus.proposal.v1"u8) + "c420" + TestKeys.Chain
                + "9502cd012cc420" + Digest + "64c420" + TestKeys.Genesis,
            Convert.ToHexStringLower(SigningBytes.OfProposal(TestKeys.Chain, new ProposalHeader(new Epoch(2), View, Digest, new View(100), TestKeys.Genesis))));
    }

    [Fact]
    public void Decode_EveryTruncation_Refused()
    {
        foreach (ConsensusMessage message in Samples().Values)
        {
            byte[] bytes = Canonical.Encode(message);
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.False(Canonical.Decode<ConsensusMessage>(bytes.AsSpan(0, length)).IsOk);
            }

            Assert.False(Canonical.Decode<ConsensusMessage>((byte[])[.. bytes, 0]).IsOk);
        }
    }

    [Fact]
    public void Decode_RandomDamage_IsRefusedOrTheOneEncodingOfWhatItReads()
    {
        Dice dice = new(7);
        byte[][] samples = [.. Samples().Values.Select(Canonical.Encode), Canonical.Encode(SampleRecord()), Canonical.Encode(SampleEvidence())];
        for (int round = 0; round < 40_000; round++)
        {
            byte[] bytes = [.. samples[dice.Below(samples.Length)]];
            for (int i = dice.Below(4); i >= 0; i--)
            {
                // Mostly near the front, where the structure is.
                bytes[dice.Below(dice.Chance(70) ? Math.Min(60, bytes.Length) : bytes.Length)] = (byte)dice.Next();
            }

            AssertCanonical<ConsensusMessage>(bytes);
            AssertCanonical<VoteRecord>(bytes);
            AssertCanonical<Evidence>(bytes);
        }
    }

    [Fact]
    public void Decode_LengthsBeyondTheLimits_Refused()
    {
        CanonicalWriter writer = new();
        writer.WriteArrayHeader(2);
        writer.Write((byte)ConsensusMessageKind.Certificate);
        writer.Write(new Certificate(default, Vote.Nullify(View), new Blob(new byte[17]), Blob.Empty));
        Assert.Equal(EncodingErrors.TooLong, Canonical.Decode<ConsensusMessage>(writer.WrittenSpan).Refusal?.Code);

        byte[] proposal = Canonical.Encode(Samples()["proposal"]);
        Proposal large = Samples()["proposal"].Proposal! with { Body = new Blob(new byte[ConsensusLimits.MaxBodyBytes + 1]) };
        Assert.Equal(EncodingErrors.TooLong, Canonical.Decode<ConsensusMessage>(Canonical.Encode(ConsensusMessage.Of(large))).Refusal?.Code);
        Assert.True(Canonical.Decode<ConsensusMessage>(proposal).IsOk);
    }

    [Fact]
    public void MaxMessageBytes_LargestProposal_Fits()
    {
        byte[] signatures = new byte[ConsensusLimits.MaxCertificateSignatureBytes];
        Certificate full = new(new Epoch(ulong.MaxValue), Vote.Nullify(new View(ulong.MaxValue)), new Blob(new byte[16]), new Blob(signatures));
        Proposal largest = Samples()["proposal"].Proposal! with
        {
            Body = new Blob(new byte[ConsensusLimits.MaxBodyBytes]),
            ParentCertificate = full,
            Nullifications = Sequence.From(Enumerable.Repeat(full, ConsensusLimits.MaxCarriedNullifications)),
        };
        Assert.True(Canonical.Encode(ConsensusMessage.Of(largest)).Length < ConsensusLimits.MaxMessageBytes);
    }

    [Fact]
    public void Evidence_EveryKind_VerifiesAndIsTheSameFromBothSides()
    {
        VerificationCache cache = new();
        Hash256 other = DomainHash.Of("test.block", [2]);
        (Vote One, Vote Two)[] pairs =
        [
            (Vote.Notarize(View, Digest), Vote.Notarize(View, other)),
            (Vote.Finalize(View, Digest), Vote.Finalize(View, other)),
            (Vote.Nullify(View), Vote.Finalize(View, other)),
        ];
        foreach ((Vote one, Vote two) in pairs)
        {
            Evidence found = Evidence.Between(TestKeys.Sign(Four, 1, one), TestKeys.Sign(Four, 1, two))!;
            Assert.Equal(found, Evidence.Between(TestKeys.Sign(Four, 1, two), TestKeys.Sign(Four, 1, one)));
            Assert.True(found.Verify(Four, cache).IsOk);
            Assert.Equal(1, found.SeatIn(Four));
            Assert.Equal(found, Canonical.Decode<Evidence>(Canonical.Encode(found)).Value);
            Assert.Null(Evidence.Between(TestKeys.Sign(Four, 1, one), TestKeys.Sign(Four, 2, two)));
        }

        Assert.True(SampleEvidence().Verify(Four, cache).IsOk);
        Assert.Null(Evidence.Between(TestKeys.Sign(Four, 1, Vote.Nullify(View)), TestKeys.Sign(Four, 1, Vote.Notarize(View, Digest))));
    }

    [Fact]
    public void Evidence_SignedByAnother_Refused()
    {
        SignedVote one = TestKeys.Sign(Four, 1, Vote.Nullify(View));
        SignedVote forged = TestKeys.Sign(Four, 2, Vote.Finalize(View, Digest)) with { Seat = 1 };
        Assert.Equal(ConsensusErrors.BadSignature, Evidence.Between(one, forged)!.Verify(Four, new VerificationCache()).Refusal?.Code);
        Assert.Equal(ConsensusErrors.WrongEpoch, SampleEvidence().Verify(TestKeys.Context(4), new VerificationCache()).Refusal?.Code);
    }

    private static void AssertCanonical<T>(byte[] bytes)
        where T : ICanonical<T>
    {
        if (Canonical.Decode<T>(bytes).TryGet(out T value, out _))
        {
            Assert.Equal(bytes, Canonical.Encode(value));
        }
    }

    private static VoteRecord SampleRecord() =>
        new(new Epoch(2), VoteRecordKind.Finalize, View, Digest, null, TestKeys.Certify(Four, Vote.Notarize(View, Digest), 0, 1, 2));

    private static Evidence SampleEvidence()
    {
        ProposalHeader one = new(new Epoch(2), View, Digest, new View(100), TestKeys.Genesis);
        ProposalHeader two = one with { Digest = DomainHash.Of("test.block", [2]) };
        SigningKey leader = TestKeys.Key(Four.LeaderOf(View));
        return Evidence.Between(
            new SignedHeader(one, leader.Sign(SigningBytes.OfProposal(Four.Chain, one))),
            new SignedHeader(two, leader.Sign(SigningBytes.OfProposal(Four.Chain, two))))!;
    }

    private static Dictionary<string, ConsensusMessage> Samples()
    {
        TestBlock block = new(new Epoch(2), View, Digest, 9, false, false, true, 1);
        Certificate parent = TestKeys.Certify(Four, Vote.Notarize(new View(297), Digest), 0, 1, 2);
        Proposal proposal = TestKeys.Propose(
            Four, block, new View(297), parent, TestKeys.Certify(Four, Vote.Nullify(new View(298)), 1, 2, 3), TestKeys.Certify(Four, Vote.Nullify(new View(299)), 0, 2, 3));
        return new Dictionary<string, ConsensusMessage>
        {
            ["vote"] = ConsensusMessage.Of(TestKeys.Sign(Four, 3, Vote.Finalize(View, Digest))),
            ["nullify"] = ConsensusMessage.Of(TestKeys.Sign(Four, 3, Vote.Nullify(View))),
            ["certificate"] = ConsensusMessage.Of(parent),
            ["proposal"] = ConsensusMessage.Of(proposal),
            ["fetch"] = ConsensusMessage.Of(new Fetch(new Epoch(2), FetchKind.Proposal, View, Digest)),
            ["fetch_certificates"] = ConsensusMessage.Of(new Fetch(new Epoch(2), FetchKind.Certificates, View, default)),
            ["status"] = ConsensusMessage.Of(new Status(new Epoch(2), View, new View(299), new View(250), new View(249), true)),
        };
    }
}
