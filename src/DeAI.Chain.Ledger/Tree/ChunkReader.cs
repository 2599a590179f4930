using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>Takes chunks out of a stored version.</summary>
public static class ChunkReader
{
    /// <param name="maxBytes">Of keys and values together, in bytes.</param>
    /// <returns>
    /// The chunk with its proof. Refused: <see cref="TreeErrors.VersionUnavailable"/>, <see cref="TreeErrors.BadChunk"/>,
    /// <see cref="TreeErrors.ChunkTooLarge"/> (ask for its sixteen parts).
    /// </returns>
    public static Result<StateChunk> Read(INodeReader nodes, ulong version, ChunkId chunk, int maxBytes)
    {
        NodeKey at = NodeKey.Root(version);
        if (!chunk.IsValid)
        {
            return Result.Refuse<StateChunk>(TreeErrors.BadChunk, $"{chunk}");
        }

        if (!nodes.TryGet(at, out Blob bytes))
        {
            return Result.Refuse<StateChunk>(TreeErrors.VersionUnavailable, $"the state of height {version} is pruned or not reached");
        }

        Bytes32 path = chunk.Path;
        List<Hash256> siblings = [];
        for (int depth = 0; depth < chunk.Nibbles; depth++)
        {
            InnerNode node = InnerNode.Decode(at, bytes);
            int start = 0;
            for (int length = 16; length > 1; length /= 2)
            {
                if (node.IsLoneLeafOrEmpty(start, length, out _))
                {
                    return Result.Of(Lone(nodes, node, start, length, chunk, siblings));
                }

                int half = length / 2;
                bool right = (path.Nibble(depth) & half) != 0;
                siblings.Add(node.Range(right ? start : start + half, half));
                start = right ? start + half : start;
            }

            if (node[start].Kind != SlotKind.Inner)
            {
                return Result.Of(Lone(nodes, node, start, 1, chunk, siblings));
            }

            at = new NodeKey(node[start].Version, depth + 1, TreeWriter.Prefix(path, depth + 1));
            bytes = StateTree.Required(nodes, at);
        }

        Gatherer gatherer = new(nodes, maxBytes);
        return gatherer.Gather(at, InnerNode.Decode(at, bytes))
            ? Result.Of(StateChunk.Of(gatherer.Entries(), Sequence.From(siblings)))
            : Result.Refuse<StateChunk>(TreeErrors.ChunkTooLarge, $"{chunk} holds more than {maxBytes} bytes or {StateChunk.MaxEntries} entries");
    }

    private static StateChunk Lone(INodeReader nodes, InnerNode node, int start, int length, ChunkId chunk, List<Hash256> siblings)
    {
        Sequence<Hash256> way = Sequence.From(siblings);
        _ = node.IsLoneLeafOrEmpty(start, length, out int nibble);
        if (nibble < 0)
        {
            return StateChunk.Of(default, way);
        }

        Slot slot = node[nibble];
        LeafNode leaf = Leaf(nodes, slot);
        return chunk.Contains(slot.Path)
            ? StateChunk.Of([new StateEntry(leaf.Key, leaf.Value)], way)
            : StateChunk.Empty(way, slot.Path, Sha256.Hash(leaf.Value.Span));
    }

    private static LeafNode Leaf(INodeReader nodes, Slot slot)
    {
        NodeKey key = NodeKey.Leaf(slot.Version, slot.Path);
        return LeafNode.Decode(key, StateTree.Required(nodes, key));
    }

    private sealed class Gatherer(INodeReader nodes, int maxBytes)
    {
        private readonly ImmutableArray<StateEntry>.Builder _entries = ImmutableArray.CreateBuilder<StateEntry>();
        private long _bytes;

        public Sequence<StateEntry> Entries() => new(_entries.DrainToImmutable());

        /// <returns>False as soon as the limit is passed.</returns>
        public bool Gather(NodeKey at, InnerNode node)
        {
            for (int nibble = 0; nibble < 16; nibble++)
            {
                Slot slot = node[nibble];
                bool fits = slot.Kind switch
                {
                    SlotKind.Leaf => Add(Leaf(nodes, slot)),
                    SlotKind.Inner => Descend(new NodeKey(slot.Version, at.Depth + 1, Child(at.Path, at.Depth, nibble))),
                    _ => true,
                };
                if (!fits)
                {
                    return false;
                }
            }

            return true;
        }

        private static Bytes32 Child(Bytes32 path, int depth, int nibble)
        {
            Span<byte> bytes = stackalloc byte[Bytes32.Length];
            path.CopyTo(bytes);
            bytes[depth / 2] |= (byte)((depth & 1) == 0 ? nibble << 4 : nibble);
            return new Bytes32(bytes);
        }

        private bool Descend(NodeKey key) => Gather(key, InnerNode.Decode(key, StateTree.Required(nodes, key)));

        private bool Add(LeafNode leaf)
        {
            _entries.Add(new StateEntry(leaf.Key, leaf.Value));
            _bytes += leaf.Key.Length + leaf.Value.Length;
            return (_bytes <= maxBytes || _entries.Count == 1) && _entries.Count <= StateChunk.MaxEntries;
        }
    }
}
