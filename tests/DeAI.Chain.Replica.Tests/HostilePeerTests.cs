namespace DeAI.Chain.Replica.Tests;

/// <summary>One validator of four that does what it likes: it costs the others neither their time, nor their memory, nor their clients.</summary>
public sealed class HostilePeerTests
{
    private const int Most = 2_000;

    /// <summary>Anybody can say that an epoch has begun. Until something is proven the node goes on serving clients.</summary>
    [Fact]
    public void Step_FramesOfAnEpochThatIsNot_DoNotMakeTheNodeTurnClientsAway()
    {
        TestCluster cluster = new(4, 4);
        TestNode node = cluster.Nodes[0];
        TestNode hostile = cluster.Nodes[3];
        hostile.Intercept = static effect => effect is ReplicaEffect.ServeBlocks;
        cluster.StartAll();
        int syncing = 0;
        cluster.RunUntil(
            () =>
            {
                Claim(cluster, node, hostile);
                syncing += node.Machine!.IsSyncing ? 1 : 0;
                return false;
            },
            10_000);
        Assert.Equal(0, syncing);
        Assert.True(node.Height > 10);
        Assert.InRange(Asked(node).Count, 1, 200);
    }

    [Fact]
    public void Step_SegmentsThatHoldNothing_AreNotAskedForWithoutEnd()
    {
        TestCluster cluster = new(4, 4);
        TestNode node = cluster.Nodes[0];
        TestNode hostile = cluster.Nodes[3];
        hostile.Intercept = effect => effect is ReplicaEffect.ServeBlocks serve && Answer(cluster, hostile, serve);
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => node.Height >= 3));
        Claim(cluster, node, hostile);
        cluster.RunUntil(static () => false, 5_000);
        Assert.InRange(Asked(node).Count, 1, 20);
        Assert.False(node.Machine!.IsSyncing);
        Assert.Contains(node.Reports, report => report.Name == "sync_peer_passed_over" && report.Peer == hostile.Key.PublicKey);

        bool Answer(TestCluster network, TestNode from, ReplicaEffect.ServeBlocks serve)
        {
            Assert.True(Asked(node).Count < Most, "the node asks again and again, without a pause");
            FinalizedSegment bogus = from.Segments[0];
            SyncAnswer answer = new(serve.From, new Height(from.Height), [bogus with { Blocks = [bogus.Blocks[0] with { Header = bogus.Blocks[0].Header with { Height = serve.From } }] }]);
            network.Send(from, serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, answer)));
            return true;
        }
    }

    /// <summary>True blocks, and long known: they bring nothing, so the peer that sends them is not asked again and again.</summary>
    [Fact]
    public void Step_SegmentsBelowWhatWasAskedFor_AreNotAskedForWithoutEnd()
    {
        TestCluster cluster = new(4, 4);
        TestNode node = cluster.Nodes[0];
        TestNode hostile = cluster.Nodes[3];
        hostile.Intercept = effect =>
        {
            if (effect is not ReplicaEffect.ServeBlocks serve)
            {
                return false;
            }

            Assert.True(Asked(node).Count < Most, "the node asks again and again, without a pause");
            SyncAnswer answer = new(serve.From, new Height(hostile.Height), [hostile.Segments[0]]);
            cluster.Send(hostile, serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, answer)));
            return true;
        };
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => node.Height >= 3));
        Claim(cluster, node, hostile);
        cluster.RunUntil(static () => false, 1_000);
        Assert.InRange(Asked(node).Count, 1, 20);
        Assert.False(node.Machine!.IsSyncing);
        Assert.Contains(node.Reports, report => report.Name == "sync_peer_passed_over" && report.Peer == hostile.Key.PublicKey);
    }

    /// <summary>Sixteen MiB an answer, as many answers as the peer likes: handovers are verified before more are asked for.</summary>
    [Fact]
    public void Step_HandoversThatAreNone_AreNotKeptToWaitForMore()
    {
        TestCluster cluster = new(4, 4);
        TestNode node = cluster.Nodes[0];
        TestNode hostile = cluster.Nodes[3];
        node.SnapshotBehind = 5;
        hostile.Intercept = Misbehave;
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => hostile.Height >= 3));
        Claim(cluster, node, hostile);
        cluster.RunUntil(static () => false, 5_000);
        Assert.Contains(Messages(node), static message => message.Snapshot is SnapshotMessage.Ask);
        Assert.DoesNotContain(Messages(node), static message => message.Snapshot is SnapshotMessage.Ask { Request.From.Value: > 0 });
        Assert.Contains(node.Reports, report => report.Name == "snapshot_peer_passed_over" && report.Peer == hostile.Key.PublicKey);
        Assert.False(node.Machine!.IsSyncing);
        ulong before = node.Height;
        Assert.True(cluster.RunUntil(() => node.Height > before));

        bool Misbehave(ReplicaEffect effect)
        {
            switch (effect)
            {
                case ReplicaEffect.ServeBlocks serve:
                    SyncAnswer far = new(serve.From, new Height(1_000_000), default);
                    cluster.Send(hostile, serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, far)));
                    return true;
                case ReplicaEffect.ServeSnapshot serve:
                    Assert.True(Messages(node).Count(static message => message.Snapshot is SnapshotMessage.Ask) < Most, "the node asks for more and more");
                    FinalizedSegment real = hostile.Segments[0];
                    EpochHandover none = new(new FinalHeader(real.Blocks[^1].Header, real.Carriers, real.Certificate), cluster.Chain.Document.Validators);
                    hostile.SendSync(serve.To, new SnapshotMessage.Offered(new SnapshotOffer(serve.From, Sequence.From(Enumerable.Repeat(none, 8)), null)));
                    return true;
                default:
                    return false;
            }
        }
    }

    /// <summary>A carrier is final too, and it is no block of the history: who takes it for one would find it invalid and stop.</summary>
    [Fact]
    public void Step_CarrierSentAsABlock_PeerIsPassedOverAndTheNodeGoesOn()
    {
        TestCluster cluster = new(4, 5);
        TestNode hostile = cluster.Nodes[3];
        foreach (TestNode node in cluster.Nodes.Take(4))
        {
            node.Start();
        }

        Assert.True(cluster.RunUntil(() => hostile.Height >= 3));
        cluster.Nodes[0].Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1, TestChain.SeatsOf(0, 1, 2, 3, 4))));
        Assert.True(cluster.RunUntil(() => hostile.Machine!.Epoch.Value == 1));
        bool lied = false;
        foreach (TestNode honest in cluster.Nodes.Take(3))
        {
            honest.Intercept = effect => !lied && effect is ReplicaEffect.ServeBlocks or ReplicaEffect.Send { Channel: Channel.Blocks };
        }

        hostile.Intercept = effect =>
        {
            if (effect is not ReplicaEffect.ServeBlocks serve)
            {
                return effect is ReplicaEffect.Send { Channel: Channel.Blocks };
            }

            lied = true;
            List<FinalizedSegment> segments = [.. hostile.Segments.TakeWhile(static segment => !segment.Blocks[^1].Header.ClosesEpoch)];
            segments.Add(WithCarrier(cluster, hostile.Segments[segments.Count]));
            SyncAnswer answer = new(serve.From, new Height(hostile.Height), Sequence.From(segments));
            cluster.Send(hostile, serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, answer)));
            return true;
        };
        TestNode late = cluster.Nodes[4];
        late.Start();
        Claim(cluster, late, hostile);
        Assert.True(cluster.RunUntil(() => late.Machine!.Epoch.Value == 1), $"the newcomer stands at height {late.Height}");
        Assert.True(lied);
        Assert.Contains(late.Reports, report => report.Name == "sync_peer_passed_over" && report.Peer == hostile.Key.PublicKey && report.Detail.Contains("follow each other", StringComparison.Ordinal));
    }

    /// <summary>The closing block and a carrier as if both were blocks, under a finalization of the carrier, as a late quorum makes it.</summary>
    private static FinalizedSegment WithCarrier(TestCluster cluster, FinalizedSegment closing)
    {
        BlockHeader last = closing.Blocks[^1].Header;
        BlockHeader carrier = last with
        {
            View = last.View.Next,
            Parent = last.Digest,
            TimeMs = last.TimeMs + 1,
            TransactionsRoot = CountedRoot.Of(CountedRoot.TransactionsDomain, default),
            Proposer = TestChain.Keys[0].PublicKey,
            BeaconProof = default,
        };
        Vote vote = Vote.Finalize(carrier.View, carrier.Digest);
        byte[] signed = SigningBytes.OfVote(cluster.Chain.Document.Chain, last.Epoch, vote);
        byte[] signatures = new byte[3 * Signature.Length];
        for (int seat = 0; seat < 3; seat++)
        {
            TestChain.Keys[seat].Sign(signed).CopyTo(signatures.AsSpan(seat * Signature.Length));
        }

        Certificate certificate = new(last.Epoch, vote, new Blob(new byte[] { 0b111 }), new Blob(signatures));
        return new FinalizedSegment(Sequence.From(closing.Blocks.Append(new Block(carrier, default))), default, certificate);
    }

    private static void Claim(TestCluster cluster, TestNode node, TestNode hostile)
    {
        Status status = new(new Epoch(99), new View(9), default, new View(8), new View(8), WantsReply: false);
        cluster.Send(hostile, node.Key.PublicKey, Channel.Consensus, Canonical.Encode(ConsensusMessage.Of(status)));
    }

    private static List<SyncRequest> Asked(TestNode node) => [.. Messages(node).Select(static message => message.Request).OfType<SyncRequest>()];

    private static IEnumerable<SyncMessage> Messages(TestNode node) => node.Seen.OfType<ReplicaEffect.Send>()
        .Where(static send => send.Channel == Channel.Sync)
        .Select(static send => Canonical.Decode<SyncMessage>(send.Frame.Span).Value);
}
