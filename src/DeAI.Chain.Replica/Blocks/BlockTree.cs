using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Ledger.Execution;

namespace DeAI.Chain.Replica.Blocks;

/// <summary>The executed blocks above the durable one, each with the ledger after it. Small: what is not finalized soon is dropped.</summary>
public sealed class BlockTree
{
    private readonly Dictionary<Hash256, Entry> _entries = [];
    private List<Entry> _inOrder = [];
    private LedgerState _base;

    public BlockTree(LedgerState durable) => _base = durable;

    /// <summary>The ledger after the newest durable block.</summary>
    public LedgerState Base => _base;

    public int Count => _inOrder.Count;

    public bool TryGetLedger(Hash256 digest, [NotNullWhen(true)] out LedgerState? ledger)
    {
        ledger = digest == _base.Digest ? _base : _entries.TryGetValue(digest, out Entry? entry) ? entry.Ledger : null;
        return ledger is not null;
    }

    public bool TryGetBlock(Hash256 digest, [NotNullWhen(true)] out ExecutedBlock? block)
    {
        block = _entries.TryGetValue(digest, out Entry? entry) ? entry.Block : null;
        return block is not null;
    }

    /// <summary>Adds an executed block whose parent is here.</summary>
    public void Add(ExecutedBlock block)
    {
        if (!_entries.ContainsKey(block.Digest) && block.Digest != _base.Digest && TryGetLedger(block.Header.Parent, out LedgerState? parent))
        {
            Insert(new Entry(block, parent.After(block)));
        }
    }

    /// <summary>Whether a transaction stands in the block or in one of its ancestors above the base.</summary>
    public Func<Hash256, bool> InclusionTest(Hash256 digest)
    {
        List<Entry> branch = [];
        while (_entries.TryGetValue(digest, out Entry? entry))
        {
            branch.Add(entry);
            digest = entry.Block.Header.Parent;
        }

        return transaction => branch.Exists(entry => entry.Transactions.Contains(transaction));
    }

    /// <summary>Encoded transactions of the block and of its ancestors above the base, in bytes.</summary>
    public long BytesAboveBase(Hash256 digest)
    {
        long bytes = 0;
        while (_entries.TryGetValue(digest, out Entry? entry))
        {
            bytes += entry.Bytes;
            digest = entry.Block.Header.Parent;
        }

        return bytes;
    }

    /// <summary>The durable base moved on: what descends from it is laid over it anew, the rest is dropped.</summary>
    public void MoveBase(LedgerState durable)
    {
        List<Entry> old = _inOrder;
        _base = durable;
        _entries.Clear();
        _inOrder = [];
        foreach (Entry entry in old)
        {
            Add(entry.Block);
        }
    }

    private void Insert(Entry entry)
    {
        _entries.Add(entry.Block.Digest, entry);
        _inOrder.Add(entry);
    }

    private sealed class Entry
    {
        public Entry(ExecutedBlock block, LedgerState ledger)
        {
            Block = block;
            Ledger = ledger;
            Transactions = [.. block.Transactions.Select(static transaction => transaction.Id)];
            Bytes = block.Transactions.Sum(static transaction => (long)transaction.Size);
        }

        public ExecutedBlock Block { get; }

        public LedgerState Ledger { get; }

        public HashSet<Hash256> Transactions { get; }

        public long Bytes { get; }
    }
}
