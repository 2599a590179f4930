namespace DeAI.Chain.Ledger.Tests.Execution;

public sealed class BlockExecutorTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void Execute_Transfer_MovesCreditsChargesTheFeeAndStatesIt()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 250);
        ExecutedBlock block = _chain.Add(transaction);

        Receipt receipt = Assert.Single(block.Receipts);
        Credits fee = Metering.Fee(_chain.Head.State, transaction.Size, new Work(2, 0));
        Assert.Equal(ReceiptStatus.Applied, receipt.Status);
        Assert.Equal(fee, receipt.Fee);
        Assert.Equal("toy.transferred", Assert.Single(receipt.Events).Name);
        Assert.Equal(TestChain.Wealth - 250 - fee.Value, _chain.Stored(0).Balance.Value);
        Assert.Equal(TestChain.Wealth + 250, _chain.Stored(1).Balance.Value);
        Assert.Equal("toy.began", Assert.Single(block.Events.Begin).Name);
        Assert.True(LedgerVerifier.CheckInvariants(_chain.Index, _chain.Head.State).IsOk);
    }

    [Fact]
    public void Execute_HandlerRefuses_KeepsFeeAndNonceOnly()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 1_001);
        ExecutedBlock block = _chain.Add(transaction);

        Receipt receipt = Assert.Single(block.Receipts);
        Assert.Equal(ReceiptStatus.Refused, receipt.Status);
        Assert.Equal("toy.over_limit", receipt.Reason.Value);
        Assert.Equal(TestChain.Wealth, _chain.Stored(0).Balance.Value + receipt.Fee.Value);
        Assert.Equal(1UL, _chain.Stored(0).Nonces.Highest);
    }

    [Theory]
    [InlineData((byte)ToyAction.ThrowInCheck)]
    [InlineData((byte)ToyAction.ThrowInApply)]
    [InlineData((byte)ToyAction.TooManyEvents)]
    [InlineData((byte)ToyAction.LongEvent)]
    [InlineData((byte)ToyAction.SetBadValidators)]
    [InlineData((byte)ToyAction.RefuseWithoutCode)]
    public void Execute_HandlerFails_IsRolledBackAndRefused(byte action)
    {
        ExecutedBlock block = _chain.Add(_chain.Act((ToyAction)action, 5));

        Receipt receipt = Assert.Single(block.Receipts);
        Assert.Equal(ReceiptStatus.Refused, receipt.Status);
        Assert.Equal(LedgerErrors.HandlerFailed, receipt.Reason);
        Assert.Empty(receipt.Events);
        Assert.False(ToyModule.Numbers.TryGet(_chain.Head.State, "acted"u8, out _));
        Assert.Equal(TestChain.Wealth, _chain.Stored(0).Balance.Value + receipt.Fee.Value);
    }

    [Fact]
    public void Execute_Verdict_StandsInTheReceiptOfAnAppliedTransaction()
    {
        Receipt receipt = Assert.Single(_chain.Add(_chain.Act(ToyAction.Verdict)).Receipts);

        Assert.Equal(ReceiptStatus.Applied, receipt.Status);
        Assert.Equal("toy.false_proof", receipt.Reason.Value);
    }

    [Fact]
    public void Execute_SponsoredMessage_IsFree()
    {
        Receipt receipt = Assert.Single(_chain.Add(_chain.Act(ToyAction.Nothing, 3, type: 3)).Receipts);

        Assert.Equal(Credits.Zero, receipt.Fee);
        Assert.Equal(TestChain.Wealth, _chain.Stored(0).Balance.Value);
    }

    [Fact]
    public void Execute_EndHookFails_IsUndoneAndSaysSo()
    {
        _chain.Catalog.Toy.OnEnd = context =>
        {
            ToyModule.Numbers.Put(context.State, "hook"u8, new ToyNumber(1));
            throw new InvalidOperationException("a defect");
        };

        ExecutedBlock block = _chain.Add(_chain.Transfer(0, 1, 5));

        Assert.Equal("ledger.hook_failed", Assert.Single(block.Events.End).Name);
        Assert.False(ToyModule.Numbers.TryGet(_chain.Head.State, "hook"u8, out _));
        Assert.Equal(ReceiptStatus.Applied, Assert.Single(block.Receipts).Status);
    }

    [Fact]
    public void Execute_EndHook_SeesNoSender()
    {
        AccountId seen = TestChain.Account(0);
        _chain.Catalog.Toy.OnEnd = context => seen = context.Sender;
        _chain.Add();

        Assert.True(seen.IsDefault);
    }

    [Fact]
    public void Execute_StateBelowFails_ThrowsInsteadOfRefusing()
    {
        LedgerState broken = LedgerState.Base(_chain.Head.Header, new FailingState(_chain.Head.State), _chain.Head.Nodes);

        Assert.Throws<IOException>(() => _chain.Executor.Execute(broken, _chain.Draft(), [_chain.Transfer(0, 1, 5)]));
    }

    [Fact]
    public void Execute_ParameterChanged_ChangesTheHash()
    {
        Hash256 before = _chain.Head.Header.ParametersHash;
        ExecutedBlock same = _chain.Add(_chain.Transfer(0, 1, 5));
        ExecutedBlock changed = _chain.Add(_chain.Act(ToyAction.SetLimit, 77));

        Assert.Equal(before, same.Header.ParametersHash);
        Assert.NotEqual(before, changed.Header.ParametersHash);
        Assert.Equal(_chain.Index.ParametersHash(_chain.Head.State, rules: 1), changed.Header.ParametersHash);
    }

    [Fact]
    public void Execute_EveryBlock_MovesTheBeaconAndTheHistory()
    {
        MerkleMountainRange history = MerkleMountainRange.Empty;
        SortedSet<Hash256> beacons = [Beacon.Current(_chain.Head.State)];
        for (int i = 0; i < 5; i++)
        {
            history = history.Append(_chain.Head.Digest);
            ExecutedBlock block = _chain.Add(_chain.Draft(1 + (i % 4)));

            Assert.Equal(history.Root, block.Header.HistoryRoot);
            Assert.Equal(block.Beacon, Beacon.Current(_chain.Head.State));
            Assert.True(beacons.Add(block.Beacon));
        }
    }

    public static TheoryData<string, string> Inadmissible => new()
    {
        { "expired", "ledger.expired" },
        { "too_far", "ledger.valid_until_too_far" },
        { "module", "ledger.unknown_module" },
        { "message", "ledger.unknown_message" },
        { "malformed", "encoding.truncated" },
        { "stateless", "toy.nothing" },
        { "fee", "ledger.fee_too_high" },
        { "work", "ledger.work_too_high" },
        { "account", "toy.no_account" },
        { "nonce", "ledger.nonce_too_far" },
        { "gate", "ledger.gate_failed" },
        { "gate_admit", "ledger.gate_failed" },
        { "bind", "ledger.handler_failed" },
    };

    [Theory]
    [MemberData(nameof(Inadmissible))]
    public void Execute_InadmissibleTransaction_MakesTheBlockInvalidAndIsDroppedByTheBuilder(string what, string code)
    {
        for (int i = 0; i < 3; i++)
        {
            _chain.Add();
        }

        VerifiedTransaction good = _chain.Transfer(1, 2, 5);
        VerifiedTransaction bad = Bad(what);

        Refusal? refusal = _chain.Executor.Execute(_chain.Head, _chain.Draft(), [good, bad]).Refusal;
        Assert.Equal(BlockErrors.BadTransaction, refusal?.Code);
        Assert.Contains(code, refusal?.Detail, StringComparison.Ordinal);

        BuiltBlock built = _chain.Builder.Build(_chain.Head, _chain.Draft(), [bad, good]).Value;
        Assert.Equal(good, Assert.Single(built.Executed.Transactions));
        DroppedTransaction dropped = Assert.Single(built.Dropped);
        Assert.Equal(bad.Id, dropped.Id);
        Assert.Equal(code, dropped.Reason.Code.Value);
    }

    [Fact]
    public void Execute_SameTransactionTwice_IsRefused()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 5);

        Refusal? refusal = _chain.Executor.Execute(_chain.Head, _chain.Draft(), [transaction, transaction]).Refusal;

        Assert.Contains("ledger.nonce_used", refusal?.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Execute_TransactionOfAnotherChain_IsRefused()
    {
        ChainId other = new(Sha256.Hash("another"u8).Value);
        TransactionBody body = _chain.Transfer(0, 1, 5).Body with { Chain = other };
        VerifiedTransaction foreign =
            VerifiedTransaction.Verify(SignedTransaction.Sign(body, TestChain.AccountKeys[0]), other, TransactionLimits.Default).Value;

        Assert.Contains(
            "ledger.wrong_chain",
            _chain.Executor.Execute(_chain.Head, _chain.Draft(), [foreign]).Refusal?.Detail,
            StringComparison.Ordinal);
    }

    private VerifiedTransaction Bad(string what)
    {
        Transfer transfer = new(TestChain.Account(1), new Credits(5));
        return what switch
        {
            "expired" => _chain.Transaction(0, 1, transfer, b => b with { ValidUntil = _chain.Head.Header.Height }),
            "too_far" => _chain.Transaction(0, 1, transfer, b => b with { ValidUntil = new Height(100_000) }),
            "module" => _chain.Transaction(0, 1, transfer, b => b with { Module = new ModuleId(8) }),
            "message" => _chain.Transaction(0, 99, transfer),
            "malformed" => _chain.Transaction(0, 1, transfer, b => b with { Payload = Blob.Empty }),
            "stateless" => _chain.Transaction(0, 1, transfer with { Amount = Credits.Zero }),
            "fee" => _chain.Transaction(0, 1, transfer, b => b with { MaxFee = new Credits(1) }),
            "work" => _chain.Act(ToyAction.Work, 20_000_000_001),
            "account" => _chain.Transaction(0, 1, transfer, b => b with { Sender = new AccountId(Sha256.Hash("nobody"u8).Value) }),
            "nonce" => _chain.Transaction(0, 1, transfer, b => b with { Nonce = 5_000 }),
            "gate_admit" => _chain.Transaction(0, 1, transfer, b => b with { Nonce = 667 }),
            "bind" => _chain.Transaction(0, 1, transfer with { Amount = new Credits(TransferHandler.ThrowsStateless) }),
            _ => _chain.Transaction(0, 1, transfer, b => b with { Nonce = 666 }),
        };
    }

    private sealed class FailingState(IStateReader below) : IStateReader
    {
        public bool TryGet(ReadOnlySpan<byte> key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Blob? value) =>
            key.IndexOf(TestChain.Account(1).ToArray()) >= 0 ? throw new IOException("the disk is gone") : below.TryGet(key, out value);

        public IEnumerable<StateEntry> Scan(ReadOnlyMemory<byte> prefix, ReadOnlyMemory<byte> after = default) => below.Scan(prefix, after);
    }
}
