namespace DeAI.Chain.Replica.Tests;

public sealed class SnapshotSyncTests
{
    private const ulong Grew = 12;

    [Fact]
    public void Step_FarBehind_TakesTheStateAndThenBlocksAcrossEpochs()
    {
        TestCluster cluster = Grown(out TestNode late, newcomerHoldsASeat: true);
        late.SnapshotBehind = 5;
        late.Start();
        Assert.True(CatchesUp(cluster, late));
        AssertBySnapshot(late);
        AssertSameState(cluster, late);
        Assert.Equal(cluster.Nodes[0].Machine!.Epoch, late.Machine!.Epoch);
    }

    /// <summary>The next epoch needs the node that is behind, so until it has come no block follows the closing one.</summary>
    [Fact]
    public void Step_ChainStandsWhereAnEpochClosed_TakesThatStateAndTheChainGoesOn()
    {
        TestCluster cluster = Grown(out TestNode late);
        Reseat(cluster, 93, TestChain.SeatsOf(0, 4), epoch: 3);
        ExecutedBlock closing = cluster.Nodes[0].Blocks[^1];
        late.SnapshotBehind = 5;
        late.Start();
        Assert.True(cluster.RunUntil(() => late.Height >= closing.Header.Height.Value + 2, 30_000));
        Assert.True(closing.ClosesEpoch);
        Assert.Equal(closing.Digest, late.Seen.OfType<ReplicaEffect.InstallSnapshot>().Single().Plan.Head.Header.Digest);
        AssertSameState(cluster, late);
    }

    /// <summary>What shows a closing header final is its handover; anything else beside it would be stored unchecked.</summary>
    [Fact]
    public void Check_HeadThatClosesAnEpoch_HasToBeTheLastHandovers()
    {
        TestCluster cluster = Grown(out _);
        Reseat(cluster, 93, TestChain.SeatsOf(0, 4), epoch: 3);
        SnapshotOffer offer = TestSnapshot.Offer(cluster.Nodes[0], default, [.. cluster.Nodes]);
        EpochContext first = new(cluster.Chain.Document.Chain, new EpochStart(default, cluster.Nodes[0].Epochs[0].Validators, default, cluster.Chain.Genesis.Digest));
        SnapshotPlan plan = new(offer.Handovers, offer.Head!);
        Assert.Equal(new Epoch(3), plan.Check(first, new VerificationCache()).Value.Epoch);
        SnapshotPlan[] bad =
        [
            plan with { Handovers = Sequence.From(plan.Handovers.Items.RemoveAt(plan.Handovers.Count - 1)) },
            plan with { Head = plan.Handovers[0].Closing },
            plan with { Head = plan.Head with { Certificate = plan.Handovers[0].Closing.Certificate } },
        ];
        Assert.All(bad, one => Assert.Equal(ReplicaErrors.BadSnapshot, one.Check(first, new VerificationCache()).Refusal!.Code));
    }

    [Fact]
    public void Step_ReplayPolicy_ExecutesEveryBlock()
    {
        TestCluster cluster = Grown(out TestNode late);
        late.Start();
        Assert.True(CatchesUp(cluster, late));
        Assert.Empty(late.Seen.OfType<ReplicaEffect.InstallSnapshot>());
        Assert.Equal((int)late.Height + 1, late.Blocks.Count);
    }

