using System.Buffers.Binary;

namespace DeAI.Chain.Consensus;

/// <summary>A quorum of votes of one content. Unchecked: only <see cref="VerifiedCertificate"/> counts.</summary>
/// <param name="Epoch">The epoch whose validators voted.</param>
/// <param name="Vote">What all of them said.</param>
/// <param name="Bitmap">
/// ceil(n/8) bytes for n seats; seat i is bit i mod 8, from the least significant, of byte i / 8; the bits past n are zero.
/// </param>
/// <param name="Signatures">64 bytes for each bit set, in ascending order of seats.</param>
public sealed record Certificate(Epoch Epoch, Vote Vote, Blob Bitmap, Blob Signatures) : ICanonical<Certificate>
{
    private const string DigestDomain = "deai.consensus.certificate.v1";

    /// <summary>How many bytes the bitmap of n seats has.</summary>
    public static int BitmapBytes(int seats) => (seats + 7) / 8;

    /// <summary>The voters as a set, without any check. Bits beyond 128 cannot be decoded.</summary>
    public SeatSet Voters
    {
        get
        {
            Span<byte> bits = stackalloc byte[16];
            Bitmap.Span[..Math.Min(Bitmap.Length, 16)].CopyTo(bits);
            return new SeatSet(BinaryPrimitives.ReadUInt128LittleEndian(bits));
        }
    }

    /// <summary>Identifies these very bytes; two certificates of one content with other voters differ.</summary>
    public Hash256 Digest()
    {
        CanonicalWriter writer = new(64 + Bitmap.Length + Signatures.Length);
        Encode(writer);
        return DomainHash.Of(DigestDomain, writer.WrittenSpan);
    }

    public void Encode(CanonicalWriter writer)
    {
        writer.WriteArrayHeader(6);
        writer.Write(Epoch);
        Vote.EncodeFields(writer);
        writer.Write(Bitmap);
        writer.Write(Signatures);
    }

    public static Certificate Decode(ref CanonicalReader reader)
    {
        reader.ReadArrayHeader(6);
        return new Certificate(
            reader.ReadEpoch(),
            Vote.DecodeFields(ref reader),
            reader.ReadBlob(ConsensusLimits.MaxBitmapBytes),
            reader.ReadBlob(ConsensusLimits.MaxCertificateSignatureBytes));
    }
}
