using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// Sixteen slots under one nibble path, hashed as four levels of a binary tree. The hashes of the four quarters are stored with them, so a
/// change of one slot rehashes its quarter and the top instead of all fifteen nodes.
/// </summary>
internal sealed class InnerNode
{
    private const int Width = 16;
    private const int Quarters = 4;
    private const int QuarterWidth = Width / Quarters;
    private const int InnerLength = 8 + Bytes32.Length;
    private const int LeafLength = InnerLength + Bytes32.Length;

    private SlotArray _slots;
    private QuarterArray _quarters;

    // Which slots are leaves and inner nodes, and which quarters have changed since they were hashed: bit i for number i.
    private int _leaves;
    private int _inner;
    private int _stale;

    /// <summary>A slot where it lies, until the node is changed.</summary>
    public ref readonly Slot this[int nibble] => ref _slots[nibble];

    /// <exception cref="StateCorruptException">No encoding of a node: the store is damaged.</exception>
    public static InnerNode Decode(NodeKey key, Blob bytes)
    {
        InnerNode node = new();
        node.Load(key, bytes);
        return node;
    }

    public void Set(int nibble, in Slot slot)
    {
        int bit = 1 << nibble;
        _slots[nibble] = slot;
        _leaves = slot.Kind == SlotKind.Leaf ? _leaves | bit : _leaves & ~bit;
        _inner = slot.Kind == SlotKind.Inner ? _inner | bit : _inner & ~bit;
        _stale |= 1 << (nibble / QuarterWidth);
    }

    /// <summary>Whether no node is needed, because it would be empty or hold a lone leaf.</summary>
    /// <param name="lone">The leaf, or an empty slot.</param>
    public bool IsLoneLeafOrEmpty(out Slot lone)
    {
        bool isLone = IsLoneLeafOrEmpty(0, Width, out int nibble);
        lone = isLone && nibble >= 0 ? _slots[nibble] : default;
        return isLone;
    }

    /// <summary>The node's own hash: what the definition gives for the whole subtree.</summary>
    /// <param name="plan">Where hashes are planned; null: they are computed at once, which needs slots whose hashes are known.</param>
    public NodeHash Hash(HashPlan? plan)
    {
        Refresh(plan);
        return Range(0, Width, plan);
    }

    /// <summary>The hash of the subtree over a range of slots, a power of two long and aligned: empty, a lone leaf, or an inner hash.</summary>
    public Hash256 Range(int start, int length)
    {
        Refresh(plan: null);
        return Range(start, length, plan: null).Value;
    }

    /// <summary>Whether a range holds no inner node and at most one leaf: then the leaf's hash, or zero, stands for it.</summary>
    /// <param name="nibble">Of the leaf; -1 if there is none.</param>
    public bool IsLoneLeafOrEmpty(int start, int length, out int nibble)
    {
        int range = ((1 << length) - 1) << start;
        int leaves = _leaves & range;
        nibble = leaves == 0 ? -1 : BitOperations.TrailingZeroCount(leaves);
        return (_inner & range) == 0 && (leaves & (leaves - 1)) == 0;
    }

