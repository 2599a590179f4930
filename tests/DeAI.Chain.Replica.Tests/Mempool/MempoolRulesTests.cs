namespace DeAI.Chain.Replica.Tests.Mempool;

public sealed class MempoolRulesTests
{
    private readonly TestChain _chain = new(1);
    private readonly TransactionPool _pool = new();

    [Fact]
    public void Add_GoodTransaction_Waits()
    {
        VerifiedTransaction transaction = _chain.Transaction(1);
        Assert.True(Add(transaction).IsOk);
        Assert.Equal(1, _pool.Count);
        Assert.Equal(transaction.Size, _pool.Bytes);
        Assert.True(_pool.TryGet(transaction.Id, out _));
    }

    [Fact]
    public void Add_SameTransactionAgain_InFlight()
    {
        VerifiedTransaction transaction = _chain.Transaction(1);
        Add(transaction);
        Assert.Equal(MempoolErrors.InFlight, Add(transaction).Refusal!.Code);
    }

    [Fact]
    public void Add_OtherTransactionOfSameNonce_NonceInFlight()
    {
        Add(_chain.Transaction(1));
        Assert.Equal(MempoolErrors.NonceInFlight, Add(_chain.Transaction(1, validUntil: 999)).Refusal!.Code);
        Assert.True(Add(_chain.Transaction(1, sender: 1)).IsOk);
    }

    [Fact]
    public void Add_PoolFullByCount_Full()
    {
        Add(_chain.Transaction(1), new MempoolLimits(1, 1_000_000, 10));
        Assert.Equal(MempoolErrors.Full, Add(_chain.Transaction(2), new MempoolLimits(1, 1_000_000, 10)).Refusal!.Code);
    }

    [Fact]
    public void Add_PoolFullByBytes_Full()
    {
        VerifiedTransaction transaction = _chain.Transaction(1);
        Assert.True(Add(transaction, new MempoolLimits(10, transaction.Size, 10)).IsOk);
        Assert.Equal(MempoolErrors.Full, Add(_chain.Transaction(2), new MempoolLimits(10, (2 * transaction.Size) - 1, 10)).Refusal!.Code);
    }

    [Fact]
    public void Add_SenderAtItsLimit_SenderFull()
    {
        MempoolLimits limits = new(10, 1_000_000, 1);
        Add(_chain.Transaction(1), limits);
        Assert.Equal(MempoolErrors.SenderFull, Add(_chain.Transaction(2), limits).Refusal!.Code);
        Assert.True(Add(_chain.Transaction(2, sender: 1), limits).IsOk);
    }

    [Fact]
    public void Add_SenderAtItsBytes_SenderFullUntilOneLeaves()
    {
        VerifiedTransaction first = _chain.Transaction(1);
        MempoolLimits limits = new(10, 1_000_000, 10) { MaxBytesPerSender = first.Size + 1 };
        Assert.True(Add(first, limits).IsOk);
        Assert.Equal(MempoolErrors.SenderFull, Add(_chain.Transaction(2), limits).Refusal!.Code);
        Assert.True(Add(_chain.Transaction(2, sender: 1), limits).IsOk);
        _pool.Remove(first.Id);
        Assert.Equal(0, _pool.BytesOf(first.Body.Sender));
        Assert.True(Add(_chain.Transaction(2), limits).IsOk);
    }

    /// <summary>Ten times what fits: the pool never holds more than it may, and every one that it does not take is told why.</summary>
    [Fact]
    public void Add_TenTimesTheCapacity_HoldsTheCapacityAndRefusesTheRest()
    {
        MempoolLimits limits = new(40, 1_000_000, 30);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            Result result = Add(_chain.Transaction((ulong)(i / 2) + 1, sender: i % 2), limits);
            refused += result.IsOk ? 0 : 1;
            Assert.True(result.IsOk || result.Refusal!.Code == MempoolErrors.Full || result.Refusal.Code == MempoolErrors.SenderFull, result.Refusal?.ToString());
        }

        Assert.Equal(limits.MaxTransactions, _pool.Count);
        Assert.Equal(400 - limits.MaxTransactions, refused);
    }

    [Fact]
    public void Add_WhatTheLedgerRefuses_LedgersReason()
    {
        Assert.Equal(LedgerErrors.Expired, Add(_chain.Transaction(1, validUntil: 0)).Refusal!.Code);
        Assert.Equal(LedgerErrors.UnknownMessage, Add(_chain.Transaction(1, type: 9)).Refusal!.Code);
        Assert.Equal(LedgerErrors.FeeTooHigh, Add(_chain.Transaction(1, maxFee: 1)).Refusal!.Code);
        Assert.Equal(0, _pool.Count);
    }

    [Fact]
    public void Remove_Waiting_FreesNonceAndRoom()
    {
        VerifiedTransaction transaction = _chain.Transaction(1);
        Add(transaction);
        _pool.Remove(transaction.Id);
        Assert.Equal(0, _pool.Bytes);
        Assert.True(Add(transaction).IsOk);
    }

    [Fact]
    public void RemoveExpired_HeightReached_ReturnsThem()
    {
        VerifiedTransaction soon = _chain.Transaction(1, validUntil: 5);
        Add(soon);
        Add(_chain.Transaction(2, validUntil: 6));
        Assert.Equal([soon], _pool.RemoveExpired(new Height(5)));
        Assert.Equal(1, _pool.Count);
    }

    [Fact]
    public void Candidates_IncludedAndTooLarge_LeftOutInOrder()
    {
        VerifiedTransaction[] all = [_chain.Transaction(1), _chain.Transaction(2), _chain.Transaction(3)];
        Array.ForEach(all, transaction => Add(transaction));
        Assert.Equal([all[0], all[2]], _pool.Candidates(10, 1_000_000, id => id == all[1].Id));
        Assert.Equal([all[0]], _pool.Candidates(10, all[0].Size, static _ => false));
        Assert.Equal([all[0], all[1]], _pool.Candidates(2, 1_000_000, static _ => false));
    }

    private Result Add(VerifiedTransaction transaction, MempoolLimits? limits = null)
    {
        LedgerState state = LedgerState.AfterGenesis(_chain.Genesis);
        AdmissionRules rules = new(_chain.Catalog, state.State, new Height(1));
        return _pool.Add(transaction, new AdmissionContext(state.State, rules, _pool, limits ?? MempoolLimits.Default));
    }
}
