namespace DeAI.Chain.Cryptography;

/// <summary>libsodium checks no lengths; a wrong one is the caller's mistake and would read past the end.</summary>
internal static class Require
{
    public static void Length(ReadOnlySpan<byte> bytes, int length, string name)
    {
        if (bytes.Length != length)
        {
            throw new ArgumentException($"{length} bytes are needed, {bytes.Length} were given.", name);
        }
    }
}
