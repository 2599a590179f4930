namespace DeAI.Chain.Ledger.Tests.Execution;

public sealed class EpochTests
{
    private readonly TestChain _chain = new();
    private readonly ExecutedBlock _closing;

    public EpochTests()
    {
        _chain.Add(_chain.Transfer(0, 1, 5));
        _closing = _chain.Add(_chain.Act(ToyAction.SetValidators, seats: TestChain.Seats(1, 2, 3, 5)));
    }

    [Fact]
    public void Execute_SetValidators_ClosesTheEpochWithTheOldSet()
    {
        Assert.True(_closing.ClosesEpoch);
        Assert.Equal(ValidatorSchedule.HashOf(TestChain.Seats(1, 2, 3, 4)), _closing.Header.ValidatorsHash);
        Assert.Equal(ValidatorSchedule.HashOf(TestChain.Seats(1, 2, 3, 5)), _closing.Header.NextValidatorsHash);
    }

    [Fact]
    public void Execute_InTheClosedEpoch_IsACarrierWithTheSameRoots()
    {
        LedgerState closing = _chain.Head;
        ExecutedBlock first = _chain.Add(_chain.Draft(2, carrier: true));
        ExecutedBlock second = _chain.Add(_chain.Draft(3, carrier: true));

        Assert.True(first.Header.IsCarrier && second.Header.IsCarrier);
        Assert.Equal(_closing.Header.Height, second.Header.Height);
        Assert.Equal(first.Digest, second.Header.Parent);
        Assert.Equal(_closing.Header with
        {
            View = second.Header.View,
            Parent = first.Digest,
            TimeMs = second.Header.TimeMs,
            TransactionsRoot = TransactionProof.Root(default),
            Proposer = second.Header.Proposer,
            BeaconProof = default,
        }, second.Header);
        Assert.Null(second.Tree);
        Assert.Equal(0, second.Writes.Count);
        Assert.True(_chain.Validator.Validate(closing, first.ToBlock()).IsOk);
        Assert.True(_chain.Validator.Validate(closing.After(first), second.ToBlock()).IsOk);
    }

    [Fact]
    public void Validate_CarrierWithAnythingElse_IsRefused()
    {
        BlockHeader header = _chain.Executor.Execute(_chain.Head, _chain.Draft(2, carrier: true), []).Value.Header;
        VerifiedTransaction transaction = _chain.Transfer(0, 1, 5);

        Assert.Equal(BlockErrors.CarrierNotEmpty, Code(header, transaction));
        Assert.Equal(BlockErrors.WrongHeight, Code(header with { Height = header.Height.Next }));
        Assert.Equal(BlockErrors.WrongStateRoot, Code(header with { StateRoot = header.HistoryRoot }));
        Assert.Equal(BlockErrors.BadBeacon, Code(header with { BeaconProof = _chain.Draft(2).BeaconProof }));
        Assert.Equal(BlockErrors.UnknownProposer, Code(header with { Proposer = TestChain.ValidatorKeys[4].PublicKey }));
        Assert.Equal(BlockErrors.ViewNotLater, Code(header with { View = _chain.Head.Header.View }));
        Assert.Equal(BlockErrors.TimeNotLater, Code(header with { TimeMs = _chain.Head.Header.TimeMs }));
    }

    [Fact]
    public void Execute_FirstBlockOfTheNextEpoch_FollowsTheClosingBlockUnderTheNewSet()
    {
        LedgerState closing = _chain.Head;
        ExecutedBlock carrier = _chain.Add(_chain.Draft(2, carrier: true));
        LedgerState afterCarrier = _chain.Head;
        _chain.Head = closing;
        BlockDraft draft = _chain.Draft(5, nextEpoch: true) with { View = carrier.Header.View.Next };

        ExecutedBlock block = _chain.Add(draft, _chain.Transfer(0, 1, 5));

        Assert.Equal(_closing.Header.Height.Next, block.Header.Height);
        Assert.Equal(_closing.Digest, block.Header.Parent);
        Assert.Equal(1UL, block.Header.Epoch.Value);
        Assert.False(block.ClosesEpoch);
        Assert.Equal(_closing.Header.NextValidatorsHash, block.Header.ValidatorsHash);
        Assert.True(_chain.Validator.Validate(closing, block.ToBlock()).IsOk);
        Assert.Equal(
            BlockErrors.WrongParent,
            _chain.Executor.Execute(afterCarrier, draft with { View = draft.View.Next, TimeMs = draft.TimeMs + 9 }, []).Refusal?.Code);
    }

    [Fact]
    public void Execute_ProposerOfTheOldSetInTheNextEpoch_IsUnknown() =>
        Assert.Equal(BlockErrors.UnknownProposer, _chain.Executor.Execute(_chain.Head, _chain.Draft(4, nextEpoch: true), []).Refusal?.Code);

    [Fact]
    public void Execute_NextEpochWithoutAClosingBlock_IsWrongEpoch()
    {
        TestChain fresh = new();

        Assert.Equal(BlockErrors.WrongEpoch, fresh.Executor.Execute(fresh.Head, fresh.Draft(1, nextEpoch: true), []).Refusal?.Code);
    }

    [Fact]
    public void Build_AfterTheClosingBlock_TakesNoCandidates()
    {
        BuiltBlock built = _chain.Builder.Build(_chain.Head, _chain.Draft(2, carrier: true), [_chain.Transfer(0, 1, 5)]).Value;

        Assert.True(built.Block.Header.IsCarrier);
        Assert.Empty(built.Executed.Transactions);
    }

    private ReasonCode? Code(BlockHeader header, params VerifiedTransaction[] transactions) =>
        _chain.Validator.Validate(_chain.Head, header, transactions).Refusal?.Code;
}