    [Fact]
    public void Step_KilledDuringSync_GoesOnWhereItWas()
    {
        TestCluster cluster = Grown(out TestNode late);
        ServeSmallChunks(cluster);
        late.SnapshotBehind = 5;
        TestNode killed = late;
        killed.Intercept = effect =>
        {
            bool dies = effect is ReplicaEffect.StoreChunk && killed.ChunksStored == 5;
            if (dies)
            {
                killed.Stop();
            }

            return dies;
        };
        late.Start();
        Assert.True(cluster.RunUntil(() => killed.Machine is null));
        int before = late.ChunksStored;
        late.Intercept = null;
        late.Seen.Clear();
        late.Start();
        Assert.True(CatchesUp(cluster, late));
        Assert.Empty(late.Seen.OfType<ReplicaEffect.BeginSnapshot>());
        AssertSameState(cluster, late);
        ChunkId[] stored = [.. AskedChunks(late)];
        Assert.DoesNotContain(new ChunkId(0, 0), stored);
        Assert.True(late.ChunksStored > before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Step_JobReadsTwoStatesDuringTheInstallation_FindsNothing(ulong above)
    {
        TestCluster cluster = Grown(out TestNode late);
        late.SnapshotBehind = 5;
        TestNode installing = late;
        bool wasAsked = false;
        late.Intercept = effect =>
        {
            if (effect is ReplicaEffect.InstallSnapshot && !wasAsked)
            {
                // Begun before the store is switched, done before the replica hears of it.
                wasAsked = true;
                Result<ExecutedBlock> unreadable = Result.Refuse<ExecutedBlock>(ReplicaErrors.StateUnreadable, "a node of the tree is missing");
                ValidationOutcome outcome = new(cluster.Nodes[0].Blocks[1].Digest, unreadable, Syncing: false, new Height(installing.Height + above));
                cluster.Post(installing, new ReplicaInput.BlockValidated(outcome));
            }

            return false;
        };
        late.Start();
        Assert.True(CatchesUp(cluster, late));
        Assert.True(wasAsked);
        AssertBySnapshot(late);
        AssertSameState(cluster, late);
    }

    [Theory]
    [InlineData("bad chunk")]
    [InlineData("wrong range")]
    [InlineData("stall")]
    [InlineData("endless")]
    [InlineData("gone")]
    [InlineData("no offer")]
    [InlineData("forged head")]
    public void Step_HostilePeers_ArePassedOverAndNamed(string way)
    {
        TestCluster cluster = Grown(out TestNode late);
        foreach (TestNode hostile in cluster.Nodes.Take(3))
        {
            hostile.Intercept = effect => Misbehave(hostile, effect, way);
        }

        late.SnapshotBehind = 5;
        late.Start();
        Assert.True(CatchesUp(cluster, late, 120_000));
        AssertBySnapshot(late);
        AssertSameState(cluster, late);
        PublicKey[] named = [.. late.Reports.Where(static r => r.Name == "snapshot_peer_passed_over").Select(static r => r.Peer).Distinct()];
        Assert.NotEmpty(named);
        Assert.DoesNotContain(cluster.Nodes[3].Key.PublicKey, named);
    }

    [Fact]
    public void Step_NobodyServesStates_FetchesBlocksInstead()
    {
        TestCluster cluster = Grown(out TestNode late);
        foreach (TestNode node in cluster.Nodes.Take(4))
        {
            node.Intercept = static effect => effect is ReplicaEffect.ServeSnapshot or ReplicaEffect.ServeChunk;
        }

        late.SnapshotBehind = 5;
        late.Start();
        Assert.True(CatchesUp(cluster, late, 120_000));
        Assert.Empty(late.Seen.OfType<ReplicaEffect.InstallSnapshot>());
        Assert.Contains(late.Reports, static report => report.Name == "snapshot_given_up");
    }

    [Fact]
    public void Step_NobodyHasAStateYet_AsksAgainSoon()
    {
        TestCluster cluster = Grown(out TestNode late);
        TestNode newcomer = late;
        foreach (TestNode node in cluster.Nodes.Take(4))
        {
            node.Intercept = effect =>
            {
                switch (effect)
                {
                    case ReplicaEffect.ServeSnapshot serve when !newcomer.Reports.Exists(static report => report.Name == "snapshot_given_up"):
                        node.SendSync(serve.To, new SnapshotMessage.Offered(new SnapshotOffer(serve.From, default, null)));
                        return true;
                    case ReplicaEffect.ServeBlocks serve when !newcomer.Seen.OfType<ReplicaEffect.InstallSnapshot>().Any():
                        // Pruned.
                        SyncAnswer none = new(serve.From, new Height(node.Height), default);
                        cluster.Send(node, serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, none)));
                        return true;
                    default:
                        return false;
                }
            };
        }

        late.SnapshotBehind = 5;
        late.Start();
        Assert.True(CatchesUp(cluster, late, 20_000));
        Assert.Contains(late.Reports, static report => report.Name == "snapshot_given_up");
        AssertBySnapshot(late);
    }

    [Fact]
    public void Step_StateGoneEverywhere_BeginsWithANewerOne()
    {
        TestCluster cluster = Grown(out TestNode late);
        ServeSmallChunks(cluster);
        ulong gone = 0;
        TestNode newcomer = late;
        foreach (TestNode node in cluster.Nodes.Take(4))
        {
            node.Intercept = effect =>
            {
                if (effect is ReplicaEffect.ServeChunk serve && newcomer.ChunksStored >= 3 && (gone == 0 || serve.Request.Height.Value <= gone))
                {
                    gone = serve.Request.Height.Value;
                    node.SendSync(serve.To, new SnapshotMessage.Chunk(new ChunkAnswer(serve.Request, ChunkOutcome.Gone, null)));
                    return true;
                }

                return false;
            };
        }

        late.SnapshotBehind = 5;
        late.Start();
        Assert.True(CatchesUp(cluster, late, 60_000));
        Assert.Equal(2, late.Seen.OfType<ReplicaEffect.BeginSnapshot>().Count());
        AssertSameState(cluster, late);
    }

    private static bool Misbehave(TestNode node, ReplicaEffect effect, string way)
    {
        switch (effect)
        {
            case ReplicaEffect.ServeSnapshot serve when way == "no offer":
                node.SendSync(serve.To, new SnapshotMessage.Offered(new SnapshotOffer(serve.From, default, null)));
                return true;
            case ReplicaEffect.ServeSnapshot serve when way == "forged head":
                SnapshotOffer offer = TestSnapshot.Offer(node, serve.From, [node]);
                FinalHeader forged = offer.Head! with { Header = offer.Head!.Header with { StateRoot = offer.Head.Header.Parent } };
                node.SendSync(serve.To, new SnapshotMessage.Offered(offer with { Head = forged }));
                return true;
            case ReplicaEffect.ServeChunk serve when Lie(node, serve, way) is { } lie:
                if (way != "stall")
                {
                    node.SendSync(serve.To, new SnapshotMessage.Chunk(lie));
                }

                return true;
            default:
                return false;
        }
    }

