using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Bounties.Messages;

/// <summary>The funder rejects every submission. Workers may dispute that.</summary>
/// <param name="Reason">Digest of the reasons.</param>
public sealed record RejectAll(Hash256 Bounty, Hash256 Reason) : ICanonical<RejectAll>
{
    public const ushort Type = 4;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(Bounty);
        writer.Write(Reason);
    }

    public static RejectAll Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new RejectAll(reader.ReadHash256(), reader.ReadHash256());
    }
}
