using System.Buffers.Binary;
using System.Collections.Immutable;
using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Ledger.Execution;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Ledger.Tree;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages.Snapshots;
using DeAI.Chain.Storage.RocksDb;

namespace DeAI.Chain.Storage.Chain;

/// <summary>
/// The finalized chain on disk: blocks, certificates, receipts, state and tree, each commit in one atomic batch. One writer; any number of
/// readers.
/// </summary>
public sealed class ChainStore : IChainStore, IDisposable
{
    private static readonly byte[] TipKey = "tip"u8.ToArray();

    private readonly RocksDatabase _database;
    private readonly ChainFamilies _families;
    private readonly ProposalStore _proposals;
    private readonly StateFamilies _states;
    private readonly SnapshotStore _snapshots;
    private StateCache _cache = new();
    private RocksStateReader _state;
    private StoredTip? _tip;
    private bool _writing;

    private ChainStore(RocksDatabase database)
    {
        _database = database;
        _families = new ChainFamilies(database);
        _proposals = new ProposalStore(database, _families.Proposals);
        _states = new StateFamilies(database, _families);
        _snapshots = new SnapshotStore(database, _families, _states);
        _state = new RocksStateReader(database, _states.Active(), _cache);
        Nodes = new RocksNodeReader(database, _families.Nodes);
        Blocks = new BlockReader(database, _families);
        Pruning = new StatePruning(database, _families);
        Evidence = new EvidenceStore(database, _families.Meta);
        _tip = ReadTip();
    }

    /// <summary>The flat state after the newest commit. Ask again after <see cref="InstallSnapshot"/>.</summary>
    public IStateReader State => Volatile.Read(ref _state);

    public INodeReader Nodes { get; }

    /// <summary>Blocks, receipts and certificates by height.</summary>
    public BlockReader Blocks { get; }

    /// <summary>How far back the state tree reaches, and what deletes the rest.</summary>
    public StatePruning Pruning { get; }

    /// <summary>Evidence that waits for the chain.</summary>
    public EvidenceStore Evidence { get; }

    /// <summary>The newest commit; null before genesis is stored. Never older than what a reader has seen of the chain already.</summary>
    /// <remarks>The database shows a commit a moment before the commit ends; in between it is the one to ask.</remarks>
    public StoredTip? Tip => Volatile.Read(ref _writing) ? ReadTip() : Volatile.Read(ref _tip);

