namespace DeAI.Chain.Ledger.Tests.Blocks;

public sealed class ProofTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void ReceiptProof_OfEveryReceipt_VerifiesAndNoAlterationDoes()
    {
        ExecutedBlock block = ThreeTransactions();
        for (int i = 0; i < 3; i++)
        {
            ReceiptProof proof = ReceiptTree.Prove(block.Receipts, block.Events, i);
            Assert.True(proof.Verify(block.Header.ReceiptsRoot).IsOk);
            AssertNoAlterationPasses<ReceiptProof>(proof, altered => altered.Verify(block.Header.ReceiptsRoot));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ReceiptTree.Prove(block.Receipts, block.Events, 3));
    }

    [Fact]
    public void BlockEventsProof_VerifiesAndNoAlterationDoes()
    {
        ExecutedBlock block = ThreeTransactions();
        BlockEventsProof proof = ReceiptTree.ProveEvents(block.Receipts, block.Events);

        Assert.True(proof.Verify(block.Header.ReceiptsRoot).IsOk);
        AssertNoAlterationPasses<BlockEventsProof>(proof, altered => altered.Verify(block.Header.ReceiptsRoot));
    }

    [Fact]
    public void TransactionProof_OfEveryTransaction_VerifiesAndNoAlterationDoes()
    {
        Block block = ThreeTransactions().ToBlock();
        Assert.Equal(block.Header.TransactionsRoot, TransactionProof.Root(block.Transactions));
        for (int i = 0; i < 3; i++)
        {
            TransactionProof proof = TransactionProof.Create(block.Transactions, i);
            Assert.True(proof.Verify(block.Header.TransactionsRoot).IsOk);
            AssertNoAlterationPasses<TransactionProof>(proof, altered => altered.Verify(block.Header.TransactionsRoot));
        }
    }

    [Fact]
    public void HistoryProof_OfEveryAncestor_VerifiesAndNoAlterationDoes()
    {
        List<BlockHeader> headers = [_chain.Genesis.Header];
        List<MerkleMountainRange> histories = [History.Current(_chain.Head.State)];
        for (int i = 0; i < 7; i++)
        {
            headers.Add(_chain.Add().Header);
            histories.Add(History.Current(_chain.Head.State));
        }

        Hash256[] digests = [.. headers.Select(h => h.Digest)];
        for (int newer = 1; newer < headers.Count; newer++)
        {
            for (int older = 0; older < newer; older++)
            {
                HistoryProof whole = HistoryProof.Create(headers[older], headers[newer], digests);
                Assert.True(whole.Verify(headers[newer]).IsOk);
                Assert.Equal(whole, HistoryProof.Create(headers[older], headers[newer], at => histories[(int)at.Value], at => digests[at.Value]));
            }
        }

        HistoryProof proof = HistoryProof.Create(headers[2], headers[6], digests);
        Assert.Equal(LedgerErrors.BadProof, proof.Verify(headers[7]).Refusal?.Code);
        AssertNoAlterationPasses<HistoryProof>(proof, altered => altered.Verify(headers[6]));
    }

    [Fact]
    public void HeaderChain_Links_VerifyAndNoAlterationDoes()
    {
        HeaderChain chain = new([_chain.Genesis.Header, _chain.Add().Header, _chain.Add().Header]);

        Assert.Equal(_chain.Genesis.Header, chain.Verify(_chain.Head.Digest).Value);
        Assert.Equal(LedgerErrors.BadProof, new HeaderChain(default).Verify(_chain.Head.Digest).Refusal?.Code);
        Assert.Equal(LedgerErrors.BadProof, new HeaderChain([chain.Headers[0], chain.Headers[2]]).Verify(_chain.Head.Digest).Refusal?.Code);
        AssertNoAlterationPasses<HeaderChain>(chain, altered => new Result(altered.Verify(_chain.Head.Digest).Refusal));
    }

    private ExecutedBlock ThreeTransactions() =>
        _chain.Add(_chain.Transfer(0, 1, 5), _chain.Act(ToyAction.ThrowInApply), _chain.Act(ToyAction.Verdict));

    private static void AssertNoAlterationPasses<T>(T proof, Func<T, Result> verify)
        where T : ICanonical<T>
    {
        byte[] encoded = Canonical.Encode(proof);
        Assert.True(verify(Canonical.Decode<T>(encoded).Value).IsOk);
        foreach (byte[] altered in TestBytes.AlteredAtEveryByte(encoded))
        {
            Result<T> decoded = Canonical.Decode<T>(altered);
            Assert.False(decoded.IsOk && verify(decoded.Value).IsOk, Convert.ToHexString(altered));
        }
    }
}
