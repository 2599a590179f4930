using DeAI.Chain.Cryptography;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>
/// What a node's Ed25519 key signs in its hello. Both TLS keys stand in it, so it is worth nothing in a session between any other pair of
/// TLS keys, and TLS has proved that each side holds its own.
/// </summary>
internal static class HelloSignature
{
    public const string Domain = "deai/network/hello/1";

    /// <summary>The digest under <see cref="Domain"/> of chain id, signer's SPKI hash, other side's SPKI hash: 3 times 32 bytes.</summary>
    public static byte[] Message(ChainId chain, Hash256 ownSpkiHash, Hash256 peerSpkiHash)
    {
        Span<byte> fields = stackalloc byte[3 * Bytes32.Length];
        chain.CopyTo(fields);
        ownSpkiHash.CopyTo(fields[Bytes32.Length..]);
        peerSpkiHash.CopyTo(fields[(2 * Bytes32.Length)..]);
        return DomainHash.Of(Domain, fields).ToArray();
    }
}
