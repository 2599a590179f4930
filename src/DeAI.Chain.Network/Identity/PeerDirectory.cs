using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>A directory that is replaced as a whole, for instance after each block that changes the registry.</summary>
public sealed class PeerDirectory : IPeerDirectory
{
    private volatile FrozenDictionary<PublicKey, PeerInfo> _peers;

    public PeerDirectory(IEnumerable<PeerInfo> peers) => _peers = Freeze(peers);

    public int Count => _peers.Count;

    /// <exception cref="ArgumentException">Two peers share a key.</exception>
    public void Replace(IEnumerable<PeerInfo> peers) => _peers = Freeze(peers);

    public bool TryFind(PublicKey key, [NotNullWhen(true)] out PeerInfo? info) => _peers.TryGetValue(key, out info);

    private static FrozenDictionary<PublicKey, PeerInfo> Freeze(IEnumerable<PeerInfo> peers)
    {
        Dictionary<PublicKey, PeerInfo> byKey = [];
        foreach (PeerInfo peer in peers)
        {
            if (peer.Key.IsDefault || !byKey.TryAdd(peer.Key, peer))
            {
                throw new ArgumentException($"Peer '{peer.Name}' has an absent or repeated key {peer.Key}.", nameof(peers));
            }
        }

        return byKey.ToFrozenDictionary();
    }
}