    /// <exception cref="StorageException">It cannot be opened, or its tip is damaged; nothing stays open then.</exception>
    public static ChainStore Open(string directory)
    {
        RocksDatabase database = RocksDatabase.Open(directory, RocksDatabaseOptions.Default, ChainFamilies.Names);
        try
        {
            return new ChainStore(database);
        }
        catch (StorageException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The state after the newest commit, frozen: later commits do not show in it. Dispose of it soon.</summary>
    public StateSnapshot Snapshot()
    {
        RocksSnapshot snapshot = _database.CreateSnapshot();
        StoredTip tip = ReadTip(snapshot) ?? throw new InvalidOperationException("There is no committed block yet.");
        RocksStateReader state = new(_database, _states.Active(snapshot), cache: null, snapshot);
        return new StateSnapshot(tip.Header, state, new RocksNodeReader(_database, _families.Nodes, snapshot), snapshot);
    }

    /// <summary>Stores block 0, once.</summary>
    public void StoreGenesis(ExecutedBlock genesis)
    {
        if (_tip is not null)
        {
            throw new InvalidOperationException("Genesis is stored already.");
        }

        using WriteBatch batch = _database.CreateBatch();
        Pruning.Begin();
        Put(batch, genesis);
        StoredTip tip = new(
            genesis.Header, genesis.Header.Epoch, ValidatorSchedule.Current(LedgerState.AfterGenesis(genesis).State), genesis.Header.View, genesis.Digest);
        Finish(batch, tip, [genesis]);
    }

    /// <summary>Commits blocks that became final together, durably and all or nothing.</summary>
    public void Commit(ImmutableArray<ExecutedBlock> blocks, ImmutableArray<BlockHeader> carriers, Certificate certificate)
    {
        StoredTip before = _tip ?? throw new InvalidOperationException("Genesis is not stored.");
        if (blocks.IsEmpty || blocks[0].Header.Parent != before.Header.Digest)
        {
            throw new InvalidOperationException($"The commit does not follow height {before.Header.Height}.");
        }

        using WriteBatch batch = _database.CreateBatch();
        Pruning.Begin();
        foreach (ExecutedBlock block in blocks)
        {
            Put(batch, block);
        }

        ExecutedBlock last = blocks[^1];
        StoredTip tip = last.ClosesEpoch ? NextEpoch(last, blocks) : before with { Header = last.Header };
        StoredSegment segment = new(blocks[0].Header.Height, Sequence.From(carriers), certificate);
        batch.Put(_families.Segments, HeightKey(last.Header.Height), Canonical.Encode(segment));
        if (last.ClosesEpoch)
        {
            batch.Put(_families.Meta, BlockReader.ClosingKey(last.Header.Epoch), HeightKey(last.Header.Height));
            batch.Put(_families.Meta, BlockReader.ValidatorsKey(last.Header.Epoch), Canonical.Encode(tip.Validators));
        }

        Finish(batch, tip, blocks);
    }

    /// <summary>A snapshot sync that was not finished; null for none.</summary>
    public SnapshotProgress? UnfinishedSnapshot => _snapshots.Unfinished();

    /// <summary>Makes room for a state that is fetched from peers. Like all three, called by the writer of commits.</summary>
    public void BeginSnapshot(SnapshotPlan plan) => _snapshots.Begin(plan, Tip!.Header.Height);

    /// <summary>Keeps a part of it. Not flushed: what power loss takes away, the progress does not tell of.</summary>
    public void PutChunk(ReplicaEffect.StoreChunk chunk) => _snapshots.Put(chunk);

    /// <summary>Makes it the state in use, durably and all or nothing.</summary>
    /// <param name="epoch">The head's.</param>
    public void InstallSnapshot(SnapshotPlan plan, EpochStart epoch)
    {
        BlockHeader header = plan.Head.Header;
        if (header.Height <= Tip!.Header.Height)
        {
            throw new InvalidOperationException($"A snapshot of height {header.Height} is not above {Tip.Header.Height}.");
        }

        using WriteBatch batch = _database.CreateBatch();
        _snapshots.Install(batch, plan);
        Pruning.Restart(batch, header.Height);
        StoredTip tip = new(header, epoch.Epoch, epoch.Validators, epoch.StartView, epoch.StartDigest);
        Finish(batch, tip, () =>
        {
            _cache = new StateCache();
            Volatile.Write(ref _state, new RocksStateReader(_database, _states.Active(), _cache));
        });
    }

    /// <summary>Makes proposals durable, by view and digest.</summary>
    public void PutProposals(IReadOnlyList<Proposal> proposals) => _proposals.Put(proposals);

    public Proposal? Proposal(Epoch epoch, BlockRef block) => _proposals.Get(epoch, block);

    /// <summary>The stored proposals of an epoch above a view.</summary>
    public ImmutableArray<Proposal> ProposalsAbove(Epoch epoch, View view) => _proposals.Above(epoch, view);

    /// <summary>Deletes the proposals at or below a view of an epoch, and of all epochs before.</summary>
    public void PruneProposals(Epoch epoch, View floor) => _proposals.Prune(epoch, floor);

    public void Dispose() => _database.Dispose();

    /// <summary>Writes everything out as tables: for tests of damage.</summary>
    internal void FlushTables() => _database.Flush();

    internal static byte[] HeightKey(Height height)
    {
        byte[] key = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(key, height.Value);
        return key;
    }

    private StoredTip NextEpoch(ExecutedBlock closing, ImmutableArray<ExecutedBlock> blocks)
    {
        IStateReader state = State;
        foreach (ExecutedBlock block in blocks)
        {
            state = new WriteSetView(state, block.Writes);
        }

        return new StoredTip(closing.Header, closing.Header.Epoch.Next, ValidatorSchedule.Next(state), closing.Header.View, closing.Digest);
    }

    private void Put(WriteBatch batch, ExecutedBlock block)
    {
        byte[] height = HeightKey(block.Header.Height);
        batch.Put(_families.Headers, height, Canonical.Encode(block.Header));
        batch.Put(_families.Blocks, height, Canonical.Encode(block.ToBlock()));
        batch.Put(_families.Receipts, height, Canonical.Encode(new StoredReceipts(new(block.Receipts), block.Events)));
        PutState(batch, block);
        Span<byte> id = stackalloc byte[Bytes32.Length];
        for (int i = 0; i < block.Transactions.Length; i++)
        {
            block.Transactions[i].Id.CopyTo(id);
            batch.Put(_families.Transactions, id, Canonical.Encode(new TransactionLocation(block.Header.Height, (uint)i)));
        }
    }

    private void PutState(WriteBatch batch, ExecutedBlock block)
    {
        ColumnFamily family = _state.Family;
        foreach (StateChange change in block.Writes.Changes)
        {
            if (change.Value is { } value)
            {
                batch.Put(family, change.Key.Span, value.Span);
            }
            else
            {
                batch.Delete(family, change.Key.Span);
            }
        }

        if (block.Tree is not { } tree)
        {
            return;
        }

        Span<byte> key = stackalloc byte[NodeKey.Length];
        foreach (TreeNode node in tree.NewNodes)
        {
            node.Key.CopyTo(key);
            batch.Put(_families.Nodes, key, node.Bytes.Span);
        }

        Pruning.Record(batch, tree);
    }

    private void Finish(WriteBatch batch, StoredTip tip, ImmutableArray<ExecutedBlock> blocks) => Finish(batch, tip, () =>
    {
        foreach (ExecutedBlock block in blocks)
        {
            _cache.Commit(block.Writes.Changes);
        }
    });

    /// <summary>Disk first, then what stands before it in memory, then the tip.</summary>
    private void Finish(WriteBatch batch, StoredTip tip, Action follow)
    {
        batch.Put(_families.Meta, TipKey, Canonical.Encode(tip));
        Volatile.Write(ref _writing, true);
        try
        {
            _database.Write(batch, sync: true);
            Pruning.Confirm();
            follow();
            Volatile.Write(ref _tip, tip);
        }
        finally
        {
            Volatile.Write(ref _writing, false);
        }
    }

    private StoredTip? ReadTip(RocksSnapshot? snapshot = null) => Stored.Read<StoredTip>(_database, _families.Meta, TipKey, snapshot);
}
