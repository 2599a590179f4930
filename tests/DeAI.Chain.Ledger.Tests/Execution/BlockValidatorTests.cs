namespace DeAI.Chain.Ledger.Tests.Execution;

public sealed class BlockValidatorTests
{
    private readonly TestChain _chain = new();

    [Fact]
    public void Validate_BuiltBlocks_AgreesWithTheBuilderOverRandomBlocks()
    {
        Random random = new(3);
        LedgerVerifier audit = LedgerVerifier.Create(_chain.Document, new CatalogIndex(new ToyCatalog()), checkInvariants: true).Value;
        for (int i = 0; i < 40; i++)
        {
            VerifiedTransaction[] candidates = [.. Enumerable.Range(0, random.Next(12)).Select(_ => RandomTransaction(random))];
            random.Shuffle(candidates);
            BuiltBlock built = _chain.Builder.Build(_chain.Head, _chain.Draft(random.Next(1, 5)), candidates).Value;
            Block travelled = Canonical.Decode<Block>(Canonical.Encode(built.Block)).Value;

            ExecutedBlock validated = _chain.Validator.Validate(_chain.Head, travelled).Value;

            Assert.Equal(built.Executed.Header, validated.Header);
            Assert.Equal(built.Executed.Writes.Changes.ToArray(), validated.Writes.Changes.ToArray());
            Assert.Equal(candidates.Length, validated.Transactions.Length + built.Dropped.Length);
            Assert.True(audit.Apply(travelled).IsOk);
            _chain.Head = _chain.Head.After(validated);
            Assert.Equal(_chain.Head.Digest, audit.Current.Digest);
        }
    }

    public static TheoryData<string, string> WrongFields => new()
    {
        { "chain", "block.wrong_chain" },
        { "epoch", "block.wrong_epoch" },
        { "height", "block.wrong_height" },
        { "view", "block.view_not_later" },
        { "parent", "block.wrong_parent" },
        { "time", "block.time_not_later" },
        { "transactions", "block.wrong_transactions_root" },
        { "state", "block.wrong_state_root" },
        { "receipts", "block.wrong_receipts_root" },
        { "history", "block.wrong_history_root" },
        { "validators", "block.wrong_validators_hash" },
        { "next", "block.wrong_next_validators_hash" },
        { "parameters", "block.wrong_parameters_hash" },
        { "proposer", "block.unknown_proposer" },
        { "other_proposer", "block.bad_beacon" },
        { "beacon", "block.bad_beacon" },
        { "no_beacon", "block.bad_beacon" },
    };

    [Theory]
    [MemberData(nameof(WrongFields))]
    public void Validate_WrongField_NamesIt(string field, string code)
    {
        _chain.Add();
        Block block = _chain.Builder.Build(_chain.Head, _chain.Draft(), [_chain.Transfer(0, 1, 5)]).Value.Block;
        BlockHeader header = Spoil(block.Header, field);

        Assert.Equal(code, _chain.Validator.Validate(_chain.Head, block with { Header = header }).Refusal?.Code.Value);
    }

    [Fact]
    public void Validate_TransactionLeftOutOrAlteredOrSwapped_IsRefused()
    {
        Block block = _chain.Builder.Build(_chain.Head, _chain.Draft(), [_chain.Transfer(0, 1, 5), _chain.Transfer(1, 2, 5)]).Value.Block;
        byte[] altered = block.Transactions[0].ToArray();
        altered[^1] ^= 1;

        Assert.Equal(BlockErrors.WrongTransactionsRoot, Code(block with { Transactions = [block.Transactions[0]] }));
        Assert.Equal(BlockErrors.WrongTransactionsRoot, Code(block with { Transactions = [block.Transactions[1], block.Transactions[0]] }));
        Assert.Equal(BlockErrors.BadTransaction, Code(block with { Transactions = [new Blob(altered), block.Transactions[1]] }));
    }

    [Fact]
    public void Validate_KnownTransactions_AreNotVerifiedAgain()
    {
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 5);
        Block block = _chain.Builder.Build(_chain.Head, _chain.Draft(), [transaction]).Value.Block;
        Known known = new(transaction);

        ExecutedBlock executed = _chain.Validator.Validate(_chain.Head, block, known).Value;

