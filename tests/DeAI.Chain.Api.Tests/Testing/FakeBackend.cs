using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Api.Tests.Testing;

/// <summary>A node without consensus: a mempool in front of a <see cref="TestChain"/>, sealed by the test or at once.</summary>
public sealed class FakeBackend : INodeBackend
{
    private readonly Lock _gate = new();
    private readonly List<VerifiedTransaction> _pool = [];
    private readonly Dictionary<Hash256, TransactionPlace> _places = [];
    private readonly Dictionary<Hash256, TaskCompletionSource<Result<FinalTransaction>>> _waiting = [];
    private TaskCompletionSource _tipMoved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _indexed;

    public FakeBackend(TestChain chain)
    {
        TestChain = chain;
        Chain = new ChainDescription(chain.Document.Chain, chain.Document.Name, chain.GenesisJson, chain.Catalog);
        Index();
    }

    public TestChain TestChain { get; }

    public ChainDescription Chain { get; }

    /// <summary>Seals a block for each accepted transaction.</summary>
    public bool AutoSeal { get; set; }

    /// <summary>What the next submissions are refused with, first in first out.</summary>
    public Queue<Refusal> Refusals { get; } = new();

    public int Submissions { get; private set; }

    /// <summary>Below this height blocks are pruned.</summary>
    public ulong PrunedBelow { get; set; }

    public Height Tip
    {
        get
        {
            lock (_gate)
            {
                return new Height(TestChain.Tip);
            }
        }
    }

    public NodeReport ReadStatus() => new(
        TestChain.Seats[0].PublicKey, "validator", new View(7), _pool.Count, 3, false, "0.1.0", TimeSpan.FromSeconds(5), string.Empty);

    public IReadOnlyList<PeerReport> ReadPeers() =>
        [new PeerReport(TestChain.Seats[1].PublicKey, "10.0.0.2:7000", "validator", true, TimeSpan.FromMilliseconds(1.5), 10, 20, string.Empty)];

    public IReadOnlyList<MetricSample> ReadMetrics() =>
        [new MetricSample("deai_blocks_total", new Dictionary<string, string> { ["chain"] = "api-test" }, 42)];

    public IFinalState OpenState()
    {
        lock (_gate)
        {
            return new FakeState(TestChain.Latest);
        }
    }

    public BlockRecord? ReadBlock(Height height)
    {
        lock (_gate)
        {
            return height.Value <= TestChain.Tip && height.Value >= PrunedBelow ? TestChain[height.Value] : null;
        }
    }

    public BlockHeader? ReadHeader(Height height) => ReadBlock(height)?.Block.Header;

    public TransactionPlace? Locate(Hash256 id)
    {
        lock (_gate)
        {
            return _places.TryGetValue(id, out TransactionPlace place) ? place : null;
        }
    }

    public Finality? ProveFinality(Height height)
    {
        lock (_gate)
        {
            return TestChain.Prove(height.Value);
        }
    }

    public ValueTask<SubmitResult[]> SubmitAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> encoded, IFinalWatcher? watcher, CancellationToken cancellation)
    {
        lock (_gate)
        {
            SubmitResult[] results = [.. encoded.Select(Submit)];
            foreach (SubmitResult accepted in results.Where(result => watcher is not null && result.Result.IsOk))
            {
                _ = TellAsync(accepted.Id, watcher!);
            }

            return ValueTask.FromResult(results);
        }
    }

    public async Task<Result<FinalTransaction>> WaitFinalAsync(Hash256 id, CancellationToken cancellation)
    {
        Task<Result<FinalTransaction>> task;
        lock (_gate)
        {
            if (_places.TryGetValue(id, out TransactionPlace place))
            {
                return Result.Of(new FinalTransaction(place, TestChain[place.Height.Value].Receipts[place.Index]));
            }

            if (!_waiting.TryGetValue(id, out TaskCompletionSource<Result<FinalTransaction>>? source))
            {
                _waiting[id] = source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            task = source.Task;
        }

        return await task.WaitAsync(cancellation);
    }

    public async Task WaitForTipAboveAsync(Height height, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (TestChain.Tip > height.Value)
                {
                    return;
                }

                moved = _tipMoved.Task;
            }

            await moved.WaitAsync(cancellation);
        }
    }

    /// <summary>All waiting transactions into one block.</summary>
    public void Seal()
    {
        lock (_gate)
        {
            VerifiedTransaction[] body = [.. _pool];
            _pool.Clear();
            IReadOnlyList<DroppedTransaction> dropped = TestChain.Seal(body);
            Index();
            foreach (DroppedTransaction drop in dropped)
            {
                Settle(drop.Id, Result.Refuse<FinalTransaction>(drop.Reason));
            }

            TaskCompletionSource moved = _tipMoved;
            _tipMoved = new(TaskCreationOptions.RunContinuationsAsynchronously);
            moved.SetResult();
        }
    }

    /// <summary>As a node that was killed: what waited is gone.</summary>
    public void LoseMempool()
    {
        lock (_gate)
        {
            _pool.Clear();
        }
    }

    private async Task TellAsync(Hash256 id, IFinalWatcher watcher) => watcher.Settled(id, await WaitFinalAsync(id, CancellationToken.None));

    private SubmitResult Submit(ReadOnlyMemory<byte> encoded)
    {
        Submissions++;
        Result<VerifiedTransaction> verified = VerifiedTransaction.Verify(encoded.ToArray(), Chain.Chain, TransactionLimits.Default);
        if (!verified.TryGet(out VerifiedTransaction transaction, out Refusal? refusal))
        {
            return new SubmitResult(default, new Result(refusal));
        }

        if (Refusals.TryDequeue(out Refusal? scripted))
        {
            return new SubmitResult(transaction.Id, new Result(scripted));
        }

        if (_pool.Exists(waiting => waiting.Id == transaction.Id))
        {
            return new SubmitResult(transaction.Id, Result.Refuse(new ReasonCode("mempool.in_flight"), "waiting already"));
        }

        AdmissionRules rules = new(Chain.Catalog, TestChain.Latest.State, new Height(TestChain.Tip + 1));
        if (rules.Admit(TestChain.Latest.State, transaction).Refusal is { } refused)
        {
            return new SubmitResult(transaction.Id, new Result(refused));
        }

        _pool.Add(transaction);
        if (AutoSeal)
        {
            Seal();
        }

        return new SubmitResult(transaction.Id, Result.Ok);
    }

    private void Index()
    {
        for (; _indexed <= TestChain.Tip; _indexed++)
        {
            BlockRecord record = TestChain[_indexed];
            for (int i = 0; i < record.Receipts.Length; i++)
            {
                TransactionPlace place = new(new Height(_indexed), i);
                _places[record.Receipts[i].Transaction] = place;
                Settle(record.Receipts[i].Transaction, Result.Of(new FinalTransaction(place, record.Receipts[i])));
            }
        }
    }

    private void Settle(Hash256 id, Result<FinalTransaction> outcome)
    {
        if (_waiting.Remove(id, out TaskCompletionSource<Result<FinalTransaction>>? source))
        {
            source.SetResult(outcome);
        }
    }

    private sealed class FakeState(LedgerState state) : IFinalState
    {
        public BlockHeader Header => state.Header;

        public IStateReader State => state.State;

        public INodeReader Nodes => state.Nodes;

        public void Dispose()
        {
        }
    }
}
