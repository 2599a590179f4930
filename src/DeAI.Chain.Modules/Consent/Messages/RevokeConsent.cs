using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Messages;

/// <summary>The owner takes a consent back; it binds from the next block.</summary>
/// <param name="Task">As the consent names it.</param>
public sealed record RevokeConsent(Hash256 DataSet, string Purpose, Hash256 Task) : ICanonical<RevokeConsent>
{
    public const ushort Type = 3;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(DataSet);
        writer.Write(Purpose);
        writer.Write(Task);
    }

    public static RevokeConsent Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new RevokeConsent(reader.ReadHash256(), reader.ReadString(ConsentRecord.MaxPurposeBytes), reader.ReadHash256());
    }
}
