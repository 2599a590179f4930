using System.Buffers.Binary;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>The trace of a run. It names its seed and its order of blocks, so that a copied one shows whose it was.</summary>
/// <param name="Seed">The seed that the trainer used.</param>
/// <param name="OrderHash">Hash of the order of blocks that the trainer used.</param>
/// <param name="Leaves">The first is the start, the last the submitted result.</param>
public sealed record Transcript(Hash256 Seed, Hash256 OrderHash, Sequence<TranscriptLeaf> Leaves) : ICanonical<Transcript>
{
    /// <summary>What a member commits to: H(seed, order, number of leaves, Merkle root of the leaves).</summary>
    public Hash256 Root
    {
        get
        {
            Hash256[] leaves = new Hash256[Leaves.Count];
            for (int i = 0; i < leaves.Length; i++)
            {
                leaves[i] = Leaves[i].Hash;
            }

            Span<byte> bytes = stackalloc byte[(3 * Bytes32.Length) + sizeof(int)];
            Seed.CopyTo(bytes);
            OrderHash.CopyTo(bytes[32..]);
            BinaryPrimitives.WriteInt32BigEndian(bytes[64..], leaves.Length);
            MerkleTree.Root(leaves).CopyTo(bytes[68..]);
            return DomainHash.Of("deai.learning.transcript.v1", bytes);
        }
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Seed);
        writer.Write(OrderHash);
        writer.Write(Leaves);
    }

    public static Transcript Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        Hash256 seed = reader.ReadHash256();
        Hash256 order = reader.ReadHash256();
        return new Transcript(seed, order, reader.ReadSequence<TranscriptLeaf>(TrainingPlan.MaxCheckpoints + 1));
    }
}
