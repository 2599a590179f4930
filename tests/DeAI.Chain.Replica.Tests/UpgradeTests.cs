namespace DeAI.Chain.Replica.Tests;

public sealed class UpgradeTests
{
    private const ushort Raise = 2;
    private const ushort Later = 3;

    [Fact]
    public void RulesRise_MixedPrograms_AgreeBeforeAndTheOldOneStopsInOrder()
    {
        TestCluster cluster = new(4, 4, static index => index == 3 ? 1UL : 2UL);
        cluster.StartAll();
        cluster.RunUntil(() => cluster.Nodes.All(static node => node.Height >= 2));
        Assert.Single(cluster.Nodes.Select(static node => node.Blocks[2].Digest).Distinct());
        TestNode newer = cluster.Nodes[0];
        newer.Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1, type: Raise)));
        TestNode old = cluster.Nodes[3];
        Assert.True(cluster.RunUntil(() => old.Seen.Exists(static effect => effect is ReplicaEffect.UpgradeNeeded)));

        ReplicaEffect.UpgradeNeeded needed = old.Seen.OfType<ReplicaEffect.UpgradeNeeded>().Single();
        ExecutedBlock last = old.Blocks[^1];
        Assert.Equal(2UL, needed.Rules);
        Assert.Equal(last.Header.Height.Next, needed.From);
        Assert.Contains(last.Transactions, static transaction => transaction.Body.MessageType == Raise);

        newer.Take(new ReplicaInput.Submitted(2, cluster.Chain.Transaction(2, type: Later)));
        Assert.True(cluster.RunUntil(() => newer.Blocks.Exists(static block => block.Receipts.Any(static receipt => receipt.Events.Count > 0))));
        Assert.Equal(last.Header.Height.Value, old.Height);
        Assert.Equal(last.Digest, newer.Blocks[(int)old.Height].Digest);
        ReplicaEffect end = old.Seen[^1];
        Assert.Same(needed, end);
    }

    /// <summary>What became final together is committed together, so here the old program cannot stop in between.</summary>
    [Fact]
    public void RulesRise_WithinASegmentThatIsFetched_TheOldProgramSaysWhatToDo()
    {
        TestCluster cluster = new(4, 4, static index => index == 3 ? 1UL : 2UL);
        TestNode newer = cluster.Nodes[0];
        TestNode old = cluster.Nodes[3];
        foreach (TestNode node in cluster.Nodes.Take(3))
        {
            node.Intercept = effect => effect is ReplicaEffect.ServeBlocks serve && Together(cluster, node, serve);
            node.Start();
        }

        newer.Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1, type: Raise)));
        Assert.True(cluster.RunUntil(() => newer.Height >= 70, 40_000));
        old.Start();
        Assert.True(cluster.RunUntil(() => old.Seen.Exists(static effect => effect is ReplicaEffect.UpgradeNeeded or ReplicaEffect.Halt)));
        ReplicaEffect.UpgradeNeeded needed = Assert.IsType<ReplicaEffect.UpgradeNeeded>(old.Seen.Find(static effect => effect is ReplicaEffect.UpgradeNeeded or ReplicaEffect.Halt));
        ExecutedBlock raise = newer.Blocks.Find(static block => block.Transactions.Length > 0)!;
        Assert.Equal(2UL, needed.Rules);
        Assert.Equal(raise.Header.Height.Next, needed.From);
    }

    private static bool Together(TestCluster cluster, TestNode node, ReplicaEffect.ServeBlocks serve)
    {
        FinalizedSegment last = node.Segments[^1];
        Block[] blocks = [.. node.Blocks.Where(block => block.Header.Height >= serve.From).Select(static block => block.ToBlock())];
        SyncAnswer answer = new(serve.From, new Height(node.Height), [last with { Blocks = Sequence.From(blocks) }]);
        cluster.Send(node, serve.To, Channel.Sync, Canonical.Encode(new SyncMessage(null, answer)));
        return true;
    }

    [Fact]
    public void MessageOfALaterVersion_BeforeItHolds_IsUnknown()
    {
        TestCluster cluster = new(1, 1, static _ => 2);
        cluster.StartAll();
        cluster.RunUntil(() => cluster.Nodes[0].Height >= 1);
        cluster.Nodes[0].Take(new ReplicaInput.Submitted(1, cluster.Chain.Transaction(1, type: Later)));

        Assert.Equal(LedgerErrors.UnknownMessage, Assert.Single(Assert.Single(cluster.Nodes[0].Answers).Outcomes).Refusal!.Code);
    }

    [Fact]
    public void ParameterOfALaterVersion_EntersHeadersWithIt()
    {
        CatalogIndex old = new(new SeatsModule(), newestRules: 1);
        CatalogIndex newer = new(new SeatsModule(), newestRules: 2);
        IStateReader state = LedgerState.AfterGenesis(new TestChain(1).Genesis).State;

        Assert.Equal(old.ParametersHash(state, rules: 1), newer.ParametersHash(state, rules: 1));
        Assert.NotEqual(newer.ParametersHash(state, rules: 1), newer.ParametersHash(state, rules: 2));
    }

    [Fact]
    public void Genesis_OfRulesThatThisProgramDoesNotKnow_IsRefused()
    {
        GenesisDocument document = new TestChain(1).Document;
        string json = $"{{\"name\":\"later\",\"time_ms\":1,\"validators\":[{{\"organisation\":1,\"key\":\"{document.Validators[0].Key}\"}}],"
            + "\"parameters\":{\"ledger.rule_version\":2},\"modules\":{}}";
        GenesisDocument later = GenesisDocument.Parse(json).Value;

        Assert.Equal(GenesisErrors.ParameterOutOfBounds, GenesisState.Build(later, new CatalogIndex(new SeatsModule(), newestRules: 1)).Refusal!.Code);
        Assert.True(GenesisState.Build(later, new CatalogIndex(new SeatsModule(), newestRules: 2)).IsOk);
    }
}
