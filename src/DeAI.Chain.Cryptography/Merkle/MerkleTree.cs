using System.Numerics;

namespace DeAI.Chain.Cryptography;

/// <summary>
/// The binary hash tree of RFC 9162, section 2.1 (the same as RFC 6962): leaf H(0, data), node H(1, left, right), and the left subtree
/// of n leaves holds the largest power of two below n.
/// </summary>
/// <remarks>A root does not commit to the number of leaves; where that matters, hash it beside the root as the mountain range does.</remarks>
public static class MerkleTree
{
    /// <summary>The root of no leaves: the SHA-256 digest of the empty string, as RFC 9162 defines it.</summary>
    public static readonly Hash256 EmptyRoot = Sha256.Hash(default);

    public static Hash256 LeafHash(ReadOnlySpan<byte> data) => Sha256.Hash([0], data);

    /// <param name="leaves">Leaf hashes already.</param>
    public static Hash256 Root(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.IsEmpty)
        {
            return EmptyRoot;
        }

        // The roots of the complete subtrees so far, largest first: one for each bit set in the number of leaves taken.
        Span<Hash256> peaks = stackalloc Hash256[32];
        int height = 0;
        for (int i = 0; i < leaves.Length; i++)
        {
            peaks[height++] = leaves[i];
            for (int pairs = BitOperations.TrailingZeroCount(i + 1); pairs > 0; pairs--)
            {
                height--;
                peaks[height - 1] = NodeHash(peaks[height - 1], peaks[height]);
            }
        }

        return Bag(peaks[..height]);
    }

    /// <summary>The path from one leaf to the root.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static MerkleProof Prove(ReadOnlySpan<Hash256> leaves, int index)
    {
        if ((uint)index >= (uint)leaves.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {leaves.Length} leaves.");
        }

        List<Hash256> path = [];
        ulong count = (ulong)leaves.Length;
        int position = index;
        while (leaves.Length > 1)
        {
            int split = 1 << BitOperations.Log2((uint)(leaves.Length - 1));
            if (position < split)
            {
                path.Add(Root(leaves[split..]));
                leaves = leaves[..split];
            }
            else
            {
                path.Add(Root(leaves[..split]));
                leaves = leaves[split..];
                position -= split;
            }
        }

        path.Reverse();
        return new MerkleProof((ulong)index, count, Sequence.From(path));
    }

    internal static Hash256 NodeHash(Hash256 left, Hash256 right)
    {
        Span<byte> node = stackalloc byte[1 + (2 * Bytes32.Length)];
        node[0] = 1;
        left.CopyTo(node[1..]);
        right.CopyTo(node[33..]);
        return Sha256.Hash(node);
    }

    /// <summary>Joins complete subtrees, largest first, from the right.</summary>
    internal static Hash256 Bag(ReadOnlySpan<Hash256> peaks)
    {
        if (peaks.IsEmpty)
        {
            return EmptyRoot;
        }

        Hash256 root = peaks[^1];
        for (int i = peaks.Length - 2; i >= 0; i--)
        {
            root = NodeHash(peaks[i], root);
        }

        return root;
    }
}
