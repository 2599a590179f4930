namespace DeAI.Chain.Cryptography;

/// <summary>The 64 bytes of a verified VRF, beta of RFC 9381. Callers hash it with their own domain before they draw from it.</summary>
public readonly record struct VrfOutput(Bytes32 First, Bytes32 Second)
{
    public const int Length = 64;

    /// <param name="bytes">Exactly 64 bytes.</param>
    public VrfOutput(ReadOnlySpan<byte> bytes)
        : this(new Bytes32(bytes[..32]), new Bytes32(bytes[32..]))
    {
    }

    public void CopyTo(Span<byte> destination)
    {
        First.CopyTo(destination);
        Second.CopyTo(destination[32..]);
    }

    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        CopyTo(bytes);
        return bytes;
    }

    public override string ToString() => First.ToString() + Second.ToString();
}
