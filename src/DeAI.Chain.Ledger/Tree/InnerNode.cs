using System.Runtime.CompilerServices;
using DeAI.Chain.Ledger.State;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// Sixteen slots under one nibble path, hashed as four levels of a binary tree. The hashes of the four quarters are stored with them, so a
/// change of one slot rehashes its quarter and the top instead of all fifteen nodes.
/// </summary>
internal sealed class InnerNode
{
    private const int Width = 16;
    private const int Quarters = 4;

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
    public Hash256 Hash()
    {
        Refresh();
        return Range(0, Width);
    }

    /// <summary>The hash of the subtree over a range of slots, a power of two long and aligned: empty, a lone leaf, or an inner hash.</summary>
    public Hash256 Range(int start, int length)
    {
        Refresh();
        if (length == 1)
        {
            return _slots[start].Hash;
        }

        if (length == Width / Quarters)
        {
            return _quarters[start / length];
        }

        return IsLoneLeafOrEmpty(start, length, out Hash256 lone)
            ? lone
            : TreeHash.Inner(Range(start, length / 2), Range(start + (length / 2), length / 2));
    }

    /// <summary>Whether a range holds no inner node and at most one leaf: then the leaf's hash, or zero, stands for it.</summary>
    public bool IsLoneLeafOrEmpty(int start, int length, out Hash256 hash)
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

    /// <summary>[bitmap of leaves, bitmap of inner nodes, [slot...], [quarter hash...]]; quarters only where two slots or more are taken.</summary>
    public Blob Encode(CanonicalWriter writer)
    {
        Refresh();
        writer.Clear();
        writer.WriteArrayHeader(4);
        writer.Write(Bitmap(SlotKind.Leaf));
        writer.Write(Bitmap(SlotKind.Inner));
        int occupied = Occupied(out _);
        writer.WriteArrayHeader(occupied);
        for (int i = 0; i < Width; i++)
        {
            Slot slot = _slots[i];
            if (slot.Kind == SlotKind.Leaf)
            {
                writer.WriteArrayHeader(3);
                writer.Write(slot.Version);
                writer.Write(slot.Hash);
                writer.Write(slot.Path);
            }
            else if (slot.Kind == SlotKind.Inner)
            {
                writer.WriteArrayHeader(2);
                writer.Write(slot.Version);
                writer.Write(slot.Hash);
            }
        }

        int stored = 0;
        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            stored += Taken(quarter) > 1 ? 1 : 0;
        }

        writer.WriteArrayHeader(stored);
        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            if (Taken(quarter) > 1)
            {
                writer.Write(_quarters[quarter]);
            }
        }

        return Blob.CopyOf(writer.WrittenSpan);
    }

    /// <exception cref="StateCorruptException">No encoding of a node: the store is damaged.</exception>
    public static InnerNode Decode(NodeKey key, Blob bytes)
    {
        CanonicalReader reader = new(bytes.Span);
        InnerNode node = new();
        reader.ReadArrayHeader(4);
        int leaves = reader.ReadUInt16();
        int inner = reader.ReadUInt16();
        reader.ReadArrayHeaderUpTo(Width);
        for (int i = 0; i < Width && reader.Failure is null; i++)
        {
            if ((leaves & (1 << i)) != 0)
            {
                reader.ReadArrayHeader(3);
                ulong version = reader.ReadUInt64();
                Hash256 hash = reader.ReadHash256();
                node._slots[i] = Slot.Leaf(version, reader.ReadBytes32(), hash);
            }
            else if ((inner & (1 << i)) != 0)
            {
                reader.ReadArrayHeader(2);
                node._slots[i] = Slot.Inner(reader.ReadUInt64(), reader.ReadHash256());
            }
        }

        reader.ReadArrayHeaderUpTo(Quarters);
        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            if (node.Taken(quarter) > 1)
            {
                node._quarters[quarter] = reader.ReadHash256();
            }
            else
            {
                node.RefreshQuarter(quarter);
            }
        }

        return (leaves & inner) == 0 && reader.End().Refusal is not { } refusal
            ? node
            : throw new StateCorruptException($"The tree node {key} does not decode: {reader.Failure}.");
    }

    private int Bitmap(SlotKind kind)
    {
        int bitmap = 0;
        for (int i = 0; i < Width; i++)
        {
            bitmap |= _slots[i].Kind == kind ? 1 << i : 0;
        }

        return bitmap;
    }

    private int Taken(int quarter)
    {
        int taken = 0;
        for (int i = quarter * 4; i < (quarter * 4) + 4; i++)
        {
            taken += _slots[i].Kind == SlotKind.Empty ? 0 : 1;
        }

        return taken;
    }

    private void Refresh()
    {
        if (_stale == 0)
        {
            return;
        }

        for (int quarter = 0; quarter < Quarters; quarter++)
        {
            if ((_stale & (1 << quarter)) != 0)
            {
                RefreshQuarter(quarter);
            }
        }

        _stale = 0;
    }

    private void RefreshQuarter(int quarter)
    {
        int start = quarter * 4;
        _quarters[quarter] = IsLoneLeafOrEmpty(start, 4, out Hash256 lone)
            ? lone
            : TreeHash.Inner(Pair(start), Pair(start + 2));
    }

    private Hash256 Pair(int start) =>
        IsLoneLeafOrEmpty(start, 2, out Hash256 lone) ? lone : TreeHash.Inner(_slots[start].Hash, _slots[start + 1].Hash);

    [InlineArray(Width)]
    private struct SlotArray
    {
        private Slot _first;
    }

    [InlineArray(Quarters)]
    private struct QuarterArray
    {
        private Hash256 _first;
    }
}
