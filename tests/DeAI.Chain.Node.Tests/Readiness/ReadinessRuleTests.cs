using System.Security.Cryptography;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Node.Readiness;
using DeAI.Chain.Node.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Node.Tests.Readiness;

public sealed class ReadinessRuleTests
{
    private const int Stranger = 200;

    [Theory]
    [InlineData(1, 0, 0, "", "ready")] // Alone, and a quorum by itself.
    [InlineData(4, 0, 0, "", "node.unheard")]
    [InlineData(4, 0, 0, "1:0", "node.unheard")]
    [InlineData(4, 0, 0, "1:0 2:0", "ready")] // At genesis.
    [InlineData(4, 0, 500, "1:500 2:500", "ready")]
    [InlineData(4, 0, 500, "1:400 2:400 3:400", "ready")]
    [InlineData(4, 0, 0, "1:9 2:9", "node.behind")]
    [InlineData(4, 0, 1, "1:9 2:9", "ready")]
    [InlineData(4, 0, 100, "1:999999999 2:100 3:100", "ready")] // One liar of four is nobody.
    [InlineData(4, 0, 100, "1:999999999 2:120 3:100", "node.behind")]
    [InlineData(4, 9, 100, "0:100 1:100 2:100", "ready")] // A follower needs the whole quorum from others.
    [InlineData(4, 9, 100, "0:100 1:100", "node.unheard")]
    [InlineData(4, 9, 100, "200:100 201:100 202:100", "node.unheard")] // Nodes of the registry without a seat.
    public void Judge_WithoutNamedPeers_FollowsTheQuorum(int validators, int self, ulong own, string said, string expected) =>
        Assert.Equal(expected, Judge(validators, self, own, said, [], wasReady: false));

    [Theory]
    [InlineData("200:100", "ready")] // All that the operator named, and that is no validator of the old epoch.
    [InlineData("200:109", "node.behind")]
    [InlineData("", "node.unheard")]
    public void Judge_FollowerWithOneNamedPeer_BelievesIt(string said, string expected) =>
        Assert.Equal(expected, Judge(4, 9, 100, said, [Stranger], wasReady: false));

    [Theory]
    [InlineData(164, "ready")]
    [InlineData(165, "node.behind")]
    public void Judge_WasReady_MayFallFurtherBehind(ulong said, string expected) =>
        Assert.Equal(expected, Judge(4, 0, 100, $"1:{said} 2:{said} 3:{said}", [], wasReady: true));

    [Fact]
    public void Tips_NotRepeatedOrDisconnected_AreForgotten()
    {
        ManualTime time = new();
        PeerTips tips = new(time);
        tips.Heard(Key(1), new Height(5));
        tips.Heard(Key(2), new Height(6));
        tips.Lost(Key(2));
        Assert.Equal([Key(1)], tips.Fresh().Keys);

        time.Advance((long)PeerTips.Lifetime.TotalMilliseconds);
        Assert.Empty(tips.Fresh());
    }

    [Fact]
    public void Announcement_EncodedAndAltered_IsToldFromOtherFrames()
    {
        byte[] frame = Canonical.Encode(new TipAnnouncement(new Height(1234), WantsRelay: true));

        Assert.True(TipAnnouncement.Is(frame));
        Assert.Equal(new TipAnnouncement(new Height(1234), WantsRelay: true), Canonical.Decode<TipAnnouncement>(frame).Value);
        Assert.False(TipAnnouncement.Is([]));
        Assert.False(TipAnnouncement.Is([0x92, 1, 0, 0]));
        Assert.False(Canonical.Decode<TipAnnouncement>([.. frame, 0]).IsOk);
    }

    private static string Judge(int validators, int self, ulong own, string said, int[] named, bool wasReady)
    {
        ValidatorSet set = new(Sequence.Create<Validator>([.. Enumerable.Range(0, validators).Select(i => new Validator(new OrganisationId((uint)i + 1), Key(i)))]));
        Dictionary<PublicKey, Height> tips = said.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Split(':'))
            .ToDictionary(static word => Key(int.Parse(word[0], System.Globalization.CultureInfo.InvariantCulture)), static word => new Height(ulong.Parse(word[1], System.Globalization.CultureInfo.InvariantCulture)));
        return ReadinessRule.Judge(new Height(own), Key(self), set, [.. named.Select(Key)], tips, wasReady)?.Code.Value ?? "ready";
    }

    private static PublicKey Key(int number)
    {
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData([(byte)number]));
        return key.PublicKey;
    }
}
