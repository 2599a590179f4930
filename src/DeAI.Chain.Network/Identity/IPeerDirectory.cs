using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>
/// The keys that may hold a session now. Asked at every handshake and once per keepalive interval for every open session, from any
/// thread, so an answer must be quick and thread-safe. It may change at any time; a removed peer is disconnected.
/// </summary>
public interface IPeerDirectory
{
    bool TryFind(PublicKey key, [NotNullWhen(true)] out PeerInfo? info);
}
