using System.Collections.Immutable;
using DeAI.Chain.Api;
using DeAI.Chain.Ledger;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Transactions;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Composition;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Replica;
using DeAI.Chain.Storage.Chain;

namespace DeAI.Chain.Node.Backend;

/// <summary>This node, as the services see it.</summary>
internal sealed class NodeBackend : INodeBackend
{
    private readonly NodeResources _resources;
    private readonly FinalityProver _prover;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly PeerRole _role;

    public NodeBackend(NodeResources resources, PeerRole role, TimeProvider time)
    {
        _resources = resources;
        _role = role;
        _time = time;
        _started = time.GetTimestamp();
        GenesisDocument genesis = resources.Genesis;
        Chain = new ChainDescription(genesis.Chain, genesis.Name, resources.GenesisJson, resources.Catalog);
        BlockHeader first = Store.Blocks.Header(new Height(0)) ?? throw new InvalidOperationException("Genesis is not stored.");
        _prover = new FinalityProver(Store, first, genesis.Validators);
    }

    public ChainDescription Chain { get; }

    public Height Tip => Store.Tip!.Header.Height;

    private ChainStore Store => _resources.Parts.Store;

    public NodeReport ReadStatus()
    {
        ReplicaProgress progress = _resources.Loop.Progress;
        return new NodeReport(
            _resources.Network.PublicKey,
            _role == PeerRole.Auditor || _resources.Degraded.Length > 0 ? "observer" : "validator",
            progress.View,
            progress.Mempool,
            _resources.Network.Peers().Count(static peer => peer.IsConnected),
            progress.IsSyncing,
            typeof(NodeBackend).Assembly.GetName().Version!.ToString(3),
            _time.GetElapsedTime(_started),
            _resources.Degraded);
    }

    public IReadOnlyList<PeerReport> ReadPeers() =>
    [
        .. _resources.Network.Peers().OrderBy(static peer => peer.Key).Select(static peer => new PeerReport(
            peer.Key,
            peer.DialAddress?.ToString() ?? peer.RemoteAddress ?? string.Empty,
            peer.Role.ToString().ToLowerInvariant(),
            peer.IsConnected,
            peer.RoundTrip ?? TimeSpan.Zero,
            peer.BytesIn,
            peer.BytesOut,
            peer.LastError?.ToString() ?? string.Empty)),
    ];

    public IReadOnlyList<MetricSample> ReadMetrics() =>
    [
        .. _resources.Metrics.Samples().Select(static sample => new MetricSample(sample.Name, LabelsOf(sample.Labels), sample.Value)),
    ];

    public IFinalState OpenState() => new FinalState(Store.Snapshot());

    public BlockRecord? ReadBlock(Height height)
    {
        if (height > Tip || Store.Blocks.Block(height) is not { } block || Store.Blocks.Receipts(height) is not { } receipts)
        {
            return null;
        }

        return new BlockRecord(block, receipts.Receipts.Items, receipts.Events);
    }

    public BlockHeader? ReadHeader(Height height) => height > Tip ? null : Store.Blocks.Header(height);

    public TransactionPlace? Locate(Hash256 id) =>
        Store.Blocks.Locate(id) is { } location ? new TransactionPlace(location.Height, (int)location.Index) : null;

    public Finality? ProveFinality(Height height) => height > Tip ? null : _prover.Prove(height);

    public async ValueTask<SubmitResult> SubmitAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancellation)
    {
        if (_resources.Parts.Disk.Full is { } full)
        {
            return Counted(default, Result.Refuse(NodeErrors.DiskFull, full));
        }

        if (_resources.Loop.Progress.IsSyncing)
        {
            return Counted(default, Result.Refuse(ReplicaErrors.Syncing, "this node is fetching blocks; ask another one or try again"));
        }

        Result<VerifiedTransaction> verified = _resources.Verifier.Verify(encoded);
        if (!verified.TryGet(out VerifiedTransaction transaction, out Refusal? refusal))
        {
            return Counted(default, new Result(refusal));
        }

        ulong ticket = _resources.Parts.Submissions.Open(out Task<Result> answer);
        try
        {
            await _resources.Loop.PostAsync(new ReplicaInput.Submitted(ticket, transaction), cancellation);
            return Counted(transaction.Id, await answer.WaitAsync(cancellation));
        }
        finally
        {
            _resources.Parts.Submissions.Abandon(ticket);
        }
    }

    public async Task<Result<FinalTransaction>> WaitFinalAsync(Hash256 id, CancellationToken cancellation)
    {
        // Wait first and look second: a commit between the two is then seen by one of them.
        Task<TrackedOutcome> waiting = _resources.Parts.Finality.Wait(id);
        if (Find(id) is { } already)
        {
            _resources.Parts.Finality.Forget(id);
            return Result.Of(already);
        }

        TrackedOutcome outcome = await waiting.WaitAsync(cancellation);
        return outcome.Receipt is { } receipt
            ? Result.Of(new FinalTransaction(new TransactionPlace(outcome.Height, outcome.Index), receipt))
            : Result.Refuse<FinalTransaction>(LedgerErrors.Expired, $"transaction {id} can be included no more");
    }

    public Task WaitForTipAboveAsync(Height height, CancellationToken cancellation) =>
        _resources.Parts.Finality.WaitForTipAbove(height, cancellation);

    private static Dictionary<string, string> LabelsOf(string labels)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        foreach (string label in labels.Split("\",", StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = label.IndexOf("=\"", StringComparison.Ordinal);
            if (equals > 0)
            {
                map[label[..equals]] = label[(equals + 2)..].TrimEnd('"');
            }
        }

        return map;
    }

    private FinalTransaction? Find(Hash256 id)
    {
        if (Locate(id) is not { } place || Store.Blocks.Receipts(place.Height) is not { } receipts)
        {
            return null;
        }

        return new FinalTransaction(place, receipts.Receipts[place.Index]);
    }

    private SubmitResult Counted(Hash256 id, Result result)
    {
        if (result.Refusal is { } refusal)
        {
            _resources.Parts.Telemetry.Refused(refusal.Code);
        }

        return new SubmitResult(id, result);
    }
}