    /// <summary>
    /// Fixed widths, because reading and writing nodes is what an update does most: bitmap of leaves and bitmap of inner nodes (2 bytes each,
    /// bit i for slot i), then for each taken slot the version (8 bytes) and hash, with a leaf's path after it, then the hashes of those
    /// quarters in which two slots or more are taken. Numbers are big-endian.
    /// </summary>
    /// <param name="plan">Fills in the hashes that it has still to compute.</param>
    public Blob Encode(HashPlan plan)
    {
        Refresh(plan);
        byte[] bytes = new byte[EncodedLength(_leaves, _inner)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)_leaves);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)_inner);
        int at = 4;
        for (int rest = _leaves | _inner; rest != 0; rest &= rest - 1)
        {
            ref readonly Slot slot = ref _slots[BitOperations.TrailingZeroCount(rest)];
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(at), slot.Version);
            plan.Deliver(slot.Hash, bytes, at + 8);
            at += InnerLength;
            if (slot.Kind == SlotKind.Leaf)
            {
                slot.Path.CopyTo(bytes.AsSpan(at));
                at += Bytes32.Length;
            }
        }

        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            if (Taken(_leaves | _inner, quarter) > 1)
            {
                plan.Deliver(_quarters[quarter], bytes, at);
                at += Bytes32.Length;
            }
        }

        return new Blob(bytes);
    }

    /// <summary>Makes this the node of the encoding; what it held before is gone.</summary>
    /// <exception cref="StateCorruptException">No encoding of a node: the store is damaged.</exception>
    public void Load(NodeKey key, Blob blob)
    {
        ReadOnlySpan<byte> bytes = blob.Span;
        int leaves = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes);
        int inner = bytes.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        if (bytes.Length < 4 || (leaves & inner) != 0 || bytes.Length != EncodedLength(leaves, inner))
        {
            throw new StateCorruptException($"The tree node {key} does not decode: {blob}.");
        }

        Clear();
        _leaves = leaves;
        _inner = inner;
        ReadOnlySpan<byte> rest = bytes[4..];
        for (int taken = leaves | inner; taken != 0; taken &= taken - 1)
        {
            int i = BitOperations.TrailingZeroCount(taken);
            ulong version = BinaryPrimitives.ReadUInt64BigEndian(rest);
            Hash256 hash = new(rest[8..InnerLength]);
            rest = rest[InnerLength..];
            if ((leaves & (1 << i)) != 0)
            {
                _slots[i] = Slot.Leaf(version, new Bytes32(rest[..Bytes32.Length]), hash);
                rest = rest[Bytes32.Length..];
            }
            else
            {
                _slots[i] = Slot.Inner(version, hash);
            }
        }

        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            if (Taken(leaves | inner, quarter) > 1)
            {
                _quarters[quarter] = new NodeHash(new Hash256(rest[..Bytes32.Length]));
                rest = rest[Bytes32.Length..];
            }
            else
            {
                _stale |= 1 << quarter;
            }
        }
    }

    /// <summary>Makes this a node without slots.</summary>
    public void Clear()
    {
        for (int taken = _leaves | _inner; taken != 0; taken &= taken - 1)
        {
            _slots[BitOperations.TrailingZeroCount(taken)] = default;
        }

        _quarters = default;
        _leaves = 0;
        _inner = 0;
        _stale = 0;
    }

    private static int EncodedLength(int leaves, int inner)
    {
        int length = 4 + (BitOperations.PopCount((uint)leaves) * LeafLength) + (BitOperations.PopCount((uint)inner) * InnerLength);
        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            length += Taken(leaves | inner, quarter) > 1 ? Bytes32.Length : 0;
        }

        return length;
    }

    private static int Taken(int slots, int quarter) => BitOperations.PopCount((uint)(slots >> (quarter * 4)) & 0xf);

    private void Refresh(HashPlan? plan)
    {
        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            if ((_stale & (1 << quarter)) != 0)
            {
                _quarters[quarter] = Fold(quarter * QuarterWidth, QuarterWidth, plan);
            }
        }

        _stale = 0;
    }

    private NodeHash Range(int start, int length, HashPlan? plan) =>
        length == QuarterWidth ? _quarters[start / QuarterWidth]
        : length == 1 ? _slots[start].Hash
        : Fold(start, length, plan);

    private NodeHash Fold(int start, int length, HashPlan? plan)
    {
        if (IsLoneLeafOrEmpty(start, length, out int nibble))
        {
            return nibble < 0 ? default : _slots[nibble].Hash;
        }

        NodeHash left = Range(start, length / 2, plan);
        NodeHash right = Range(start + (length / 2), length / 2, plan);
        return plan is null ? new NodeHash(TreeHash.Inner(left.Value, right.Value)) : plan.Inner(left, right);
    }

    [InlineArray(Width)]
    private struct SlotArray
    {
        private Slot _first;
    }

    [InlineArray(Quarters)]
    private struct QuarterArray
    {
        private NodeHash _first;
    }
}
