using System.Security.Cryptography;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Node.Tests.Testing;

namespace DeAI.Chain.Node.Tests.Composition;

public sealed class PeerDirectoryTests
{
    [Fact]
    public async Task Refresh_PeerNamedByTheOperator_IsKnownThoughGenesisDoesNotNameIt()
    {
        // A node that begins empty must reach peers that were admitted after genesis, or nobody can join once the first members have left.
        using SigningKey later = SigningKey.FromSeed(SHA256.HashData("admitted after genesis"u8));
        await using TestNetwork network = TestNetwork.Create(2);
        network.Change(0, configuration => configuration with
        {
            Peers = [.. configuration.Peers, new PeerSetting(later.PublicKey, new PeerAddress("127.0.0.1", 9))],
        });
        await network.StartAsync(0);
        await network.StartAsync(1);

        PeerDirectory told = network.Nodes[0]!.Resources.Parts.Directory.Peers;
        Assert.True(told.TryFind(later.PublicKey, out PeerInfo? peer));
        Assert.Equal(PeerRole.Auditor, peer.Role);
        Assert.True(told.TryFind(network.Nodes[1]!.Key, out PeerInfo? validator));
        Assert.Equal(PeerRole.Validator, validator.Role);
        Assert.False(network.Nodes[1]!.Resources.Parts.Directory.Peers.TryFind(later.PublicKey, out _));
    }
}
