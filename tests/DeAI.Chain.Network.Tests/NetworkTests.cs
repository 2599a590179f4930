using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using Microsoft.Extensions.Logging.Abstractions;

namespace DeAI.Chain.Network.Tests;

[Collection("sockets")]
public sealed class NetworkTests
{
    [Fact]
    public async Task Broadcast_FourNodesInFullMesh_ReachesEveryOther()
    {
        string[] names = ["n1", "n2", "n3", "n4"];
        List<TestNode> nodes = [];
        foreach (string name in names)
        {
            nodes.Add(await TestNode.StartAsync(name, names));
        }

        // All dial all at once: every pair collides, and each must end with one session.
        nodes.ForEach(n => n.Dial([.. nodes]));
        await TestNode.Until(() => nodes.TrueForAll(n => n.Network.Peers().Count(p => p.IsConnected) == 3));
        await TestNode.Until(() => AgreeOnDiallers(nodes));
        SortedSet<PublicKey>[] heard = [[], [], [], []];
        // Again and again, as consensus does: a session that a preferred one replaces takes its frames with it.
        await TestNode.Until(() =>
        {
            nodes.ForEach(n => n.Network.Broadcast(ChannelClass.Consensus, n.Key.ToArray()));
            for (int i = 0; i < nodes.Count; i++)
            {
                while (nodes[i].Network.Received.TryRead(out ReceivedFrame frame))
                {
                    Assert.Equal(frame.Peer.ToArray(), frame.Payload.ToArray());
                    Assert.NotEqual(nodes[i].Key, frame.Peer);
                    heard[i].Add(frame.Peer);
                }
            }

            return heard.All(h => h.Count == 3);
        });

        foreach (TestNode node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Send_TenThousandFrames_ArriveInOrderPerChannel()
    {
        TestNode[] pair = await TestNode.PairAsync();
        await using TestNode a = pair[0];
        await using TestNode b = pair[1];
        const int Count = 10_000;
        ChannelClass[] channels = [ChannelClass.Consensus, ChannelClass.Sync];
        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < Count; i++)
            {
                byte[] payload = new byte[4 + (i % 200)];
                BinaryPrimitives.WriteInt32BigEndian(payload, i);
                foreach (ChannelClass channel in channels)
                {
                    Assert.Equal(SendOutcome.Queued, await a.Network.SendAsync(b.Key, channel, payload));
                }
            }
        });
        int[] next = new int[5];
        for (int i = 0; i < Count * channels.Length; i++)
        {
            ReceivedFrame frame = await b.ReceiveAsync();
            int number = next[(int)frame.Channel]++;
            Assert.Equal(number, BinaryPrimitives.ReadInt32BigEndian(frame.Payload.Span));
            Assert.Equal(4 + (number % 200), frame.Payload.Length);
        }

