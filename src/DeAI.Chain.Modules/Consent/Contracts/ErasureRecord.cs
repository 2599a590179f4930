using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Contracts;

/// <summary>A request of erasure, and its certificate once there is one.</summary>
/// <param name="Request">Digest of the request.</param>
/// <param name="RequestedAt">The last height at which the data set could be used.</param>
/// <param name="Certificate">Digest of the certificate; <c>default</c> while there is none.</param>
/// <param name="CertifiedAt">The block that holds the certificate; 0 while there is none.</param>
public sealed record ErasureRecord(Hash256 Request, Height RequestedAt, Hash256 Certificate, Height CertifiedAt) : ICanonical<ErasureRecord>
{
    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(4);
        writer.Write(Request);
        writer.Write(RequestedAt);
        writer.Write(Certificate);
        writer.Write(CertifiedAt);
    }

    public static ErasureRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(4);
        return new ErasureRecord(reader.ReadHash256(), reader.ReadHeight(), reader.ReadHash256(), reader.ReadHeight());
    }
}
