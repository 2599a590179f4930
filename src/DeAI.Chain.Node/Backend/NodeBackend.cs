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
    /// <summary>Transactions that go to the loop as one input: small enough not to hold up consensus, large enough to share its costs.</summary>
    private const int SubmitChunk = 128;

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

    /// <summary>Why no transactions are taken now; null if they are.</summary>
    private Refusal? Closed =>
        _resources.Parts.Disk.Full is { } full ? new Refusal(NodeErrors.DiskFull, full)
        : _resources.Loop.Progress.IsSyncing ? new Refusal(ReplicaErrors.Syncing, "this node is fetching blocks; ask another one or try again")
        : null;

    public NodeReport ReadStatus()
    {
        ReplicaProgress progress = _resources.Loop.Progress;
        return new NodeReport(
            _resources.Network.PublicKey,
            Votes() ? "validator" : "observer",
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

    public async ValueTask<SubmitResult[]> SubmitAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> encoded, IFinalWatcher? watcher, CancellationToken cancellation)
    {
        if (Closed is { } closed)
        {
            return [.. encoded.Select(_ => Counted(default, new Result(closed)))];
        }

        SubmitResult[] results = new SubmitResult[encoded.Count];
        for (int start = 0; start < results.Length; start += SubmitChunk)
        {
            ReadOnlyMemory<byte>[] chunk = [.. encoded.Skip(start).Take(SubmitChunk)];
            await SubmitChunkAsync(chunk, results.AsMemory(start, chunk.Length), watcher, cancellation);
        }

        return results;
    }

    public async Task<Result<FinalTransaction>> WaitFinalAsync(Hash256 id, CancellationToken cancellation)
    {
        // Watch first and look second: a commit between the two is then seen by one of them.
        FinalityWait wait = new();
        _resources.Parts.Finality.Watch(id, wait);
        try
        {
            return Find(id) is { } already ? Result.Of(already) : await wait.Task.WaitAsync(cancellation);
        }
        finally
        {
            _resources.Parts.Finality.Unwatch(id, wait);
        }
    }

    public Task WaitForTipAboveAsync(Height height, CancellationToken cancellation) =>
        _resources.Parts.Finality.WaitForTipAbove(height, cancellation);

    /// <summary>Its configuration alone does not make a validator: members may have voted it out, or not yet in.</summary>
    private bool Votes() =>
        _role == PeerRole.Validator && _resources.Degraded.Length == 0 && Store.Tip!.Validators.IndexOf(_resources.Network.PublicKey) >= 0;

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

    private async Task SubmitChunkAsync(
        ReadOnlyMemory<byte>[] encoded, Memory<SubmitResult> results, IFinalWatcher? watcher, CancellationToken cancellation)
    {
        ImmutableArray<VerifiedTransaction>.Builder good = ImmutableArray.CreateBuilder<VerifiedTransaction>(encoded.Length);
        Result<VerifiedTransaction>[] verified = _resources.Verifier.Verify(encoded);
        for (int i = 0; i < verified.Length; i++)
        {
            if (verified[i].TryGet(out VerifiedTransaction transaction, out Refusal? refusal))
            {
                good.Add(transaction);
                results.Span[i] = new SubmitResult(transaction.Id, Result.Ok);
            }
            else
            {
                results.Span[i] = Counted(default, new Result(refusal));
            }
        }

        if (good.Count == 0)
        {
            return;
        }

        // Watched before they are submitted: what is accepted then cannot become final unseen.
        Watch(good, watcher);
        ImmutableArray<Result> answers = await AskAsync(good.DrainToImmutable(), cancellation);
        for (int i = 0, answer = 0; i < encoded.Length; i++)
        {
            SubmitResult result = results.Span[i];
            if (!result.Id.IsDefault && answers[answer++] is { IsOk: false } refused)
            {
                results.Span[i] = Counted(result.Id, refused);
                Unwatch(result.Id, watcher);
            }
        }
    }

    private async Task<ImmutableArray<Result>> AskAsync(ImmutableArray<VerifiedTransaction> transactions, CancellationToken cancellation)
    {
        ulong ticket = _resources.Parts.Submissions.Open(out Task<ImmutableArray<Result>> answer);
        try
        {
            await _resources.Loop.PostAsync(new ReplicaInput.Submitted(ticket, transactions), cancellation);
            return await answer.WaitAsync(cancellation);
        }
        finally
        {
            _resources.Parts.Submissions.Abandon(ticket);
        }
    }

    private void Watch(ImmutableArray<VerifiedTransaction>.Builder transactions, IFinalWatcher? watcher)
    {
        for (int i = 0; watcher is not null && i < transactions.Count; i++)
        {
            _resources.Parts.Finality.Watch(transactions[i].Id, watcher);
        }
    }

    private void Unwatch(Hash256 id, IFinalWatcher? watcher)
    {
        if (watcher is not null)
        {
            _resources.Parts.Finality.Unwatch(id, watcher);
        }
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
