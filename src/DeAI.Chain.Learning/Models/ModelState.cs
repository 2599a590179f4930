using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Learning;

/// <summary>All that a training step reads and writes: masters and momentum, int32 Q20 in the order of <see cref="ModelShape"/>.</summary>
public sealed record ModelState(Sequence<int> Weights, Sequence<int> Momentum) : ICanonical<ModelState>
{
    /// <summary>H(weights, momentum), the state's name in a transcript.</summary>
    public Hash256 Digest => DigestOf(Weights.Span, Momentum.Span);

    public ModelWeights ToWeights() => new(Weights);

    internal static Hash256 DigestOf(ReadOnlySpan<int> weights, ReadOnlySpan<int> momentum) =>
        DomainHash.Of("deai.learning.state.v1", Int32Bytes.ToBytes(weights), Int32Bytes.ToBytes(momentum));

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        Int32Bytes.Write(writer, Weights);
        Int32Bytes.Write(writer, Momentum);
    }

    public static ModelState Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        Sequence<int> weights = Int32Bytes.Read(ref reader, ModelWeights.MaxCount);
        return new ModelState(weights, Int32Bytes.Read(ref reader, ModelWeights.MaxCount));
    }
}