        await sending;
    }

    [Fact]
    public async Task Send_FrameAtTheCap_ArrivesWholeAndOneByteMoreIsNotTaken()
    {
        TestNode[] pair = await TestNode.PairAsync();
        await using TestNode a = pair[0];
        await using TestNode b = pair[1];
        byte[] payload = new byte[TestNode.Options.FrameLimits.Sync];
        new Random(5).NextBytes(payload);
        Assert.Equal(SendOutcome.Queued, a.Network.Send(b.Key, ChannelClass.Sync, payload));
        Assert.True(new Blob(payload) == (await b.ReceiveAsync()).Payload);
        Assert.Equal(SendOutcome.BadLength, a.Network.Send(b.Key, ChannelClass.Sync, new byte[payload.Length + 1]));
        Assert.Equal(SendOutcome.BadLength, a.Network.Send(b.Key, ChannelClass.Sync, default));
        Assert.Equal(SendOutcome.NotConnected, a.Network.Send(TestNode.InfoOf("z").Key, ChannelClass.Sync, new byte[1]));
    }

    [Theory]
    [InlineData(new byte[] { 0x7f, 0xff, 0xff, 0xff, 4 }, "network.frame_too_large")]
    [InlineData(new byte[] { 0, 0, 0, 1, 9, 0 }, "network.unknown_channel")]
    [InlineData(new byte[] { 0, 0, 0, 0, 1 }, "network.empty_frame")]
    [InlineData(new byte[] { 0, 0, 0, 2, 0, 2, 1 }, "network.malformed_control")]
    [InlineData(new byte[] { 0, 0, 0, 1, 0, 1 }, "network.malformed_control")]
    public async Task Receive_GarbageFromAnAuthenticatedPeer_EndsTheSessionWithItsReason(byte[] garbage, string reason)
    {
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        await using Impostor impostor = await Impostor.DialAsync(bob, alice);
        await impostor.EnterAsync(alice);
        await impostor.SendAsync(garbage);
        Assert.Equal(reason, await impostor.ReadGoodbyeAsync());
        await TestNode.Until(() => !bob.Network.IsConnected(alice.PublicKey));
    }

    [Fact]
    public async Task Dial_PeerRestarts_SessionComesBack()
    {
        TestNode[] pair = await TestNode.PairAsync();
        await using TestNode a = pair[0];
        List<bool> changes = [];
        a.Network.PeerChanged += (_, change) => changes.Add(change.IsConnected);
        PeerAddress address = pair[1].Network.ListenAddress;
        PublicKey key = pair[1].Key;
        await pair[1].DisposeAsync();
        await TestNode.Until(() => !a.Network.IsConnected(key));
        await using TestNode again = await TestNode.StartAsync("b", ["a", "b"], TestNode.Options with { Listen = address });
        await TestNode.Until(() => a.Network.IsConnected(key) && again.Network.IsConnected(a.Key));
        Assert.Equal(SendOutcome.Queued, a.Network.Send(key, ChannelClass.Consensus, new byte[] { 1 }));
        Assert.Equal(a.Key, (await again.ReceiveAsync()).Peer);
        Assert.Equal([false, true], changes);
    }

    [Fact]
    public async Task Receive_OnePeerFloods_AnotherIsNotStarved()
    {
        await using TestNode c = await TestNode.StartAsync("c", ["a", "b", "c"]);
        await using TestNode a = await TestNode.StartAsync("a", ["a", "b", "c"]);
        await using TestNode b = await TestNode.StartAsync("b", ["a", "b", "c"]);
        a.Dial(c);
        b.Dial(c);
        await TestNode.Until(() => c.Network.Peers().Count(p => p.IsConnected) == 2);
        await TestNode.Until(() => a.Network.IsConnected(c.Key) && b.Network.IsConnected(c.Key));
        using CancellationTokenSource stop = new();
        Task flood = Task.Run(async () =>
        {
            byte[] payload = new byte[1_000];
            while (!stop.IsCancellationRequested)
            {
                await a.Network.SendAsync(c.Key, ChannelClass.Sync, payload, CancellationToken.None);
            }
        });
        // The flood fills its own lane while nobody reads.
        await TestNode.Until(() => c.Network.Received.Count >= TestNode.Options.Incoming.Sync.Frames);
        b.Network.Send(c.Key, ChannelClass.Sync, new byte[] { 7 });
        await TestNode.Until(() => c.Network.Received.Count > TestNode.Options.Incoming.Sync.Frames);
        int before = 0;
        while ((await c.ReceiveAsync()).Peer != b.Key)
        {
            before++;
        }

        Assert.InRange(before, 0, 2);
        await stop.CancelAsync();
        while (!flood.IsCompleted)
        {
            c.Network.Received.TryRead(out _);
            await Task.Yield();
        }

        await flood;
    }

    [Fact]
    public async Task Send_PeerThatDoesNotRead_HoldsNoMoreThanTheQueues()
    {
        QueueBounds small = new()
        {
            Transactions = new QueueBound(100, 1_200_000),
            Consensus = new QueueBound(100, 1_200_000),
            Sync = new QueueBound(4, 17_000_000),
        };
        PeerNetworkOptions options = TestNode.Options with { Outgoing = small, Incoming = small };
        TestNode[] pair = await TestNode.PairAsync(options, options);
        await using TestNode a = pair[0];
        await using TestNode b = pair[1];
        byte[] payload = new byte[10_000];
        long queued = 0;
        for (int i = 0; i < 20_000; i++)
        {
            queued += a.Network.Send(b.Key, ChannelClass.Transactions, payload) == SendOutcome.Queued ? 1 : 0;
            a.Network.Send(b.Key, ChannelClass.Consensus, payload);
            if (i % 100 == 0)
            {
                await Task.Delay(1);
            }
        }

        // 400 MB were offered. Nobody read, so b holds its two lanes at most, and a dropped the rest.
        Assert.InRange(b.Network.Received.Count, 100, 200);
        PeerStatus seenByA = a.Network.Peers().Single(p => p.IsConnected);
        Assert.True(seenByA.OutgoingDropped > 10_000, $"{seenByA.OutgoingDropped} dropped");
        Assert.True(a.Network.IsConnected(b.Key) && b.Network.IsConnected(a.Key));
    }

    [Fact]
    public async Task Dial_BothAtOnce_OneSessionStaysAndBothUseIt()
    {
        for (int round = 0; round < 8; round++)
        {
            await using TestNode a = await TestNode.StartAsync("a", ["a", "b"]);
            await using TestNode b = await TestNode.StartAsync("b", ["a", "b"]);
            List<TestNode> both = [a, b];
            a.Dial(b);
            b.Dial(a);
            await TestNode.Until(() => a.Network.IsConnected(b.Key) && b.Network.IsConnected(a.Key) && AgreeOnDiallers(both));
            await TestNode.Until(() =>
            {
                a.Network.Send(b.Key, ChannelClass.Consensus, new byte[] { 1 });
                b.Network.Send(a.Key, ChannelClass.Consensus, new byte[] { 2 });
                return a.Network.Received.Count > 0 && b.Network.Received.Count > 0;
            });
        }
    }

    [Fact]
    public async Task Accept_MemberReconnectsWithoutEnd_HoldsFewSessions()
    {
        using RefusalListener refusals = new();
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        List<Impostor> impostors = [];
        for (int i = 0; i < 4; i++)
        {
            Impostor impostor = await Impostor.DialAsync(bob, alice);
            impostors.Add(impostor);
            await impostor.EnterAsync(alice);
        }

        Assert.Equal("network.too_many_connections", await refusals.NextAsync());
        Assert.True(bob.Network.IsConnected(alice.PublicKey));
        foreach (Impostor impostor in impostors)
        {
            await impostor.DisposeAsync();
        }
    }

    [Fact]
    public async Task Receive_AnnouncedButUnsentBulk_ReservesNoMemory()
    {
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"]);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        await using Impostor impostor = await Impostor.DialAsync(bob, alice);
        await impostor.EnterAsync(alice);
        await TestNode.Until(() => bob.Network.IsConnected(alice.PublicKey));
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await impostor.SendAsync(FrameCodecTests.Frame((byte)ChannelClass.Consensus, [1]));
        await impostor.SendAsync([0x01, 0, 0, 0, (byte)ChannelClass.Sync, 1, 2, 3]);
        await bob.ReceiveAsync();
        await impostor.SendAsync(new byte[1_000]);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.InRange(allocated, 0, 1024 * 1024);
    }

    [Fact]
    public async Task EnforceDirectory_PeerRemoved_EndsItsSession()
    {
        TestNode[] pair = await TestNode.PairAsync();
        await using TestNode a = pair[0];
        await using TestNode b = pair[1];
        b.Directory.Replace([TestNode.InfoOf("b")]);
        b.Network.EnforceDirectory();
        await TestNode.Until(() => !b.Network.IsConnected(a.Key) && !a.Network.IsConnected(b.Key));
        await TestNode.Until(() => a.Network.Peers()[0].LastError?.Detail.Contains("network.unknown_peer", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Watch_SilentPeer_IsGivenUp()
    {
        PeerNetworkOptions options = TestNode.Options with
        {
            KeepaliveInterval = TimeSpan.FromMilliseconds(100), IdleTimeout = TimeSpan.FromMilliseconds(300),
        };
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"], options);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        await using Impostor impostor = await Impostor.DialAsync(bob, alice);
        await impostor.EnterAsync(alice);
        Assert.Equal("network.idle_timeout", await impostor.ReadGoodbyeAsync());
    }

    [Fact]
    public async Task Watch_PeerThatTakesNothing_IsGivenUp()
    {
        PeerNetworkOptions options = TestNode.Options with
        {
            KeepaliveInterval = TimeSpan.FromMilliseconds(100), WriteTimeout = TimeSpan.FromMilliseconds(300),
        };
        await using TestNode bob = await TestNode.StartAsync("bob", ["alice", "bob"], options);
        using SigningKey aliceKey = TestNode.KeyOf("alice");
        using NodeIdentity alice = TestNode.IdentityOf(aliceKey);
        TaskCompletionSource<Refusal?> lost = new();
        bob.Network.PeerChanged += (_, change) =>
        {
            if (!change.IsConnected)
            {
                lost.TrySetResult(change.Reason);
            }
        };
        await using Impostor impostor = await Impostor.DialAsync(bob, alice);
        await impostor.EnterAsync(alice);
        await TestNode.Until(() => bob.Network.IsConnected(alice.PublicKey));
        byte[] bulk = new byte[15_000_000];
        bob.Network.Send(alice.PublicKey, ChannelClass.Sync, bulk);
        bob.Network.Send(alice.PublicKey, ChannelClass.Sync, bulk);
        Assert.Equal(NetworkErrors.WriteStalled, (await lost.Task.WaitAsync(TestNode.Patience))!.Code);
    }

    [Fact]
    public async Task Watch_LivelyPeers_KeepTheSessionAndKnowTheRoundTrip()
    {
        PeerNetworkOptions options = TestNode.Options with
        {
            KeepaliveInterval = TimeSpan.FromMilliseconds(250), IdleTimeout = TimeSpan.FromSeconds(5),
        };
        TestNode[] pair = await TestNode.PairAsync(options, options);
        await using TestNode a = pair[0];
        await using TestNode b = pair[1];
        await TestNode.Until(() => a.Network.Peers()[0].RoundTrip is not null && b.Network.Peers()[0].FramesIn >= 4);
        PeerStatus status = a.Network.Peers()[0];
        Assert.True(status.IsConnected && status.DialledByUs);
        Assert.Equal("b", status.Name);
        Assert.Equal(b.Network.ListenAddress.ToString(), status.AnnouncedAddress);
        Assert.InRange(status.RoundTrip!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task StartAsync_PortInUse_NamesTheOption()
    {
        await using TestNode a = await TestNode.StartAsync("a", ["a"]);
        using SigningKey key = TestNode.KeyOf("b");
        using NodeIdentity identity = TestNode.IdentityOf(key);
        await using PeerNetwork second = new(
            TestNode.Options with { Listen = a.Network.ListenAddress }, identity, a.Directory, TimeProvider.System, NullLogger<PeerNetwork>.Instance);
        Refusal refusal = (await second.StartAsync()).Refusal!;
        Assert.Equal(NetworkErrors.PortInUse, refusal.Code);
        Assert.Contains("option Listen", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DisposeAsync_OpenSessions_TellsPeersAndEndsReaders()
    {
        TestNode[] pair = await TestNode.PairAsync();
        await using TestNode a = pair[0];
        TestNode b = pair[1];
        await b.DisposeAsync();
        await b.Network.Received.Completion.WaitAsync(TestNode.Patience);
        Assert.Equal(SendOutcome.NotConnected, b.Network.Send(a.Key, ChannelClass.Sync, new byte[1]));
        await TestNode.Until(() => !a.Network.IsConnected(pair[1].Key));
        await b.DisposeAsync();
    }

    [Fact]
    public async Task SetPeers_ListChanges_DialsTheNewAndForgetsTheOld()
    {
        await using TestNode a = await TestNode.StartAsync("a", ["a", "b", "c"]);
        await using TestNode c = await TestNode.StartAsync("c", ["a", "b", "c"]);
        PeerEndpoint absent = new(TestNode.InfoOf("b").Key, new PeerAddress("127.0.0.1", 1));
        Assert.True(a.Network.SetPeers([absent]).IsOk);
        await TestNode.Until(() => a.Network.Peers()[0].LastError?.Code == NetworkErrors.DialFailed);
        a.Dial(c);
        await TestNode.Until(() => a.Network.IsConnected(c.Key));
        Assert.Equal([c.Key], a.Network.Peers().Select(p => p.Key));
        Assert.Equal(NetworkErrors.BadAddress, a.Network.SetPeers([absent, absent]).Refusal!.Code);
        Assert.Equal(NetworkErrors.BadAddress, a.Network.SetPeers([absent with { Address = new PeerAddress("h", 0) }]).Refusal!.Code);
    }

    private static bool AgreeOnDiallers(List<TestNode> nodes) => nodes.TrueForAll(n => nodes.TrueForAll(m =>
        n == m || DialledBy(n, m) != DialledBy(m, n)));

    private static bool DialledBy(TestNode node, TestNode peer) =>
        node.Network.Peers().Any(p => p.Key == peer.Key && p.IsConnected && p.DialledByUs);
}
