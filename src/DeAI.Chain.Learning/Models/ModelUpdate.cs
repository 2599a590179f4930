using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>What a run changed: final minus start masters, int32 Q20.</summary>
public sealed record ModelUpdate(Sequence<int> Deltas) : ICanonical<ModelUpdate>
{
    public Hash256 Hash => DomainHash.Of("deai.learning.update.v1", Int32Bytes.ToBytes(Deltas.Span));

    /// <exception cref="ArgumentException">The two are of different models.</exception>
    public static ModelUpdate Between(ModelWeights start, ModelWeights final)
    {
        if (start.Values.Count != final.Values.Count)
        {
            throw new ArgumentException($"{start.Values.Count} and {final.Values.Count} weights are not of one model.", nameof(final));
        }

        int[] deltas = new int[start.Values.Count];
        for (int i = 0; i < deltas.Length; i++)
        {
            deltas[i] = final.Values[i] - start.Values[i];
        }

        return new ModelUpdate(Sequence.Create<int>(deltas));
    }

    public void Encode(CanonicalWriter writer) => Int32Bytes.Write(writer, Deltas);

    public static ModelUpdate Decode(ref CanonicalReader reader) => new(Int32Bytes.Read(ref reader, ModelWeights.MaxCount));
}
