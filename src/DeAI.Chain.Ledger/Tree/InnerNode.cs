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
    private int _stale;

    public Slot this[int nibble]
    {
        get => _slots[nibble];
        set
        {
            _slots[nibble] = value;
            _stale |= 1 << (nibble >> 2);
        }
    }

    /// <summary>A slot where it lies, until the node is changed.</summary>
    public ref readonly Slot At(int nibble) => ref _slots[nibble];

    /// <exception cref="StateCorruptException">No encoding of a node: the store is damaged.</exception>
    public static InnerNode Decode(NodeKey key, Blob bytes)
    {
        InnerNode node = new();
        node.Load(key, bytes);
        return node;
    }

    /// <summary>The occupied slots, and the last of them.</summary>
    public int Occupied(out Slot last)
    {
        int count = 0;
        last = default;
        for (int i = 0; i < Width; i++)
        {
            if (_slots[i].Kind != SlotKind.Empty)
            {
                count++;
                last = _slots[i];
            }
        }

        return count;
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
    public bool IsLoneLeafOrEmpty(int start, int length, out NodeHash hash)
    {
        int leaves = 0;
        hash = default;
        for (int i = start; i < start + length; i++)
        {
            switch (_slots[i].Kind)
            {
                case SlotKind.Inner:
                    return false;
                case SlotKind.Leaf:
                    leaves++;
                    hash = _slots[i].Hash;
                    break;
            }
        }

        return leaves <= 1;
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
        int leaves = Bitmap(SlotKind.Leaf);
        int inner = Bitmap(SlotKind.Inner);
        byte[] bytes = new byte[EncodedLength(leaves, inner)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)leaves);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)inner);
        int at = 4;
        for (int i = 0; i < Width; i++)
        {
            ref readonly Slot slot = ref _slots[i];
            if (slot.Kind == SlotKind.Empty)
            {
                continue;
            }

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
            if (Taken(leaves | inner, quarter) > 1)
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

        ReadOnlySpan<byte> rest = bytes[4..];
        for (int i = 0; i < Width; i++)
        {
            if (((leaves | inner) & (1 << i)) == 0)
            {
                _slots[i] = default;
                continue;
            }

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

        _stale = 0;
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
        _slots = default;
        _quarters = default;
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

    private int Bitmap(SlotKind kind)
    {
        int bitmap = 0;
        for (int i = 0; i < Width; i++)
        {
            bitmap |= _slots[i].Kind == kind ? 1 << i : 0;
        }

        return bitmap;
    }

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
        if (IsLoneLeafOrEmpty(start, length, out NodeHash lone))
        {
            return lone;
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
