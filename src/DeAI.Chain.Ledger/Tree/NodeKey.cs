using System.Buffers.Binary;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>Names a stored node: the version that wrote it, and the nibbles that lead to it.</summary>
/// <param name="Version">The height of the block that wrote the node.</param>
/// <param name="Depth">0 to 63 for an inner node, <see cref="LeafDepth"/> for a leaf, wherever it hangs: so a leaf never moves.</param>
/// <param name="Path">The first <see cref="Depth"/> nibbles, the rest zero.</param>
public readonly record struct NodeKey(ulong Version, int Depth, Bytes32 Path)
{
    public const int LeafDepth = 64;

    /// <summary>Of <see cref="ToBytes"/>: 8 + 1 + 32.</summary>
    public const int Length = 41;

    public bool IsLeaf => Depth == LeafDepth;

    public static NodeKey Root(ulong version) => new(version, 0, default);

    public static NodeKey Leaf(ulong version, Bytes32 path) => new(version, LeafDepth, path);

    /// <summary>The inner node below this one at a nibble.</summary>
    internal NodeKey Child(ulong version, int nibble)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        Path.CopyTo(bytes);
        bytes[Depth / 2] |= (byte)((Depth & 1) == 0 ? nibble << 4 : nibble);
        return new NodeKey(version, Depth + 1, new Bytes32(bytes));
    }

    /// <summary>For a store: version big-endian, depth, path. Keys of one version lie together.</summary>
    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Version);
        destination[8] = (byte)Depth;
        Path.CopyTo(destination[9..]);
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }
}
