using System.Buffers.Binary;
using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Cryptography;

/// <summary>A proof of ECVRF-EDWARDS25519-SHA512-TAI, pi of RFC 9381: 80 bytes. Not checked until <see cref="Vrf.TryVerify"/>.</summary>
/// <param name="Gamma">The encoded point.</param>
/// <param name="Challenge">The 16 bytes of c, as a big-endian number.</param>
/// <param name="Response">The scalar s, little-endian.</param>
public readonly record struct VrfProof(Bytes32 Gamma, UInt128 Challenge, Bytes32 Response) : ICanonical<VrfProof>
{
    public const int Length = 80;

    /// <param name="bytes">Exactly 80 bytes.</param>
    public VrfProof(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes[..32]), BinaryPrimitives.ReadUInt128BigEndian(bytes[32..48]), new Bytes32(bytes[48..]))
    {
    }

    public void CopyTo(Span<byte> destination)
    {
        Gamma.CopyTo(destination);
        BinaryPrimitives.WriteUInt128BigEndian(destination[32..], Challenge);
        Response.CopyTo(destination[48..]);
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>A binary string of 80 bytes.</summary>
    public void Encode(CanonicalWriter writer)
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        writer.WriteBinary(bytes);
    }

    public static VrfProof Decode(ref CanonicalReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.ReadBinaryOf(Length);
        return reader.Failure is null ? new VrfProof(bytes) : default;
    }

    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
