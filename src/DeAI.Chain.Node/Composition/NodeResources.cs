using DeAI.Chain.Compute;
using DeAI.Chain.Consensus;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.Genesis;
using DeAI.Chain.Ledger.Parameters;
using DeAI.Chain.Modules;
using DeAI.Chain.Modules.Training;
using DeAI.Chain.Network;
using DeAI.Chain.Node.Configuration;
using DeAI.Chain.Node.Proofs;
using DeAI.Chain.Node.Runtime;
using DeAI.Chain.Node.Telemetry;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Blocks;
using DeAI.Chain.Storage;
using DeAI.Chain.Storage.Chain;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Composition;

/// <summary>Everything that a running node owns, made in one place and disposed of in reverse order.</summary>
internal sealed class NodeResources : IAsyncDisposable
{
    private readonly NodeIdentity _identity;
    private readonly SigningKey _key;
    private readonly EffectRunner _runner;
    private readonly VoteLogRestore? _restored;

    private NodeResources(Made made)
    {
        Genesis = made.Genesis;
        GenesisJson = made.GenesisJson;
        Catalog = made.Catalog;
        Directory = made.Directory;
        Parts = made.Parts;
        Network = made.Network;
        Relay = made.Relay;
        Verifier = made.Verifier;
        Loop = made.Loop;
        _restored = made.Restored;
        Metrics = made.Metrics;
        _identity = made.Identity;
        _key = made.Key;
        _runner = made.Runner;
    }

    public GenesisDocument Genesis { get; }

    /// <summary>The genesis file as it was read.</summary>
    public string GenesisJson { get; }

    public CatalogIndex Catalog { get; }

    public DataDirectory Directory { get; }

    public NodeParts Parts { get; }

    public PeerNetwork Network { get; }

    public FrameRelay Relay { get; }

    public TransactionVerifier Verifier { get; }

    public ReplicaLoop Loop { get; }

    public PrometheusMetrics Metrics { get; }

    /// <summary>Why the node does not sign or takes no transactions; empty if it does both, and for one that never votes.</summary>
    public string Degraded => Parts.Disk.Full ?? Silence;

    private string Silence =>
        _restored is null or { Safety.CanSign: true } ? string.Empty
        : _restored.Degraded.Length > 0 ? _restored.Degraded
        : "this key does not sign since it met a contradiction or a vote that its log lacks; see the log";

    public static Result<NodeResources> Open(
        NodeConfiguration configuration,
        GenesisDocument genesis,
        string genesisJson,
        DataDirectory directory,
        SigningKey key,
        TlsCertificate certificate,
        TimeProvider time,
        ILoggerFactory logs)
    {
        PrometheusMetrics metrics = new();
        NodeFailure failure = new(logs.CreateLogger<NodeFailure>());
        NodeTelemetry telemetry = new(time, logs.CreateLogger<NodeTelemetry>());
        ITensorBackend backend = BackendSelector.Choose().Backend;
        ReplayCache replays = new(new DirectVerifier(backend));
        ModuleCatalog modules = ModuleCatalog.Create(replays, backend);
        CatalogIndex catalog = new(modules);
        ChainStore store = ChainStore.Open(directory.DatabaseDirectory);
        if (store.Tip is null)
        {
            if (!GenesisState.Build(genesis, catalog).TryGet(out ExecutedBlock block, out Refusal? refusal))
            {
                store.Dispose();
                directory.Dispose();
                return Result.Refuse<NodeResources>(refusal);
            }

            store.StoreGenesis(block);
        }

        StoredTip tip = store.Tip!;
        ulong rules = RuleVersions.InForce(store.State);
        if (rules > catalog.NewestRules)
        {
            store.Dispose();
            directory.Dispose();
            return Result.Refuse<NodeResources>(UpgradeNotice.Of(rules, tip.Header.Height.Next));
        }

        bool votes = configuration.Role == PeerRole.Validator;
        VoteLogRestore? restored = votes ? VoteLogRestore.Open(configuration, directory, tip, key, logs.CreateLogger<NodeHost>()) : null;
        VerifiedTransactionCache transactions = new();
        SignatureVerifier signatures = new();
        BlockWorker worker = new(catalog, transactions, signatures);
        LedgerPeerDirectory peers = new(store, configuration.Peers);
        FinalityTracker finality = new();
        finality.StartAt(tip.Header.Height);
        EvidenceReporter evidence = new(store, key, genesis.Chain, telemetry, failure);
        StatePruner pruner = new(store, configuration.Retention, failure);
        DiskSpace disk = new(logs.CreateLogger<DiskSpace>(), TimeSpan.FromSeconds(1));
        NodeParts parts = new(store, pruner, disk, restored?.Journal, worker, finality, new SubmissionDesk(), peers, evidence, telemetry, failure);
        PeerNetworkOptions options = new()
        {
            Chain = genesis.Chain,
            Role = configuration.Role,
            Listen = configuration.Listen,
            FrameLimits = new FrameLimits { Transactions = 4 * 1024 * 1024 },
            RedialCap = TimeSpan.FromSeconds(2),
        };
        NodeIdentity identity = new(key, certificate);
        PeerNetwork network = new(options, identity, peers.Peers, time, logs.CreateLogger<PeerNetwork>());
        peers.Changed = network.EnforceDirectory;
        ReplicaOptions replicaOptions = new(
            key.PublicKey, restored?.Safety, catalog, store, new VerificationCache(), transactions, configuration.Mempool)
        {
            SnapshotBehind = configuration.SnapshotBehind,
        };
        ReplicaMachine replica = new(replicaOptions, StartOf(store, tip));
        TransactionVerifier verifier = new(genesis.Chain, transactions, signatures, new ProofScheduler(modules.Training, replays, store, failure), failure);
        BlockServer blocks = new(store, network, failure);
        SnapshotServer snapshots = new(store, network, failure);
        FrameRelay relay = new(network, () => store.Tip!.Validators, [.. configuration.Peers.Select(static peer => peer.Key)]);
        EffectRunner runner = new(parts, new PeerSender(network, relay), verifier, blocks, snapshots);
        ReplicaLoop loop = new(replica, runner, failure, time);
        Made made = new(
            genesis, genesisJson, catalog, directory, parts, network, relay, verifier, loop, restored, metrics, identity, key, runner);
        NodeResources resources = new(made);
        resources.Observe();
        return Result.Of(resources);
    }

