using System.Security.Cryptography;
using DeAI.Chain.Cryptography.OpenSsl;

namespace DeAI.Chain.Cryptography;

/// <summary>SHA-256 (FIPS 180-4). Thread-safe; allocates nothing where libcrypto 3 is installed.</summary>
public static unsafe class Sha256
{
    public const int DigestLength = 32;

    public static Hash256 Hash(ReadOnlySpan<byte> data) => Hash(data, default, default);

    /// <summary>The digest of both, one after the other.</summary>
    public static Hash256 Hash(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Hash(a, b, default);

    /// <summary>The digest of all three, one after the other.</summary>
    public static Hash256 Hash(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c) =>
        OpenSslNative.IsAvailable ? HashByLibrary(a, b, c) : HashByFramework(a, b, c);

    /// <summary>The same result where libcrypto 3 is missing.</summary>
    internal static Hash256 HashByFramework(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        Span<byte> digest = stackalloc byte[DigestLength];
        if (b.IsEmpty && c.IsEmpty)
        {
            SHA256.HashData(a, digest);
            return new Hash256(digest);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(a);
        hash.AppendData(b);
        hash.AppendData(c);
        hash.GetHashAndReset(digest);
        return new Hash256(digest);
    }

    [System.Runtime.CompilerServices.SkipLocalsInit]
    private static Hash256 HashByLibrary(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c)
    {
        ulong* context = stackalloc ulong[OpenSslNative.ContextLength / sizeof(ulong)];
        byte* digest = stackalloc byte[DigestLength];
        byte* state = (byte*)context;
        _ = OpenSslNative.Init(state);
        Append(state, a);
        Append(state, b);
        Append(state, c);
        _ = OpenSslNative.Final(digest, state);
        return new Hash256(new ReadOnlySpan<byte>(digest, DigestLength));
    }

    private static void Append(byte* state, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        fixed (byte* bytes = data)
        {
            OpenSslNative.Update(state, bytes, data.Length);
        }
    }
}
