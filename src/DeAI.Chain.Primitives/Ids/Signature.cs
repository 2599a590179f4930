namespace DeAI.Chain.Primitives;

/// <summary>An Ed25519 signature, R then S, as RFC 8032 encodes it.</summary>
public readonly record struct Signature(Bytes32 R, Bytes32 S)
{
    public const int Length = 64;

    /// <param name="bytes">Exactly 64 bytes.</param>
    public Signature(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes[..32]), new Bytes32(bytes[32..]))
    {
    }

    public bool IsDefault => R.IsZero && S.IsZero;

    public void CopyTo(Span<byte> destination)
    {
        R.CopyTo(destination);
        S.CopyTo(destination[32..]);
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public override string ToString() => R.ToString() + S.ToString();
}
