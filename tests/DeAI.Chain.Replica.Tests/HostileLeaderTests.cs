namespace DeAI.Chain.Replica.Tests;

/// <summary>One leader of four that chooses the time of its blocks freely.</summary>
public sealed class HostileLeaderTests
{
    /// <summary>
    /// No time can follow the greatest one, so a chain that takes such a block ends there. As a signed number these times lie in the past.
    /// </summary>
    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData((1UL << 63) - 1)]
    public void Step_LeaderStampsATimeBeyondAllClocks_NobodyVotesForIt(ulong timeMs)
    {
        TestCluster cluster = new(4, 4);
        Stamp(cluster, cluster.Nodes[3], _ => timeMs);
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => cluster.Nodes[0].Height >= 12), $"the chain stands at height {cluster.Nodes[0].Height}");
        Assert.All(cluster.Nodes[0].Blocks, block => Assert.True(block.Header.TimeMs <= (ulong)cluster.NowMs + 300, $"{block.Header.TimeMs}"));
    }

    /// <summary>A clock that is fast within what is allowed, or a liar's, must not make the next leaders wait until theirs have reached it.</summary>
    [Fact]
    public void Step_LeaderStampsAsFarAheadAsAllowed_NoViewOfOthersIsLost()
    {
        TestCluster cluster = new(4, 4);
        Stamp(cluster, cluster.Nodes[3], nowMs => nowMs + 300);
        cluster.StartAll();
        Assert.True(cluster.RunUntil(() => cluster.Nodes[0].Height >= 20));
        Assert.Contains(cluster.Nodes[0].Blocks, block => block.Header.Proposer == cluster.Nodes[3].Key.PublicKey);
        Assert.DoesNotContain(cluster.Nodes[0].Reports, static report => report.Name == "view_nullified");
    }

    /// <summary>Blocks that one certificate makes final travel in one frame, so a leader must not be able to pile up more than it holds.</summary>
    [Fact]
    public void Step_LeaderPilesUpMoreThanAFrameHolds_GetsNoVoteAndTheChainGoesOn()
    {
        TestCluster cluster = new(2, 2);
        TestNode leader = cluster.Nodes[0];
        TestNode voter = cluster.Nodes[1];
        Sequence<Validator> many = Sequence.From(Enumerable.Repeat(TestChain.SeatsOf(0)[0], ValidatorSet.MaxSeats));
        Queue<VerifiedTransaction[]> piles = new(Enumerable.Range(0, 3_600)
            .Select(i => cluster.Chain.Transaction(1 + (ulong)(i / 4), many, sender: i % 4)).Chunk(600));
        BlockWorker worker = new(cluster.Chain.Catalog, new VerifiedTransactionCache());
        leader.Intercept = effect =>
        {
            if (effect is not ReplicaEffect.BuildBlock build || !piles.TryDequeue(out VerifiedTransaction[]? pile))
            {
                return false;
            }

            cluster.Post(leader, new ReplicaInput.BlockBuilt(worker.Build(build.Job with { Candidates = pile })));
            return true;
        };
        cluster.StartAll();
        leader.HoldsCommits = voter.HoldsCommits = true;
        Assert.True(cluster.RunUntil(() => voter.Reports.Any(static report => report.Reason == ReplicaErrors.TooMuchTogether)));
        int sent = leader.Proposals.Count;
        Assert.True(cluster.RunUntil(() => leader.Proposals.Count >= sent + 3));
    }

    private static void Stamp(TestCluster cluster, TestNode leader, Func<ulong, ulong> timeAt)
    {
        BlockWorker worker = new(cluster.Chain.Catalog, new VerifiedTransactionCache());
        leader.Intercept = effect =>
        {
            if (effect is not ReplicaEffect.BuildBlock build)
            {
                return false;
            }

            BlockDraft draft = build.Job.Draft with { TimeMs = timeAt((ulong)cluster.NowMs) };
            cluster.Post(leader, new ReplicaInput.BlockBuilt(worker.Build(build.Job with { Draft = draft })));
            return true;
        };
    }
}
