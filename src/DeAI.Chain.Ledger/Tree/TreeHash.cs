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

    /// <summary>The paths of many keys, as hashes.</summary>
    public static void Paths(ReadOnlySpan<Blob> keys, Span<Hash256> paths) => Sha256.HashMany(keys, paths);

    /// <summary>H(0x80, path, H(value))</summary>
    public static Hash256 Leaf(Bytes32 path, Hash256 valueHash) => Sha256.HashPair(LeafTag, new Hash256(path), valueHash);

    /// <summary>The leaf hashes of many.</summary>
    /// <param name="pairs">Path and value hash in turn.</param>
    /// <param name="hashes">One for each pair; may lie where the first half of the pairs does.</param>
    public static void Leaves(ReadOnlySpan<Hash256> pairs, Span<Hash256> hashes) => Sha256.HashPairs(LeafTag, pairs, hashes);

    /// <summary>H(0x81, left, right), where an empty subtree is 32 zero bytes.</summary>
    public static Hash256 Inner(Hash256 left, Hash256 right) => Sha256.HashPair(InnerTag, left, right);

    /// <summary>The hashes of many inner nodes.</summary>
    /// <param name="pairs">Left and right in turn.</param>
    /// <param name="hashes">One for each pair; may lie where the first half of the pairs does.</param>
    public static void Inners(ReadOnlySpan<Hash256> pairs, Span<Hash256> hashes) => Sha256.HashPairs(InnerTag, pairs, hashes);
}