    public async ValueTask DisposeAsync()
    {
        await Network.DisposeAsync();
        await Loop.DisposeAsync();
        await _runner.DisposeAsync();
        await Parts.Pruner.DisposeAsync();
        Parts.Disk.Dispose();
        Parts.Journal?.Dispose();
        Parts.Store.Dispose();
        Directory.Dispose();
        Parts.Telemetry.Dispose();
        Metrics.Dispose();
        _identity.Dispose();
        _key.Dispose();
    }

    private static ReplicaStart StartOf(ChainStore store, StoredTip tip)
    {
        EpochStart epoch = new(tip.Epoch, tip.Validators, tip.EpochStartView, tip.EpochStartDigest);
        bool startsEpoch = tip.Header.View == tip.EpochStartView;
        Certificate? certificate = startsEpoch ? null : store.Blocks.SegmentOf(tip.Header.Height)?.Segment.Certificate;
        return new ReplicaStart(tip.Header, certificate, epoch, store.ProposalsAbove(tip.Epoch, tip.Header.View))
        {
            Snapshot = store.UnfinishedSnapshot,
        };
    }

    private void Observe()
    {
        NodeTelemetry telemetry = Parts.Telemetry;
        telemetry.Observe("deai.height", "Newest durable height.", () => (long)Loop.Progress.Height.Value);
        telemetry.Observe("deai.view", "View of consensus.", () => (long)Loop.Progress.View.Value);
        telemetry.Observe("deai.epoch", "Epoch of consensus.", () => (long)Loop.Progress.Epoch.Value);
        telemetry.Observe("deai.mempool.transactions", "Waiting transactions.", () => Loop.Progress.Mempool);
        telemetry.Observe("deai.loop.queue", "Inputs waiting for the replica.", () => Loop.QueuedInputs);
        telemetry.Observe("deai.evidence.pending", "Evidence against validators that is not on the chain yet.", () => Parts.Evidence.Count);
        telemetry.Observe("deai.syncing", "1 while blocks are fetched from peers.", () => Loop.Progress.IsSyncing ? 1 : 0);
        telemetry.Observe("deai.state.stale_nodes", "Nodes of old versions of the state tree that are still stored.", () => Parts.Store.Pruning.Pending);
        telemetry.Observe("deai.state.oldest_height", "The oldest height whose state can be proven.", () => (long)Parts.Store.Pruning.Oldest.Value);
        telemetry.Observe("deai.disk.full", "1 while nothing can be written.", () => Parts.Disk.Full is null ? 0 : 1);
        telemetry.Observe("deai.signing", "0 if this node cannot sign.", () => Degraded.Length == 0 ? 1 : 0);
    }

    private sealed record Made(
        GenesisDocument Genesis,
        string GenesisJson,
        CatalogIndex Catalog,
        DataDirectory Directory,
        NodeParts Parts,
        PeerNetwork Network,
        FrameRelay Relay,
        TransactionVerifier Verifier,
        ReplicaLoop Loop,
        VoteLogRestore? Restored,
        PrometheusMetrics Metrics,
        NodeIdentity Identity,
        SigningKey Key,
        EffectRunner Runner);
}
