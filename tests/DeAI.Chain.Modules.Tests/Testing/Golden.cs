using DeAI.Chain.Primitives.Encoding;

namespace DeAI.Chain.Modules.Tests.Testing;

/// <summary>Compares encodings with the bytes written down: a changed one is a new version, never a repair.</summary>
public static class Golden
{
    /// <summary>Encodes to exactly these bytes, and they decode to the value; every shorter input and a byte more are refused.</summary>
    public static void Check<T>(string hex, T value)
        where T : ICanonical<T>
    {
        byte[] encoded = Canonical.Encode(value);
        Assert.Equal(hex, Convert.ToHexStringLower(encoded));
        Assert.Equal(value, Canonical.Decode<T>(encoded).Value);
        for (int length = 0; length < encoded.Length; length++)
        {
            Assert.False(Canonical.Decode<T>(encoded.AsSpan(0, length)).IsOk);
        }

        Assert.False(Canonical.Decode<T>([.. encoded, 0]).IsOk);
    }
}
