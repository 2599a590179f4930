using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>One batch of changes on its way through the tree: each node is read, hashed and written at most once.</summary>
internal sealed class TreeWriter
{
    private readonly INodeReader _nodes;
    private readonly ulong _version;
    private readonly CanonicalWriter _encoder = new(1024);

    /// <summary>One node for each depth: the way down holds one node of each at a time.</summary>
    private readonly InnerNode?[] _atDepth = new InnerNode?[NodeKey.LeafDepth];

    private readonly ImmutableArray<TreeNode>.Builder _new = ImmutableArray.CreateBuilder<TreeNode>();
    private readonly ImmutableArray<NodeKey>.Builder _stale = ImmutableArray.CreateBuilder<NodeKey>();

    public TreeWriter(INodeReader nodes, ulong version)
    {
        _nodes = nodes;
        _version = version;
    }

    /// <summary>The first nibbles of a path, the rest zero.</summary>
    public static Bytes32 Prefix(Bytes32 path, int nibbles)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        path.CopyTo(bytes);
        bytes[((nibbles + 1) / 2)..].Clear();
        if ((nibbles & 1) != 0)
        {
            bytes[nibbles / 2] &= 0xf0;
        }

        return new Bytes32(bytes);
    }

    public TreeUpdate Run(ulong? parent, IReadOnlyList<StateChange> changes)
    {
        Item[] items = Sorted(changes);
        InnerNode root = new();
        if (parent is { } before)
        {
            NodeKey old = NodeKey.Root(before);
            root = InnerNode.Decode(old, StateTree.Required(_nodes, old));
            _stale.Add(old);
        }

        ApplyToChildren(root, 0, items);
        Hash256 hash = root.Hash();
        _new.Add(new TreeNode(NodeKey.Root(_version), root.Encode()));
        return new TreeUpdate(_version, hash, _new.DrainToImmutable(), _stale.DrainToImmutable());
    }

    private static Item[] Sorted(IReadOnlyList<StateChange> changes)
    {
        Item[] items = new Item[changes.Count];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new Item(TreeHash.PathOf(changes[i].Key.Span), changes[i], default);
        }

        Array.Sort(items, static (left, right) => left.Path.CompareTo(right.Path));
        for (int i = 1; i < items.Length; i++)
        {
            if (items[i].Path == items[i - 1].Path)
            {
                throw new ArgumentException($"The key {items[i].Change.Key} is changed twice.", nameof(changes));
            }
        }

        return items;
    }

    /// <summary>Runs the items, all below this node, into its slots.</summary>
    /// <returns>Whether anything changed.</returns>
    private bool ApplyToChildren(InnerNode node, int depth, ReadOnlySpan<Item> items)
    {
        bool changed = false;
        while (!items.IsEmpty)
        {
            int nibble = items[0].Path.Nibble(depth);
            int count = 1;
            while (count < items.Length && items[count].Path.Nibble(depth) == nibble)
            {
                count++;
            }

            Slot before = node[nibble];
            Slot after = Apply(before, depth + 1, items[..count]);
            if (after != before)
            {
                node[nibble] = after;
                changed = true;
            }

            items = items[count..];
        }

        return changed;
    }

    private Slot Apply(Slot slot, int depth, ReadOnlySpan<Item> items) => slot.Kind switch
    {
        SlotKind.Inner => ApplyToInner(slot, depth, items),
        SlotKind.Leaf => ApplyToLeaf(slot, depth, items),
        _ => Build(depth, Puts(items)),
    };

    private Slot ApplyToInner(Slot slot, int depth, ReadOnlySpan<Item> items)
    {
        NodeKey key = new(slot.Version, depth, Prefix(items[0].Path, depth));
        InnerNode node = _atDepth[depth] ??= new InnerNode();
        node.Load(key, StateTree.Required(_nodes, key));
        if (!ApplyToChildren(node, depth, items))
        {
            return slot;
        }

        _stale.Add(key);
        return Stored(node, depth, items[0].Path);
    }

    private Slot ApplyToLeaf(Slot slot, int depth, ReadOnlySpan<Item> items)
    {
        List<Item> puts = [];
        bool own = false;
        bool kept = true;
        foreach (Item item in items)
        {
            if (!own && item.Path >= slot.Path)
            {
                own = true;
                if (item.Path == slot.Path)
                {
                    kept = KeepOrRetire(slot, item, puts);
                    continue;
                }

                puts.Add(new Item(slot.Path, default, slot));
            }

            if (item.Change.Value is not null)
            {
                puts.Add(item);
            }
        }

        if (!own)
        {
            puts.Add(new Item(slot.Path, default, slot));
        }

        return kept && puts.Count == 1 ? slot : Build(depth, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(puts));
    }

    /// <summary>A change of the leaf's own key: the same value keeps the leaf, anything else retires it.</summary>
    private bool KeepOrRetire(Slot slot, Item item, List<Item> puts)
    {
        if (item.Change.Value is { } value && TreeHash.Leaf(slot.Path, Sha256.Hash(value.Span)) == slot.Hash)
        {
            puts.Add(new Item(slot.Path, default, slot));
            return true;
        }

        _stale.Add(NodeKey.Leaf(slot.Version, slot.Path));
        if (item.Change.Value is not null)
        {
            puts.Add(item);
        }

        return false;
    }

    private static Span<Item> Puts(ReadOnlySpan<Item> items)
    {
        Item[] puts = new Item[items.Length];
        int count = 0;
        foreach (Item item in items)
        {
            if (item.Change.Value is not null)
            {
                puts[count++] = item;
            }
        }

        return puts.AsSpan(0, count);
    }

    /// <summary>A new subtree of these keys, none deleted.</summary>
    private Slot Build(int depth, ReadOnlySpan<Item> items)
    {
        if (items.IsEmpty)
        {
            return default;
        }

        if (items.Length == 1)
        {
            return LeafOf(items[0]);
        }

        InnerNode node = _atDepth[depth] ??= new InnerNode();
        node.Clear();
        for (int start = 0; start < items.Length;)
        {
            int nibble = items[start].Path.Nibble(depth);
            int end = start + 1;
            while (end < items.Length && items[end].Path.Nibble(depth) == nibble)
            {
                end++;
            }

            node[nibble] = Build(depth + 1, items[start..end]);
            start = end;
        }

        return Stored(node, depth, items[0].Path);
    }

    private Slot LeafOf(Item item)
    {
        if (item.Existing.Kind == SlotKind.Leaf)
        {
            return item.Existing;
        }

        Blob value = item.Change.Value ?? throw new InvalidOperationException("A deletion makes no leaf.");
        _new.Add(new TreeNode(NodeKey.Leaf(_version, item.Path), new LeafNode(item.Change.Key, value).Encode(_encoder)));
        return Slot.Leaf(_version, item.Path, TreeHash.Leaf(item.Path, Sha256.Hash(value.Span)));
    }

    /// <summary>Writes the node, unless it has become empty or a lone leaf: then that takes its place in the parent.</summary>
    private Slot Stored(InnerNode node, int depth, Bytes32 path)
    {
        int occupied = node.Occupied(out Slot last);
        if (occupied == 0 || (occupied == 1 && last.Kind == SlotKind.Leaf))
        {
            return last;
        }

        _new.Add(new TreeNode(new NodeKey(_version, depth, Prefix(path, depth)), node.Encode()));
        return Slot.Inner(_version, node.Hash());
    }

    /// <summary>A new subtree of entries that ascend by path and share the nibbles above this depth, which is at least 1.</summary>
    public Slot Subtree(int depth, ReadOnlySpan<StateEntry> entries)
    {
        Item[] items = new Item[entries.Length];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new Item(TreeHash.PathOf(entries[i].Key.Span), new StateChange(entries[i].Key, entries[i].Value), default);
        }

        return Build(depth, items);
    }

    /// <summary>The sixteen subtrees below the root.</summary>
    public Slot[] SubtreesOf(ReadOnlySpan<StateEntry> entries)
    {
        Slot[] children = new Slot[16];
        for (int start = 0; start < entries.Length;)
        {
            int nibble = TreeHash.PathOf(entries[start].Key.Span).Nibble(0);
            int end = start + 1;
            while (end < entries.Length && TreeHash.PathOf(entries[end].Key.Span).Nibble(0) == nibble)
            {
                end++;
            }

            children[nibble] = Subtree(1, entries[start..end]);
            start = end;
        }

        return children;
    }

    /// <summary>The node over sixteen finished children.</summary>
    public Slot Join(int depth, Bytes32 path, IReadOnlyList<Slot> children) => Stored(NodeOf(children), depth, path);

    /// <summary>The root over its children, which is stored whatever it holds.</summary>
    public Hash256 JoinRoot(IReadOnlyList<Slot> children)
    {
        InnerNode root = NodeOf(children);
        Hash256 hash = root.Hash();
        _new.Add(new TreeNode(NodeKey.Root(_version), root.Encode()));
        return hash;
    }

    public ImmutableArray<TreeNode> TakeNew() => _new.DrainToImmutable();

    private static InnerNode NodeOf(IReadOnlyList<Slot> children)
    {
        InnerNode node = new();
        for (int i = 0; i < children.Count; i++)
        {
            node[i] = children[i];
        }

        return node;
    }

    private readonly record struct Item(Bytes32 Path, StateChange Change, Slot Existing);
}
