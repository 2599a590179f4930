using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// A Jellyfish Merkle tree (Gao, Hu, Wu; Diem Association 2021): a sparse Merkle tree over SHA-256 of the keys, in which a subtree with one
/// key is that key's leaf, stored in versioned nodes of sixteen slots. Pure: nodes come from a reader and go out in an update.
/// </summary>
public static class StateTree
{
    /// <summary>The root of no keys.</summary>
    public static Hash256 EmptyRoot => default;

    /// <summary>The tree after a block.</summary>
    /// <param name="parent">The version to change, whose nodes the reader has; null before genesis.</param>
    /// <param name="version">The block's height, above <paramref name="parent"/>.</param>
    /// <param name="changes">One for each key, in any order.</param>
    /// <exception cref="StateCorruptException">The reader lacks a node of the parent, or has one that does not decode.</exception>
    public static TreeUpdate Apply(INodeReader nodes, ulong? parent, ulong version, IReadOnlyList<StateChange> changes)
    {
        if (parent >= version)
        {
            throw new ArgumentOutOfRangeException(nameof(version), version, $"A version follows its parent, {parent}.");
        }

        return new TreeWriter(nodes, version, changes).Run(parent);
    }

    /// <summary>The root hash of a stored version.</summary>
    public static Result<Hash256> RootOf(INodeReader nodes, ulong version) =>
        nodes.TryGet(NodeKey.Root(version), out Blob bytes)
            ? Result.Of(InnerNode.Decode(NodeKey.Root(version), bytes).Hash(plan: null).Value)
            : Unavailable<Hash256>(version);

    /// <summary>The value of a key at a version, or its absence, with the path to the root.</summary>
    /// <returns>Refused: <see cref="TreeErrors.VersionUnavailable"/>.</returns>
    /// <exception cref="StateCorruptException">The root is there but a node below is not.</exception>
    public static Result<StateProof> Prove(INodeReader nodes, ulong version, ReadOnlySpan<byte> key)
    {
        NodeKey at = NodeKey.Root(version);
        if (!nodes.TryGet(at, out Blob bytes))
        {
            return Unavailable<StateProof>(version);
        }

        Bytes32 path = TreeHash.PathOf(key);
        List<Hash256> siblings = [];
        for (int depth = 0; ; depth++)
        {
            InnerNode node = InnerNode.Decode(at, bytes);
            int nibble = path.Nibble(depth);
            int start = 0;
            for (int length = 16; length > 1; length /= 2)
            {
                if (node.IsLoneLeafOrEmpty(start, length, out _))
                {
                    return Result.Of(Terminal(nodes, node, start, length, path, siblings));
                }

                int half = length / 2;
                bool right = (nibble & half) != 0;
                siblings.Add(node.Range(right ? start : start + half, half));
                start = right ? start + half : start;
            }

            Slot slot = node[nibble];
            if (slot.Kind != SlotKind.Inner)
            {
                return Result.Of(Terminal(nodes, node, nibble, 1, path, siblings));
            }

            at = new NodeKey(slot.Version, depth + 1, TreeWriter.Prefix(path, depth + 1));
            bytes = Required(nodes, at);
        }
    }

    internal static Blob Required(INodeReader nodes, NodeKey key) =>
        nodes.TryGet(key, out Blob bytes) ? bytes : throw new StateCorruptException($"The tree node {key} is missing.");

    private static StateProof Terminal(INodeReader nodes, InnerNode node, int start, int length, Bytes32 path, List<Hash256> siblings)
    {
        Sequence<Hash256> way = Sequence.From(siblings);
        _ = node.IsLoneLeafOrEmpty(start, length, out int nibble);
        if (nibble < 0)
        {
            return StateProof.AbsentEmpty(way);
        }

        Slot leaf = node[nibble];
        NodeKey key = NodeKey.Leaf(leaf.Version, leaf.Path);
        LeafNode stored = LeafNode.Decode(key, Required(nodes, key));
        return leaf.Path == path
            ? StateProof.Present(way, stored.Value)
            : StateProof.AbsentOther(way, leaf.Path, Sha256.Hash(stored.Value.Span));
    }

    private static Result<T> Unavailable<T>(ulong version) =>
        Result.Refuse<T>(TreeErrors.VersionUnavailable, $"the state of height {version} is pruned or not reached");
}
