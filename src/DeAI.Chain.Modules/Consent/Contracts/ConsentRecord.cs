using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Consent.Contracts;

/// <summary>A consent for one data set, purpose and (unless it holds for all) task.</summary>
/// <param name="GivenAt">The block that gave it.</param>
/// <param name="ExpiresAt">The last height at which it holds.</param>
/// <param name="RevokedAt">The last height at which it still holds after a revocation; 0 while there is none.</param>
public sealed record ConsentRecord(Height GivenAt, Height ExpiresAt, Height RevokedAt) : ICanonical<ConsentRecord>
{
    public const int MaxPurposeBytes = 64;

    public bool IsRevoked => RevokedAt.Value != 0;

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(3);
        writer.Write(GivenAt);
        writer.Write(ExpiresAt);
        writer.Write(RevokedAt);
    }

    public static ConsentRecord Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(3);
        return new ConsentRecord(reader.ReadHeight(), reader.ReadHeight(), reader.ReadHeight());
    }
}
