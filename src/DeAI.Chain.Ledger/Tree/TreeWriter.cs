using System.Collections.Immutable;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>One batch of changes on its way through the tree: each node is read, hashed and written at most once.</summary>
internal sealed class TreeWriter
{
    private readonly INodeReader _nodes;
    private readonly ulong _version;
    private readonly TreeChanges _changes;
    private readonly CanonicalWriter _encoder = new(1024);
    private HashPlan _plan = new();

    /// <summary>One node for each depth: the way down holds one node of each at a time.</summary>
    private readonly InnerNode?[] _atDepth = new InnerNode?[NodeKey.LeafDepth];

    private readonly SegmentedList<TreeNode> _new = new();
    private readonly SegmentedList<NodeKey> _stale = new();

    public TreeWriter(INodeReader nodes, ulong version, IReadOnlyList<StateChange> changes)
    {
        _nodes = nodes;
        _version = version;
        _changes = new TreeChanges(changes);
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

    public TreeUpdate Run(ulong? parent)
    {
        InnerNode root = new();
        if (parent is { } before)
        {
            NodeKey old = NodeKey.Root(before);
            root = InnerNode.Decode(old, StateTree.Required(_nodes, old));
            _stale.Add(old);
        }

        ApplyToChildren(root, 0, _changes.Items);
        Hash256 hash = StoreRoot(root);
        return new TreeUpdate(_version, hash, _new.ToImmutable(), _stale.ToImmutable());
    }

    /// <summary>Runs the items, all below this node, into its slots.</summary>
    /// <returns>Whether anything changed.</returns>
    private bool ApplyToChildren(InnerNode node, int depth, Span<TreeItem> items)
    {
        bool changed = false;
        while (!items.IsEmpty)
        {
            int nibble = items[0].Path.Nibble(depth);
            int count = CountOf(nibble, depth, items);
            ref readonly Slot before = ref node[nibble];
            Slot after = Apply(before, depth + 1, items[..count]);
            if (after != before)
            {
                node.Set(nibble, after);
                changed = true;
            }

            items = items[count..];
        }

        return changed;
    }

    private static int CountOf(int nibble, int depth, ReadOnlySpan<TreeItem> items)
    {
        int count = 1;
        while (count < items.Length && items[count].Path.Nibble(depth) == nibble)
        {
            count++;
        }

        return count;
    }

    private Slot Apply(in Slot slot, int depth, Span<TreeItem> items) => slot.Kind switch
    {
        SlotKind.Inner => ApplyToInner(slot, depth, items),
        SlotKind.Leaf => ApplyToLeaf(slot, depth, items),
        _ => Build(depth, Puts(items), slot),
    };

    private Slot ApplyToInner(in Slot slot, int depth, Span<TreeItem> items)
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

    private Slot ApplyToLeaf(in Slot slot, int depth, Span<TreeItem> items)
    {
        foreach (TreeItem item in items)
        {
            if (item.Path == slot.Path)
            {
                return ApplyToOwnLeaf(slot, depth, items, item);
            }
        }

        // The leaf goes down with those that are put beside it.
        TreeItem[] all = new TreeItem[items.Length + 1];
        Span<TreeItem> puts = Puts(items);
        int before = 0;
        while (before < puts.Length && puts[before].Path < slot.Path)
        {
            before++;
        }

        puts[..before].CopyTo(all);
        all[before] = TreeItem.Existing(slot.Path);
        puts[before..].CopyTo(all.AsSpan(before + 1));
        return Build(depth, all.AsSpan(0, puts.Length + 1), slot);
    }

    /// <summary>The leaf's own key is among the changes: the same value keeps the leaf, anything else retires it.</summary>
    private Slot ApplyToOwnLeaf(in Slot slot, int depth, Span<TreeItem> items, TreeItem own)
    {
        bool isKept = !_changes.Deletes(own) && _changes.LeafHash(own) == slot.Hash.Value;
        if (!isKept)
        {
            _stale.Add(NodeKey.Leaf(slot.Version, slot.Path));
            return Build(depth, Puts(items), default);
        }

        Span<TreeItem> puts = Puts(items);
        puts[puts.IndexOf(own)] = TreeItem.Existing(slot.Path);
        return Build(depth, puts, slot);
    }

    /// <summary>The changes that delete nothing, moved to the front.</summary>
    private Span<TreeItem> Puts(Span<TreeItem> items)
    {
        int count = 0;
        foreach (TreeItem item in items)
        {
            if (!_changes.Deletes(item))
            {
                items[count++] = item;
            }
        }

        return items[..count];
    }

    /// <summary>A new subtree of these keys, none deleted.</summary>
    /// <param name="existing">The leaf that is there already, if it is among them.</param>
    private Slot Build(int depth, ReadOnlySpan<TreeItem> items, in Slot existing)
    {
        if (items.IsEmpty)
        {
            return default;
        }

        if (items.Length == 1)
        {
            return items[0].IsChange ? LeafOf(items[0]) : existing;
        }

        InnerNode node = _atDepth[depth] ??= new InnerNode();
        node.Clear();
        Bytes32 path = items[0].Path;
        while (!items.IsEmpty)
        {
            int nibble = items[0].Path.Nibble(depth);
            int count = CountOf(nibble, depth, items);
            node.Set(nibble, Build(depth + 1, items[..count], existing));
            items = items[count..];
        }

        return Stored(node, depth, path);
    }

    private Slot LeafOf(TreeItem item)
    {
        StateChange change = _changes[item];
        Blob value = change.Value ?? throw new InvalidOperationException("A deletion makes no leaf.");
        _new.Add(new TreeNode(NodeKey.Leaf(_version, item.Path), new LeafNode(change.Key, value).Encode(_encoder)));
        return Slot.Leaf(_version, item.Path, _changes.LeafHash(item));
    }

    /// <summary>Writes the node, unless it has become empty or a lone leaf: then that takes its place in the parent.</summary>
    private Slot Stored(InnerNode node, int depth, Bytes32 path)
    {
        if (node.IsLoneLeafOrEmpty(out Slot lone))
        {
            return lone;
        }

        _new.Add(new TreeNode(new NodeKey(_version, depth, Prefix(path, depth)), node.Encode(_plan)));
        return Slot.Inner(_version, node.Hash(_plan));
    }

    /// <summary>A new subtree of all changes, which delete nothing and share the nibbles above this depth.</summary>
    public Slot Subtree(int depth) => Resolved(Build(depth, _changes.Items, default));

    /// <summary>The sixteen subtrees below the root, of all changes.</summary>
    public Slot[] SubtreesOfRoot()
    {
        Slot[] children = new Slot[16];
        for (Span<TreeItem> items = _changes.Items; !items.IsEmpty;)
        {
            int nibble = items[0].Path.Nibble(0);
            int count = CountOf(nibble, 0, items);
            children[nibble] = Resolved(Build(1, items[..count], default));
            items = items[count..];
        }

        return children;
    }

    /// <summary>The node over sixteen finished children.</summary>
    public Slot Join(int depth, Bytes32 path, IReadOnlyList<Slot> children) => Resolved(Stored(NodeOf(children), depth, path));

    /// <summary>The root over its children, which is stored whatever it holds.</summary>
    public Hash256 JoinRoot(IReadOnlyList<Slot> children) => StoreRoot(NodeOf(children));

    public ImmutableArray<TreeNode> TakeNew() => _new.ToImmutable();

    private static InnerNode NodeOf(IReadOnlyList<Slot> children)
    {
        InnerNode node = new();
        for (int i = 0; i < children.Count; i++)
        {
            node.Set(i, children[i]);
        }

        return node;
    }

    private Hash256 StoreRoot(InnerNode root)
    {
        NodeHash hash = root.Hash(_plan);
        _new.Add(new TreeNode(NodeKey.Root(_version), root.Encode(_plan)));
        return RunPlan(hash);
    }

    private Slot Resolved(Slot slot) => slot with { Hash = new NodeHash(RunPlan(slot.Hash)) };

    private Hash256 RunPlan(NodeHash wanted)
    {
        _plan.Run();
        Hash256 hash = _plan.Resolve(wanted);
        _plan = new HashPlan();
        return hash;
    }
}
