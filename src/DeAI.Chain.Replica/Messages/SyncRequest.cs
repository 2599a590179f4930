using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Replica.Messages;

/// <summary>Asks for finalized blocks from a height on.</summary>
public sealed record SyncRequest(Height From) : ICanonical<SyncRequest>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(1);
        writer.Write(From);
    }

    public static SyncRequest Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(1);
        return new SyncRequest(reader.ReadHeight());
    }
}
