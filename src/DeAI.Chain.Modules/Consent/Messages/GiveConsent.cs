using DeAI.Chain.Modules.Consent.Contracts;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Messages;

/// <summary>The owner allows the use of a data set for a purpose, up to a height.</summary>
/// <param name="Task">Only for this training task; <c>default</c> for every task of the purpose.</param>
/// <param name="ExpiresAt">The last height at which it holds.</param>
public sealed record GiveConsent(Hash256 DataSet, string Purpose, Hash256 Task, Height ExpiresAt) : ICanonical<GiveConsent>
{
    public const ushort Type = 2;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(DataSet);
        writer.Write(Purpose);
        writer.Write(Task);
        writer.Write(ExpiresAt);
    }

    public static GiveConsent Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new GiveConsent(reader.ReadHash256(), reader.ReadString(ConsentRecord.MaxPurposeBytes), reader.ReadHash256(), reader.ReadHeight());
    }
}
