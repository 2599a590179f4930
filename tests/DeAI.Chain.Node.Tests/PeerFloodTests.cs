using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Tests.Testing;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica.Messages;
using DeAI.Chain.Replica.Messages.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeAI.Chain.Node.Tests;

/// <summary>A peer with a validator's key that sends thousands of frames a second, all of them well formed: three nodes hold no more than they may, and go on when it is over.</summary>
public sealed class PeerFloodTests
{
    private const int Hostile = 3;
    private const int MostQueued = 2048;
    private const double MostMoreMiB = 200;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Flood_OfWellFormedFrames_LeavesMemoryBoundedAndEndsWithIt()
    {
        await using TestNetwork network = TestNetwork.Create(4);
        for (int i = 0; i < Hostile; i++)
        {
            await network.StartAsync(i);
        }

        Assert.True((await network.TransferAsync(0, 1, 1)).IsOk);
        double before = GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
        using SigningKey key = SigningKey.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"validator {Hostile}")));
        using NodeIdentity identity = new(key, TlsCertificate.Create(TimeProvider.System));
        await using PeerNetwork peer = await ConnectAsync(network, identity);
        using CancellationTokenSource stop = new();
        long most = 0;
        Task flood = Task.Run(() => FloodAsync(peer, network.Chain, stop.Token));
        Stopwatch clock = Stopwatch.StartNew();
        while (clock.Elapsed < Time)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            most = Math.Max(most, network.Nodes.Take(Hostile).Max(static node => node!.Resources.Loop.QueuedInputs));
        }

        await stop.CancelAsync();
        await flood;
        Assert.True((await network.TransferAsync(1, 2, 1)).IsOk);
        Assert.InRange(most, 0, MostQueued);
        double after = GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
        Assert.True(after - before < MostMoreMiB, $"from {before:F0} to {after:F0} MiB");
        Assert.All(network.Nodes.Take(Hostile), static node => Assert.False(node!.Resources.Parts.Failure.Failed.IsCompleted));
    }

    private static async Task<PeerNetwork> ConnectAsync(TestNetwork network, NodeIdentity identity)
    {
        PeerInfo[] nodes = [.. network.Nodes.Take(Hostile).Select(static (node, i) => new PeerInfo(node!.Resources.Network.PublicKey, PeerRole.Validator, $"node {i}"))];
        PeerNetworkOptions options = new()
        {
            Chain = network.Chain,
            Role = PeerRole.Validator,
            Listen = new PeerAddress("127.0.0.1", 0),
            Outgoing = new QueueBounds { Transactions = new QueueBound(64, 4 << 20) },
        };
        PeerNetwork peer = new(options, identity, new PeerDirectory(nodes), TimeProvider.System, NullLogger<PeerNetwork>.Instance);
        Assert.True((await peer.StartAsync()).IsOk);
        PeerEndpoint[] endpoints = [.. network.Nodes.Take(Hostile).Select(static node => new PeerEndpoint(node!.Resources.Network.PublicKey, node.Resources.Network.ListenAddress))];
        Assert.True(peer.SetPeers(endpoints).IsOk);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        while (!endpoints.All(endpoint => peer.IsConnected(endpoint.Key)))
        {
            await Task.Delay(20, limit.Token);
        }

        return peer;
    }

    /// <summary>Votes and certificates that nobody signed, transactions of nobody, questions by the thousand, epochs that are not.</summary>
    private static async Task FloodAsync(PeerNetwork peer, ChainId chain, CancellationToken stop)
    {
        View view = new(5);
        Hash256 digest = new(chain.Value);
        (ChannelClass Channel, byte[] Frame)[] frames =
        [
            (ChannelClass.Consensus, Canonical.Encode(ConsensusMessage.Of(new SignedVote(default, Vote.Notarize(view, digest), Hostile, default)))),
            (ChannelClass.Consensus, Canonical.Encode(ConsensusMessage.Of(new Status(new Epoch(77), view, default, view, view, WantsReply: true)))),
            (ChannelClass.Consensus, Canonical.Encode(ConsensusMessage.Of(new Fetch(default, FetchKind.Proposal, view, digest)))),
            (ChannelClass.Consensus, Canonical.Encode(ConsensusMessage.Of(new Certificate(default, Vote.Finalize(view, digest), new Blob(new byte[] { 7 }), new Blob(new byte[192]))))),
            (ChannelClass.Transactions, Canonical.Encode(new TransactionBatch(Sequence.From(Enumerable.Repeat(new Blob(new byte[200]), 256))))),
            (ChannelClass.Sync, Canonical.Encode(new SyncMessage(new SyncRequest(new Height(1)), null))),
            (ChannelClass.Sync, Canonical.Encode(new SyncMessage(new SnapshotMessage.Ask(new SnapshotRequest(default))))),
            (ChannelClass.Sync, Canonical.Encode(new SyncMessage(null, new SyncAnswer(new Height(1), new Height(1_000_000), default)))),
        ];
        while (!stop.IsCancellationRequested)
        {
            for (int i = 0; i < 64; i++)
            {
                (ChannelClass channel, byte[] frame) = frames[i % frames.Length];
                peer.Broadcast(channel, frame);
            }

            // The flood shares its cores with the nodes it floods: some thousand frames a second, not as many as the loop here can turn out.
            await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);
        }
    }
}
