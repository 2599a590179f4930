using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Tree;

/// <summary>
/// The hashing that defines the state root. The first bytes 0x80 and 0x81 belong to no other hash here: <see cref="DomainHash"/> starts with
/// a domain's length, 2 to 64, a <see cref="MerkleTree"/> node with 0 or 1.
/// </summary>
public static class TreeHash
{
    private const byte LeafTag = 0x80;
    private const byte InnerTag = 0x81;

    /// <summary>Where a key hangs: SHA-256 of the key.</summary>
    public static Bytes32 PathOf(ReadOnlySpan<byte> key) => Sha256.Hash(key).Value;

    /// <summary>H(0x80, path, H(value))</summary>
    public static Hash256 Leaf(Bytes32 path, Hash256 valueHash)
    {
        Span<byte> bytes = stackalloc byte[65];
        bytes[0] = LeafTag;
        path.CopyTo(bytes[1..]);
        valueHash.CopyTo(bytes[33..]);
        return Sha256.Hash(bytes);
    }

    /// <summary>H(0x81, left, right), where an empty subtree is 32 zero bytes.</summary>
    public static Hash256 Inner(Hash256 left, Hash256 right)
    {
        Span<byte> bytes = stackalloc byte[65];
        bytes[0] = InnerTag;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[33..]);
        return Sha256.Hash(bytes);
    }
}
