using System.Collections.Immutable;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>Takes range proofs out of a stored version, in pages, so that no answer reads or holds a whole state at once.</summary>
public static class RangeReader
{
    /// <param name="from">The path to start at: all zero, or a page's <see cref="RangePage.Next"/>.</param>
    /// <param name="maxBytes">Of what is read for one page, in bytes; the entry that passes it is still taken.</param>
    /// <returns>Refused: <see cref="TreeErrors.VersionUnavailable"/>, <see cref="TreeErrors.BadRange"/>.</returns>
    public static Result<RangePage> Read(INodeReader nodes, ulong version, KeyRange range, Bytes32 from, int maxBytes)
    {
        if (!range.IsValid)
        {
            return Result.Refuse<RangePage>(TreeErrors.BadRange, $"no key is from {range.First} on to below {range.End}");
        }

        NodeKey root = NodeKey.Root(version);
        if (!nodes.TryGet(root, out Blob bytes))
        {
            return Result.Refuse<RangePage>(TreeErrors.VersionUnavailable, $"the state of height {version} is pruned or not reached");
        }

        Walker walker = new(nodes, range, from, maxBytes);
        walker.Walk(root, InnerNode.Decode(root, bytes), atEdge: true);
        return Result.Of(walker.Page());
    }

    private sealed class Walker(INodeReader nodes, KeyRange range, Bytes32 from, int maxBytes)
    {
        // Around an entry in an encoding, so that many short ones do not make a page several times its limit.
        private const int OverheadBytes = 12;

        private readonly ImmutableArray<StateEntry>.Builder _entries = ImmutableArray.CreateBuilder<StateEntry>();
        private long _bytes;
        private Bytes32 _next;

        public RangePage Page() => new(new RangeProof(new Sequence<StateEntry>(_entries.DrainToImmutable())), _next);

        /// <param name="atEdge">Whether the node lies on the way to the path to start at, so that what is left of it belongs to earlier pages.</param>
        /// <returns>False once the page is full.</returns>
        public bool Walk(NodeKey at, InnerNode node, bool atEdge)
        {
            int first = atEdge ? from.Nibble(at.Depth) : 0;
            for (int nibble = first; nibble < 16; nibble++)
            {
                Slot slot = node[nibble];
                bool edge = atEdge && nibble == first;
                bool room = slot.Kind switch
                {
                    SlotKind.Leaf => (edge && slot.Path < from) || Take(slot),
                    SlotKind.Inner => Descend(at.Child(slot.Version, nibble), edge),
                    _ => true,
                };
                if (!room)
                {
                    return false;
                }
            }

            return true;
        }

        private bool Descend(NodeKey key, bool edge) => Walk(key, InnerNode.Decode(key, StateTree.Required(nodes, key)), edge);

        private bool Take(Slot slot)
        {
            if (_bytes > maxBytes)
            {
                _next = slot.Path;
                return false;
            }

            NodeKey key = NodeKey.Leaf(slot.Version, slot.Path);
            LeafNode leaf = LeafNode.Decode(key, StateTree.Required(nodes, key));
            _bytes += OverheadBytes + leaf.Key.Length + Math.Max(leaf.Value.Length, Bytes32.Length);
            Blob shown = range.Contains(leaf.Key.Span) ? leaf.Value : new Blob(Sha256.Hash(leaf.Value.Span).ToArray());
            _entries.Add(new StateEntry(leaf.Key, shown));
            return true;
        }
    }
}
