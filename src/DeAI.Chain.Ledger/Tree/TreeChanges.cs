using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>A batch of changes with what the tree needs of each: its path and the hash of its leaf, all computed side by side.</summary>
internal sealed class TreeChanges
{
    private const int Batch = 256;

    private readonly IReadOnlyList<StateChange> _changes;
    private readonly Hash256[] _leafHashes;
    private readonly TreeItem[] _items;

    /// <exception cref="ArgumentException">A key is changed twice.</exception>
    public TreeChanges(IReadOnlyList<StateChange> changes)
    {
        _changes = changes;
        _leafHashes = new Hash256[changes.Count];
        _items = new TreeItem[changes.Count];
        HashAll();
        Array.Sort(_items, static (left, right) => left.Path.CompareTo(right.Path));
        for (int i = 1; i < _items.Length; i++)
        {
            if (_items[i].Path == _items[i - 1].Path)
            {
                throw new ArgumentException($"The key {changes[_items[i].Change].Key} is changed twice.", nameof(changes));
            }
        }
    }

    /// <summary>Ascending by path. Whoever works on a part of them may reorder it.</summary>
    public Span<TreeItem> Items => _items;

    public StateChange this[TreeItem item] => _changes[item.Change];

    public bool Deletes(TreeItem item) => _changes[item.Change].Value is null;

    /// <summary>Meaningless for a deletion.</summary>
    public Hash256 LeafHash(TreeItem item) => _leafHashes[item.Change];

    private void HashAll()
    {
        Blob[] messages = new Blob[Math.Min(Batch, _items.Length)];
        Hash256[] digests = new Hash256[messages.Length];
        Hash256[] pairs = new Hash256[2 * messages.Length];
        for (int first = 0; first < _items.Length; first += Batch)
        {
            int count = Math.Min(Batch, _items.Length - first);
            for (int i = 0; i < count; i++)
            {
                messages[i] = _changes[first + i].Key;
            }

            TreeHash.Paths(messages.AsSpan(0, count), digests.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                _items[first + i] = new TreeItem(digests[i].Value, first + i);
                pairs[2 * i] = digests[i];
                messages[i] = _changes[first + i].Value ?? default;
            }

            Sha256.HashMany(messages.AsSpan(0, count), digests.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                pairs[(2 * i) + 1] = digests[i];
            }

            TreeHash.Leaves(pairs.AsSpan(0, 2 * count), _leafHashes.AsSpan(first, count));
        }
    }
}
