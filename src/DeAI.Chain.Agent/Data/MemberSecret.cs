using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Agent.Data;

/// <summary>
/// What a member alone knows: from it come the order of its rows and every salt, by HKDF (RFC 5869), so that they need not be kept and are
/// the same after a restart, and so that nobody can test a guess of a row against an unopened leaf.
/// </summary>
public sealed class MemberSecret : IDisposable
{
    private readonly byte[] _secret = new byte[32];

    private MemberSecret()
    {
    }

    /// <summary>Derived from the account's key; the key itself cannot be told from it.</summary>
    public static MemberSecret Of(SigningKey key)
    {
        Span<byte> seed = stackalloc byte[SigningKey.SeedLength];
        try
        {
            key.ExportSeed(seed);
            return Of(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <param name="material">At least 32 bytes that nobody else knows.</param>
    public static MemberSecret Of(ReadOnlySpan<byte> material)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(material.Length, 32);
        MemberSecret secret = new();
        Hkdf.DeriveKey(material, default, "deai.agent.member.v1"u8, secret._secret);
        return secret;
    }

    /// <summary>A value for one purpose and place.</summary>
    internal Bytes32 Derive(string purpose, Hash256 context, uint index)
    {
        Span<byte> info = stackalloc byte[64 + Bytes32.Length + sizeof(uint)];
        int length = Encoding.ASCII.GetBytes(purpose, info);
        info[length++] = 0;
        context.CopyTo(info[length..]);
        BinaryPrimitives.WriteUInt32BigEndian(info[(length + Bytes32.Length)..], index);
        Span<byte> value = stackalloc byte[Bytes32.Length];
        Hkdf.DeriveKey(_secret, default, info[..(length + Bytes32.Length + sizeof(uint))], value);
        return new Bytes32(value);
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);
}
