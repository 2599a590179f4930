using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Ledger.Blocks;

/// <summary>
/// The root of a list in a header: H(domain, number of leaves as 8 bytes big-endian, Merkle root). The tree's root alone would leave the
/// number open, and a proof could then claim another one.
/// </summary>
public static class CountedRoot
{
    public const string TransactionsDomain = "deai.transactions.v1";
    public const string ReceiptsDomain = "deai.receipts.v1";

    /// <param name="leaves">Leaf hashes already.</param>
    public static Hash256 Of(string domain, ReadOnlySpan<Hash256> leaves) => Commit(domain, (ulong)leaves.Length, MerkleTree.Root(leaves));

    /// <summary>Whether the leaf stands at <see cref="MerkleProof.Index"/> of the list with this root.</summary>
    public static bool Verify(string domain, Hash256 root, MerkleProof proof, Hash256 leaf) =>
        proof.TryComputeRoot(leaf, out Hash256 tree) && Commit(domain, proof.Count, tree) == root;

    private static Hash256 Commit(string domain, ulong count, Hash256 tree)
    {
        Span<byte> bytes = stackalloc byte[8 + Bytes32.Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, count);
        tree.CopyTo(bytes[8..]);
        return DomainHash.Of(domain, bytes);
    }
}
