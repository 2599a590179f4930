namespace DeAI.Chain.Ledger.Tests.Execution;

public sealed class LedgerVerifierTests
{
    [Fact]
    public void Replay_OwnBlocksOverAnEpochChange_ReachesTheSameDigest()
    {
        TestChain chain = new();
        List<Block> blocks = [chain.Add(chain.Transfer(0, 1, 5)).ToBlock()];
        blocks.Add(chain.Add(chain.Act(ToyAction.SetValidators, seats: TestChain.Seats(1, 2, 3, 5))).ToBlock());
        LedgerState closing = chain.Head;
        chain.Add(chain.Draft(2, carrier: true));
        chain.Head = closing;
        blocks.Add(chain.Add(chain.Draft(5, nextEpoch: true)).ToBlock());

        LedgerVerifier verifier = LedgerVerifier.Create(chain.Document, chain.Index, checkInvariants: true).Value;

        Assert.True(verifier.Replay(blocks).IsOk);
        Assert.Equal(chain.Head.Digest, verifier.Current.Digest);
    }

    [Fact]
    public void Replay_AlteredBlock_NamesHeightAndField()
    {
        TestChain chain = new();
        Block first = chain.Add(chain.Transfer(0, 1, 5)).ToBlock();
        Block second = chain.Add(chain.Transfer(0, 1, 6)).ToBlock();
        Block altered = second with { Header = second.Header with { StateRoot = first.Header.StateRoot } };
        LedgerVerifier verifier = LedgerVerifier.Create(chain.Document, chain.Index, checkInvariants: false).Value;

        Refusal? refusal = verifier.Replay([first, altered]).Refusal;

        Assert.Equal(BlockErrors.WrongStateRoot, refusal?.Code);
        Assert.Contains("height 2", refusal?.Detail, StringComparison.Ordinal);
        Assert.True(verifier.Apply(second).IsOk);
    }

    [Fact]
    public void Apply_InvariantBroken_SaysWhich()
    {
        TestChain chain = new();
        chain.Catalog.Toy.OnEnd = context => ToyModule.Numbers.Put(context.State, "supply"u8, new ToyNumber(1));
        Block block = chain.Add().ToBlock();
        LedgerVerifier verifier = LedgerVerifier.Create(chain.Document, chain.Index, checkInvariants: true).Value;

        Refusal? refusal = verifier.Apply(block).Refusal;

        Assert.Equal(BlockErrors.InvariantBroken, refusal?.Code);
        Assert.Contains("toy.supply", refusal?.Detail, StringComparison.Ordinal);
    }
}
