using DeAI.Chain.Consensus;
using DeAI.Chain.Ledger.Blocks;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Storage.Chain;

/// <summary>How blocks became final together; stored under the height of the last one.</summary>
/// <param name="First">Height of the first block.</param>
/// <param name="Carriers">As in <see cref="Replica.Messages.FinalizedSegment"/>.</param>
public sealed record StoredSegment(Height First, Sequence<BlockHeader> Carriers, Certificate Certificate) : ICanonical<StoredSegment>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(First);
        writer.Write(Carriers);
        writer.Write(Certificate);
    }

    public static StoredSegment Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new StoredSegment(
            reader.ReadHeight(), reader.ReadSequence<BlockHeader>(Replica.Messages.FinalizedSegment.MaxCarriers), reader.Read<Certificate>());
    }
}
