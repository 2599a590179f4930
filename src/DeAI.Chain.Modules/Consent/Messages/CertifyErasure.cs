using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Messages;

/// <summary>The owner certifies that the rows are gone.</summary>
/// <param name="Certificate">Digest of the certificate, which stays outside the chain.</param>
public sealed record CertifyErasure(Hash256 DataSet, Hash256 Certificate) : ICanonical<CertifyErasure>
{
    public const ushort Type = 5;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.Write(DataSet);
        writer.Write(Certificate);
    }

    public static CertifyErasure Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(2);
        return new CertifyErasure(reader.ReadHash256(), reader.ReadHash256());
    }
}
