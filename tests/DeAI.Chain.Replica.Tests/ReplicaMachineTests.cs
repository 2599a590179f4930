namespace DeAI.Chain.Replica.Tests;

public sealed class ReplicaMachineTests
{
    [Fact]
    public void Step_BeforeFirstTick_DoesNothing()
    {
        TestCluster cluster = new(1, 1);
        TestNode node = cluster.Nodes[0];
        node.Start();
        Assert.NotEmpty(node.Seen);
        ReplicaMachine fresh = new(
            new ReplicaOptions(node.Key.PublicKey, null, cluster.Chain.Catalog, node, new VerificationCache(), new VerifiedTransactionCache(), MempoolLimits.Default),
            new ReplicaStart(cluster.Chain.Genesis.Header, null, new EpochStart(default, cluster.Chain.Document.Validators, default, cluster.Chain.Genesis.Digest), []));
        ReplicaEffects effects = new();
        fresh.Step(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1)), effects);
        Assert.Equal(0, effects.Count);
    }

    [Fact]
    public void Step_IdleLeader_ProposesEmptyBlockAfterMaximalInterval()
    {
        TestCluster cluster = new(1, 1);
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => cluster.Nodes[0].Height >= 3));
        ulong[] times = [.. cluster.Nodes[0].Blocks.Select(static block => block.Header.TimeMs)];
        Assert.All(Enumerable.Range(1, 3), i => Assert.True(times[i] - times[i - 1] >= 200, $"{times[i] - times[i - 1]} ms"));
    }

    [Fact]
    public void Step_TransactionWaits_ProposesAfterMinimalInterval()
    {
        TestCluster cluster = new(1, 1);
        TestNode node = cluster.Nodes[0];
        cluster.StartAll();
        cluster.RunUntil(() => node.Height >= 1);
        VerifiedTransaction transaction = cluster.Chain.Transaction(1);
        node.Take(new ReplicaInput.Submitted(7, transaction));
        Assert.True(cluster.RunUntil(() => node.Height >= 2));
        ExecutedBlock block = node.Blocks[2];
        Assert.Equal(transaction.Id, Assert.Single(block.Transactions).Id);
        ulong interval = block.Header.TimeMs - node.Blocks[1].Header.TimeMs;
        Assert.True(interval is >= 20 and < 100, $"{interval} ms");
        Assert.True(Assert.Single(Assert.Single(node.Answers).Outcomes).IsOk);
        Assert.Equal(0, node.Machine!.MempoolCount);
    }

    /// <summary>Each of the two is within its bounds. No vote could take the change back if no block held a transaction any more.</summary>
    [Fact]
    public void Step_MinimalIntervalAboveMaximal_TransactionsAreIncludedAllTheSame()
    {
        TestCluster cluster = new(4, 4, parameters: "\"consensus.min_block_interval_ms\":10000,\"consensus.max_block_interval_ms\":10");
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => cluster.Nodes[0].Height >= 2));
        ulong nonce = 0;
        bool included = cluster.RunUntil(
            () =>
            {
                cluster.Nodes[2].Take(new ReplicaInput.Submitted(++nonce, cluster.Chain.Transaction(nonce)));
                return cluster.Nodes[0].Blocks.Exists(static block => block.Transactions.Length > 0);
            },
            500);
        Assert.True(included, $"{cluster.Nodes[0].Height} blocks without a transaction");
    }

    /// <summary>Blocks that become final together travel together, in one frame of 16 MiB.</summary>
    [Fact]
    public void Step_NothingBecomesDurable_BlocksStayTogetherBelowAFrame()
    {
        TestCluster cluster = new(1, 1);
        TestNode node = cluster.Nodes[0];
        cluster.StartAll();
        node.HoldsCommits = true;
        Sequence<Validator> many = Sequence.From(Enumerable.Repeat(TestChain.SeatsOf(0)[0], ValidatorSet.MaxSeats));
        for (int i = 0; i < 3_600; i++)
        {
            node.Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1 + (ulong)(i / 4), many, sender: i % 4)));
        }

        Assert.True(node.Proposals.Count == 0 && node.Machine!.MempoolCount == 3_600);
        cluster.RunUntil(() => node.Proposals.Count >= 8);
        long bytes = node.Proposals.Sum(static proposal => (long)proposal.Body.Length);
        Assert.InRange(bytes, FinalizedSegment.TargetBytes - (64 * 1024), FinalizedSegment.TargetBytes + (128 * 1024));
    }

    [Fact]
    public void Step_SubmittedToOneNode_GossipedAndCommittedByAll()
    {
        TestCluster cluster = new(4, 4);
        cluster.StartAll();
        cluster.RunUntil(() => cluster.Nodes[0].Height >= 1);
        cluster.Nodes[2].Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1)));
        Assert.True(cluster.RunUntil(() => cluster.Nodes.All(static node => node.Blocks.Exists(static block => block.Transactions.Length > 0))));
        Assert.Single(cluster.Nodes.Select(static node => node.Blocks.Find(static block => block.Transactions.Length > 0)!.Digest).Distinct());
        Assert.All(cluster.Nodes, static node => Assert.Equal(0, node.Machine!.MempoolCount));
    }

    [Fact]
    public void Step_GarbageFrames_RefusedAndCounted()
    {
        TestCluster cluster = new(1, 1);
        TestNode node = cluster.Nodes[0];
        cluster.StartAll();
        PublicKey peer = TestChain.Keys[5].PublicKey;
        foreach (Channel channel in new[] { Channel.None, Channel.Consensus, Channel.Blocks, Channel.Transactions, Channel.Sync, (Channel)200 })
        {
            node.Take(new ReplicaInput.FrameReceived(peer, channel, new byte[] { 0xC1, 0xFF, 0x00 }));
        }

        Assert.Equal(6, node.Reports.Count(report => report.Name == "frame_refused" && report.Peer == peer));
    }

    [Fact]
    public void Step_ValidatorLeaves_EpochEndsInCarriersAndGoesOn()
    {
        TestCluster cluster = new(4, 4);
        cluster.StartAll();
        cluster.RunUntil(() => cluster.Nodes[0].Height >= 1);
        cluster.Nodes[0].Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1, TestChain.SeatsOf(0, 1, 2))));
        Assert.True(cluster.RunUntil(() => cluster.Nodes.Take(3).All(static node => node.Machine!.Epoch.Value == 1)));
        ulong closing = cluster.Nodes[0].Height;
        Assert.True(cluster.Nodes[0].Blocks[^1].ClosesEpoch);
        Assert.True(cluster.RunUntil(() => cluster.Nodes.Take(3).All(node => node.Height >= closing + 3)));
        Assert.All(cluster.Nodes[0].Blocks, static block => Assert.False(block.Header.IsCarrier));
        Assert.Equal(3, cluster.Nodes[0].Epochs[^1].Validators.Count);
        Assert.DoesNotContain(cluster.Nodes[0].Blocks.Skip((int)closing + 1), block => block.Header.Proposer == TestChain.Keys[3].PublicKey);
    }

    [Fact]
    public void Step_EpochOver_WantsNoTickEveryMillisecond()
    {
        TestCluster cluster = new(1, 1);
        TestNode node = cluster.Nodes[0];
        cluster.StartAll();
        node.Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1, Sequence.Create<Validator>([new Validator(new OrganisationId(9), TestChain.Keys[0].PublicKey)]))));
        Assert.True(cluster.RunUntil(() => node.Machine!.Epoch.Value == 1 && node.Blocks[^1].Header.Epoch.Value == 1));
        node.Seen.Clear();
        cluster.RunUntil(static () => false, 50);
        Assert.All(node.Seen.OfType<ReplicaEffect.SetTimer>(), timer => Assert.True(timer.AtMs > cluster.NowMs + 1));
    }

    [Fact]
    public void Step_NewNode_SyncsFromGenesisAcrossEpochs()
    {
        // The newcomer becomes a validator while it is away, and the seats change once more before it starts.
        TestCluster cluster = new(4, 5);
        foreach (TestNode node in cluster.Nodes.Take(4))
        {
            node.Start();
        }

        cluster.RunUntil(() => cluster.Nodes[0].Height >= 3);
        cluster.Nodes[0].Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1, TestChain.SeatsOf(0, 1, 2, 3, 4))));
        Assert.True(cluster.RunUntil(() => cluster.Nodes[1].Machine!.Epoch.Value == 1 && cluster.Nodes[1].Height >= 8));
        cluster.Nodes[0].Take(new ReplicaInput.Submitted(2, cluster.Chain.Transaction(2, TestChain.SeatsOf(0, 1, 2, 4))));
        Assert.True(cluster.RunUntil(() => cluster.Nodes[1].Machine!.Epoch.Value == 2 && cluster.Nodes[1].Height >= 14));

        TestNode late = cluster.Nodes[4];
        late.Start();
        Assert.True(cluster.RunUntil(() => late.Height >= 14 && late.Machine!.Epoch.Value == 2 && !late.Machine.IsSyncing));
        Assert.Equal(cluster.Nodes[0].Blocks[14].Digest, late.Blocks[14].Digest);
        Assert.True(cluster.RunUntil(() => late.Votes.Exists(static vote => vote.Epoch.Value == 2)), "the newcomer votes in its epoch");
    }

    [Fact]
    public void Step_RestartWithStoredProposals_RepeatsVotesAndGoesOn()
    {
        // All nodes stop with the votes for a block on disk and the block not committed: nobody else can tell them of it.
        TestCluster cluster = new(4, 4);
        Array.ForEach(cluster.Nodes, static node => node.HoldsCommits = true);
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => cluster.Nodes.All(static node => node.Seen.OfType<ReplicaEffect.Commit>().Any())));
        Hash256 decided = cluster.Nodes[0].Seen.OfType<ReplicaEffect.Commit>().First().Blocks[0].Digest;
        Array.ForEach(cluster.Nodes, static node => node.Stop());
        cluster.RunUntil(static () => false, 100);
        VoteRecord[] before = [.. cluster.Nodes[0].Votes];

        Array.ForEach(cluster.Nodes, static node => node.HoldsCommits = false);
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => cluster.Nodes.All(static node => node.Height >= 2)));
        Assert.All(cluster.Nodes, node => Assert.Equal(decided, node.Blocks[1].Digest));
        IEnumerable<VoteRecord> after = cluster.Nodes[0].Votes.Skip(before.Length);
        Assert.DoesNotContain(after, vote => before.Any(old => old.View == vote.View && old.Kind == vote.Kind));
    }

    [Fact]
    public void Step_FramesOfAPeersLaterEpoch_StartSync()
    {
        TestCluster cluster = new(1, 2);
        TestNode node = cluster.Nodes[0];
        node.Start();
        Status status = new(new Epoch(3), new View(9), default, new View(8), new View(8), WantsReply: false);
        node.Take(new ReplicaInput.FrameReceived(cluster.Nodes[1].Key.PublicKey, Channel.Consensus, Canonical.Encode(ConsensusMessage.Of(status))));
        Assert.False(node.Machine!.IsSyncing, "nothing is proven yet");
        Assert.Contains(node.Seen, effect => effect is ReplicaEffect.Send { Channel: Channel.Sync } send && send.To == cluster.Nodes[1].Key.PublicKey);
    }
}