    private static ChunkAnswer? Lie(TestNode node, ReplicaEffect.ServeChunk serve, string way)
    {
        ChunkAnswer honest = TestSnapshot.Serve((MemoryNodeStore)node.Nodes, serve.Request, node.ChunkBytes);
        switch (way)
        {
            case "bad chunk":
                byte[] encoded = Canonical.Encode(honest.Chunk!);
                encoded[encoded.Length / 2] ^= 1;
                return Canonical.Decode<StateChunk>(encoded).TryGet(out StateChunk spoiled, out _) ? honest with { Chunk = spoiled } : null;
            case "wrong range":
                StateChunk other = ChunkReader.Read(node.Nodes, serve.Request.Height.Value, new ChunkId(1, 9), 1 << 20).Value;
                return honest with { Chunk = other };
            case "gone":
                return new ChunkAnswer(serve.Request, ChunkOutcome.Gone, null);
            case "endless":
                return serve.Request.Chunk.Nibbles < 3 ? new ChunkAnswer(serve.Request, ChunkOutcome.TooLarge, null) : null;
            case "stall":
                return honest;
            default:
                return null;
        }
    }

    private static IEnumerable<ChunkId> AskedChunks(TestNode node) => node.Seen.OfType<ReplicaEffect.Send>()
        .Where(static send => send.Channel == Channel.Sync)
        .Select(static send => Canonical.Decode<SyncMessage>(send.Frame.Span).Value.Snapshot)
        .OfType<SnapshotMessage.AskChunk>()
        .Select(static ask => ask.Request.Chunk);

    /// <summary>Four validators some way into their chain, with a fifth node that has seen nothing of it.</summary>
    private static TestCluster Grown(out TestNode late, bool newcomerHoldsASeat = false)
    {
        TestCluster cluster = new(4, 5);
        foreach (TestNode node in cluster.Nodes.Take(4))
        {
            node.Start();
        }

        for (ulong nonce = 1; nonce <= 60; nonce++)
        {
            cluster.Nodes[(int)(nonce % 4)].Take(new ReplicaInput.Submitted(nonce, cluster.Chain.Transaction(nonce)));
        }

        Assert.True(cluster.RunUntil(() => cluster.Nodes[0].Height >= 2));
        // Two epochs later nobody answers questions of the first one any more, so a newcomer has to sync.
        Reseat(cluster, 91, newcomerHoldsASeat ? TestChain.SeatsOf(0, 1, 2, 3, 4) : OtherSeats(11), epoch: 1);
        Reseat(cluster, 92, OtherSeats(21), epoch: 2);
        Assert.True(cluster.RunUntil(() => cluster.Nodes.Take(4).All(static node => node.Height >= Grew), 60_000));
        late = cluster.Nodes[4];
        return cluster;
    }

    private static void Reseat(TestCluster cluster, ulong nonce, Sequence<Validator> seats, ulong epoch)
    {
        cluster.Nodes[0].Take(new ReplicaInput.Submitted(nonce, cluster.Chain.Transaction(nonce, seats)));
        Assert.True(cluster.RunUntil(() => cluster.Nodes.Take(4).All(node => node.Machine!.Epoch.Value == epoch)));
    }

    /// <summary>The same keys for other organisations.</summary>
    private static Sequence<Validator> OtherSeats(uint first) =>
        Sequence.From(Enumerable.Range(0, 4).Select(n => new Validator(new OrganisationId((uint)n + first), TestChain.Keys[n].PublicKey)));

    private static void ServeSmallChunks(TestCluster cluster)
    {
        foreach (TestNode node in cluster.Nodes)
        {
            node.ChunkBytes = 200;
        }
    }

    private static bool CatchesUp(TestCluster cluster, TestNode late, long withinMs = 30_000) =>
        cluster.RunUntil(() => late.Height >= cluster.Nodes[0].Height && late.Height > Grew, withinMs);

    private static void AssertBySnapshot(TestNode late)
    {
        Assert.NotEmpty(late.Seen.OfType<ReplicaEffect.InstallSnapshot>());
        Assert.True(late.Blocks.Count < (int)late.Height);
    }

    private static void AssertSameState(TestCluster cluster, TestNode late)
    {
        ExecutedBlock tip = late.Blocks[^1];
        Assert.Equal(cluster.Nodes[0].Blocks.Find(block => block.Header.Height == tip.Header.Height)!.Digest, tip.Digest);
        Assert.Equal(tip.Header.StateRoot, StateTree.RootOf(late.Nodes, tip.Header.Height.Value).Value);
        StateEntry[] mine = [.. late.State.Scan(default)];
        Assert.NotEmpty(mine);
        TestNode same = Array.Find(cluster.Nodes, node => node != late && node.Height == late.Height) ?? cluster.Nodes[0];
        if (same.Height == late.Height)
        {
            Assert.Equal(same.State.Scan(default), mine);
        }
    }
}
