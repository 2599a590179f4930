using DeAI.Chain.Cryptography;
using DeAI.Chain.Learning;
using DeAI.Chain.Modules.Contribution.Contracts;
using DeAI.Chain.Modules.Federation.Contracts;
using DeAI.Chain.Modules.Federation.Messages;
using DeAI.Chain.Modules.Models.Contracts;
using DeAI.Chain.Modules.Models.Messages;
using DeAI.Chain.Modules.Tests.Testing;
using DeAI.Chain.Modules.Training.Contracts;
using DeAI.Chain.Modules.Training.Messages;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Tests.Federation;

/// <summary>The first bytes of the hash of each encoding, pinned: a change here is a change of the chain's rules.</summary>
public sealed class TrainingEncodingTests
{
    private static readonly Hash256 One = new(Fill(1));
    private static readonly Hash256 Two = new(Fill(2));
    private static readonly AccountId Account = new(Fill(3));

    [Fact]
    public void Messages_Encoded_AreAsPinned()
    {
        Transcript transcript = new(One, Two, [new TranscriptLeaf(0, One, 0), new TranscriptLeaf(5, Two, -7)]);
        DataBlock block = TestMember.Block(5);
        Opening opening = new(transcript, [new OpenedBlock(1, One.Value, block)], [Two]);
        RevealedBlock revealed = new(One.Value, block, new MerkleProof(1, 3, [Two, One]));
        string[] found =
        [
            Pin(new ProposeTask(TrainingScenario.Terms)),
            Pin(new Register(One, 2, Two, One, 4, Two, 3)),
            Pin(new Commit(One, 1, Two, One, Two)),
            Pin(new Open(One, 1, 1234, Two.Value, new ModelUpdate([1, -2, 3]), opening)),
            Pin(new RevealHoldout(One, 1, [revealed])),
            Pin(new Predict(One, new Blob(new byte[] { 1, 2, 255 }), new Credits(7))),
            Pin(new Approve(One)),
            Pin(new Suspend(Two)),
            Pin(new SetPrice(One, new Credits(9))),
            Pin(new ReportOutcome(One, Two, -3)),
        ];
        AssertPinned("8037467a 791ed8f2 e6bb1213 a2afe8ff eb98c1e5 3b4367dc 3fa86449 ca59c99f 502ef588 8f7db16f", found);
    }

    [Fact]
    public void Records_Encoded_AreAsPinned()
    {
        ReasonCode reason = new("training.no_commit");
        VersionShare share = new(new OrganisationId(4), Account, 1_000_000);
        string[] found =
        [
            Pin(new TaskRecord(TrainingScenario.Terms, Account, new OrganisationId(5), 2, 1, One, new Credits(6), HasEnded: true)),
            Pin(new RoundRecord(RoundPhase.Failed, new Height(1), new Height(9), 2, One, Two, default, reason)),
            Pin(new ContributionRecord(Account, One, Two, 4, One, 3, Two, ContributionStatus.Out, BondState.Forfeited, reason)),
            Pin(new CommitmentRecord(One, Two, One, new Height(3))),
            Pin(new VerdictRecord(reason, new Height(3), One, Two, One, 256, 512, -9)),
            Pin(new ScoreRecord(1, Account, 900, -5, 6, 7, -8, 9, 512, HasRevealed: true, new Credits(1), new Credits(2), new Points(3))),
            Pin(new ModelVersion(One, 1, "n", TrainingScenario.Model, Two, default, new OrganisationId(5), Account, VersionStatus.Approved, new Height(4), new Height(3), new Credits(8), 900_000, -4, new ErrorInterval(512, -3, 4), [share])),
            Pin(new VersionUsage(1, new Credits(10), new Credits(9), new Credits(1), 2)),
            Pin(new OutcomeRecord(Account, new Height(5), -6)),
        ];
        AssertPinned("4b934987 9140649f 0e9e2b3d 2d196574 248e6291 40f45e2d 0083b265 c0512b13 70e756eb", found);
    }

    private static void AssertPinned(string expected, string[] found) =>
        Assert.True(string.Equals(expected, string.Join(' ', found), StringComparison.Ordinal), $"encoded are {string.Join(' ', found)}");

    private static string Pin<T>(T value)
        where T : ICanonical<T>, IEquatable<T>
    {
        byte[] bytes = Canonical.Encode(value);
        Assert.Equal(value, ModuleTestChain.Required(Canonical.Decode<T>(bytes)));
        Assert.False(Canonical.Decode<T>(bytes.AsSpan(0, bytes.Length - 1)).IsOk);
        return Sha256.Hash(bytes).ToShortString();
    }

    private static byte[] Fill(byte value)
    {
        byte[] bytes = new byte[32];
        Array.Fill(bytes, value);
        return bytes;
    }
}