        Assert.Same(transaction, executed.Transactions.Single());
    }

    [Fact]
    public void Execute_DifferentOrderOfWriting_GivesTheSameStateRoot()
    {
        VerifiedTransaction first = _chain.Transfer(0, 2, 5);
        VerifiedTransaction second = _chain.Transfer(1, 3, 7);
        BlockDraft draft = _chain.Draft();

        ExecutedBlock one = _chain.Executor.Execute(_chain.Head, draft, [first, second]).Value;
        ExecutedBlock other = _chain.Executor.Execute(_chain.Head, draft, [second, first]).Value;

        Assert.Equal(one.StateRoot, other.StateRoot);
        Assert.NotEqual(one.Header.TransactionsRoot, other.Header.TransactionsRoot);
    }

    [Fact]
    public void StateRoot_AfterBlocks_ProvesTheFlatState()
    {
        _chain.Add(_chain.Transfer(0, 1, 5));
        _chain.Add(_chain.Transfer(1, 2, 6));
        foreach (StateEntry entry in _chain.Head.State.Scan(default))
        {
            StateProof proof = StateTree.Prove(_chain.Head.Nodes, 2, entry.Key.Span).Value;
            Assert.Equal(entry.Value, proof.Verify(_chain.Head.Header.StateRoot, entry.Key.Span).Value?.Value);
        }
    }

    [Fact]
    public void LedgerState_TwoBranches_DoNotSeeEachOther()
    {
        LedgerState parent = _chain.Head;
        ExecutedBlock left = _chain.Executor.Execute(parent, _chain.Draft(1), [_chain.Transfer(0, 1, 5)]).Value;
        ExecutedBlock right = _chain.Executor.Execute(parent, _chain.Draft(2), [_chain.Transfer(1, 2, 9)]).Value;

        _chain.Head = parent.After(left);
        ExecutedBlock afterLeft = _chain.Add(_chain.Transfer(2, 3, 1));
        LedgerState leftHead = _chain.Head;
        _chain.Head = parent.After(right);
        ExecutedBlock afterRight = _chain.Add(_chain.Draft(3));

        Assert.Equal(TestChain.Wealth, _chain.Stored(0).Balance.Value);
        _chain.Head = leftHead;
        Assert.NotEqual(TestChain.Wealth, _chain.Stored(0).Balance.Value);
        Assert.NotEqual(afterLeft.StateRoot, afterRight.StateRoot);
        Assert.Throws<ArgumentException>(() => parent.After(afterLeft));
    }

    [Fact]
    public void LedgerState_RebasedOnAStore_ExecutesAlike()
    {
        MemoryState state = new();
        MemoryNodeStore nodes = new();
        ExecutedBlock first = _chain.Executor.Execute(_chain.Head, _chain.Draft(), [_chain.Transfer(0, 1, 5)]).Value;
        foreach (ExecutedBlock block in new[] { _chain.Genesis, first })
        {
            state.Apply(block.Writes);
            nodes.Add(block.Tree!);
            nodes.Prune(block.Tree!);
        }

        _chain.Head = _chain.Head.After(first);
        BlockDraft draft = _chain.Draft();
        VerifiedTransaction next = _chain.Transfer(1, 2, 6);
        LedgerState rebased = LedgerState.Base(first.Header, state, nodes);

        Assert.Equal(_chain.Executor.Execute(_chain.Head, draft, [next]).Value.Header, _chain.Executor.Execute(rebased, draft, [next]).Value.Header);
    }

    private VerifiedTransaction RandomTransaction(Random random) => random.Next(6) switch
    {
        0 => _chain.Act((ToyAction)random.Next(6), (ulong)random.Next(100), from: random.Next(4)),
        1 => _chain.Transaction(random.Next(4), 1, new Transfer(TestChain.Account(0), Credits.Zero)),
        2 => _chain.Act(ToyAction.SetLimit, (ulong)random.Next(1, 2_000)),
        _ => _chain.Transfer(random.Next(4), random.Next(4), (ulong)random.Next(1, 1_200)),
    };

    private ReasonCode? Code(Block block) => _chain.Validator.Validate(_chain.Head, block).Refusal?.Code;

    private BlockHeader Spoil(BlockHeader header, string field)
    {
        Hash256 wrong = Sha256.Hash("wrong"u8);
        return field switch
        {
            "chain" => header with { Chain = new ChainId(wrong.Value) },
            "epoch" => header with { Epoch = header.Epoch.Next },
            "height" => header with { Height = header.Height.Next },
            "view" => header with { View = _chain.Head.Header.View },
            "parent" => header with { Parent = wrong },
            "time" => header with { TimeMs = _chain.Head.Header.TimeMs },
            "transactions" => header with { TransactionsRoot = wrong },
            "state" => header with { StateRoot = wrong },
            "receipts" => header with { ReceiptsRoot = wrong },
            "history" => header with { HistoryRoot = wrong },
            "validators" => header with { ValidatorsHash = wrong },
            "next" => header with { NextValidatorsHash = wrong },
            "parameters" => header with { ParametersHash = wrong },
            "proposer" => header with { Proposer = TestChain.ValidatorKeys[4].PublicKey },
            "other_proposer" => header with { Proposer = TestChain.ValidatorKeys[1].PublicKey },
            "beacon" => header with { BeaconProof = Vrf.Prove(TestChain.ValidatorKeys[0], "another input"u8) },
            _ => header with { BeaconProof = default },
        };
    }

    private sealed class Known(VerifiedTransaction transaction) : IVerifiedTransactions
    {
        public VerifiedTransaction? Find(Hash256 leafHash) => leafHash == transaction.LeafHash ? transaction : null;
    }
}
