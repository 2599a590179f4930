using System.Collections.Immutable;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography;

/// <summary>That a leaf stands at a place of a <see cref="MerkleTree"/>.</summary>
/// <param name="Index">The leaf's place, from 0.</param>
/// <param name="Count">The number of leaves; it fixes the shape of the path.</param>
/// <param name="Path">The siblings, the leaf's own first.</param>
public sealed record MerkleProof(ulong Index, ulong Count, Sequence<Hash256> Path) : ICanonical<MerkleProof>
{
    /// <summary>A tree of 2^64 - 1 leaves is this high.</summary>
    public const int MaxPathLength = 64;

    /// <summary>Whether <paramref name="leaf"/> (a leaf hash) is in the tree of this root at <see cref="Index"/>.</summary>
    public bool Verify(Hash256 root, Hash256 leaf) => TryComputeRoot(leaf, out Hash256 computed) && computed == root;

    /// <summary>The root that this path leads to. Source: RFC 9162, section 2.1.3.2.</summary>
    /// <returns>False if the path has not the shape of such a tree.</returns>
    public bool TryComputeRoot(Hash256 leaf, out Hash256 root)
    {
        root = leaf;
        if (Index >= Count)
        {
            return false;
        }

        ulong place = Index;
        ulong last = Count - 1;
        foreach (Hash256 sibling in Path.Span)
        {
            if (last == 0)
            {
                return false;
            }

            if ((place & 1) == 1 || place == last)
            {
                root = MerkleTree.NodeHash(sibling, root);
                while ((place & 1) == 0 && place != 0)
                {
                    place >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                root = MerkleTree.NodeHash(root, sibling);
            }

            place >>= 1;
            last >>= 1;
        }

        return last == 0;
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Index);
        writer.Write(Count);
        HashList.Write(writer, Path.Span);
    }

    public static MerkleProof Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        ulong index = reader.ReadUInt64();
        ulong count = reader.ReadUInt64();
        ImmutableArray<Hash256> path = HashList.Read(ref reader, MaxPathLength);
        return new MerkleProof(index, count, new Sequence<Hash256>(path));
    }
}
