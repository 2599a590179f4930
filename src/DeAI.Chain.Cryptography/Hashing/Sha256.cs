using System.Security.Cryptography;
using DeAI.Chain.Cryptography.Lanes;
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

    /// <summary>The digest of each message, several times faster than one after the other where the processor lets them be computed side by side.</summary>
    /// <param name="digests">One for each message.</param>
    public static void HashMany(ReadOnlySpan<Blob> messages, Span<Hash256> digests) => HashMany(default, messages, digests);

    /// <summary>The same of prefix || message.</summary>
    public static void HashMany(ReadOnlySpan<byte> prefix, ReadOnlySpan<Blob> messages, Span<Hash256> digests)
    {
        RequireRoom(messages.Length, digests.Length);
        HashLanes.Hash(prefix, messages, digests);
    }

    /// <summary>The digest of tag || left || right: a node of a hash tree.</summary>
    public static Hash256 HashPair(byte tag, Hash256 left, Hash256 right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * DigestLength)];
        bytes[0] = tag;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + DigestLength)..]);
        return Hash(bytes);
    }

    /// <summary>The same for many pairs, side by side where the processor lets them be.</summary>
    /// <param name="pairs">Left and right in turn.</param>
    /// <param name="digests">One for each pair. They may lie where the first half of the pairs does.</param>
    public static void HashPairs(byte tag, ReadOnlySpan<Hash256> pairs, Span<Hash256> digests)
    {
        RequireRoom(pairs.Length, 2 * digests.Length);
        HashLanes.HashPairs(tag, pairs, digests);
    }

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

    private static void RequireRoom(int inputs, int room)
    {
        if (inputs != room)
        {
            throw new ArgumentException($"There are {inputs} inputs, and room for the digests of {room}.");
        }
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
