namespace DeAI.Chain.Ledger.Tests.Execution;

public sealed class BlockBuilderTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void Build_MoreThanTheNumber_StopsThereWithoutDropping()
    {
        SetParameter(LedgerParameters.MaxBlockTransactions, 3);
        VerifiedTransaction[] candidates = [.. Enumerable.Range(0, 5).Select(_ => _chain.Transfer(0, 1, 5))];

        BuiltBlock built = _chain.Builder.Build(_chain.Head, _chain.Draft(), candidates).Value;

        Assert.Equal(candidates[..3], built.Executed.Transactions.ToArray());
        Assert.Empty(built.Dropped);
        Assert.Equal(BlockErrors.TooManyTransactions, _chain.Executor.Execute(_chain.Head, _chain.Draft(), candidates).Refusal?.Code);
    }

    [Fact]
    public void Build_MoreThanTheWork_SkipsWhatDoesNotFit()
    {
        VerifiedTransaction heavy = _chain.Act(ToyAction.Work, 12_000_000_000);
        VerifiedTransaction second = _chain.Act(ToyAction.Work, 12_000_000_000, from: 1);
        VerifiedTransaction light = _chain.Act(ToyAction.Work, 8_000_000_000, from: 2);

        BuiltBlock built = _chain.Builder.Build(_chain.Head, _chain.Draft(), [heavy, second, light]).Value;

        Assert.Equal([heavy, light], built.Executed.Transactions.ToArray());
        Assert.Empty(built.Dropped);
        Assert.Equal(BlockErrors.TooMuchWork, _chain.Executor.Execute(_chain.Head, _chain.Draft(), [heavy, second]).Refusal?.Code);
    }

    /// <summary>A sponsored message may claim any work and pays for none of it: what nobody did must not crowd out what somebody wants done.</summary>
    [Fact]
    public void Build_WorkThatTheCheckRefused_LeavesTheRoomToOthers()
    {
        VerifiedTransaction[] idle = [.. Enumerable.Range(0, 3).Select(_ => _chain.Act(ToyAction.RefusedWork, 20_000_000_000))];
        VerifiedTransaction honest = _chain.Act(ToyAction.Work, 20_000_000_000, from: 1);
        VerifiedTransaction late = _chain.Act(ToyAction.Work, 1, from: 2);

        BuiltBlock built = _chain.Builder.Build(_chain.Head, _chain.Draft(), [.. idle, honest, late]).Value;

        Assert.Equal([.. idle, honest], built.Executed.Transactions.ToArray());
        Assert.All(built.Executed.Receipts[..3], static receipt => Assert.Equal(ReceiptStatus.Refused, receipt.Status));
        Assert.Equal(ReceiptStatus.Applied, built.Executed.Receipts[3].Status);
        Assert.True(_chain.Executor.Execute(_chain.Head, _chain.Draft(), [.. idle, honest]).IsOk);
    }

    [Fact]
    public void Build_MoreThanTheBytes_SkipsWhatDoesNotFit()
    {
        SetParameter(LedgerParameters.MaxBlockBytes, LedgerParameters.MaxBlockBytes.Min);
        VerifiedTransaction large = Large(0);
        VerifiedTransaction second = Large(1);
        VerifiedTransaction small = _chain.Transfer(2, 1, 5);

        BuiltBlock built = _chain.Builder.Build(_chain.Head, _chain.Draft(), [large, second, small]).Value;

        Assert.Equal([large, small], built.Executed.Transactions.ToArray());
        Assert.Empty(built.Dropped);
        Assert.Equal(BlockErrors.TooLarge, _chain.Executor.Execute(_chain.Head, _chain.Draft(), [large, second]).Refusal?.Code);
    }

    [Fact]
    public void Build_WrongDraft_IsRefused()
    {
        BlockDraft draft = _chain.Draft() with { View = default };

        Assert.Equal(BlockErrors.ViewNotLater, _chain.Builder.Build(_chain.Head, draft, []).Refusal?.Code);
    }

    private VerifiedTransaction Large(int from) =>
        _chain.Transaction(from, 4, new Bulk(new Blob(new byte[1_500_000])), b => b with { MaxFee = new Credits(5_000_000) });

    private void SetParameter(ParameterDefinition definition, ulong value)
    {
        StateOverlay overlay = new(_chain.Head.State);
        ParameterStore.Set(overlay, definition, value);
        _chain.Head = LedgerState.Base(_chain.Head.Header, overlay, _chain.Head.Nodes);
    }
}
