using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>The state after a number of steps.</summary>
/// <param name="Step">Steps done in this run; 0 is the start.</param>
/// <param name="State">H(weights, momentum).</param>
/// <param name="LossSum">Sum of the losses of all steps so far, Q16.</param>
public readonly record struct TranscriptLeaf(int Step, Hash256 State, long LossSum) : ICanonical<TranscriptLeaf>
{
    /// <summary>The leaf of the transcript's tree, as RFC 9162 hashes leaves.</summary>
    public Hash256 Hash => MerkleTree.LeafHash(Canonical.Encode(this));

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(Step);
        writer.Write(State);
        writer.Write(LossSum);
    }

    public static TranscriptLeaf Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        int step = reader.ReadInt32();
        Hash256 state = reader.ReadHash256();
        return new TranscriptLeaf(step, state, reader.ReadInt64());
    }
}
