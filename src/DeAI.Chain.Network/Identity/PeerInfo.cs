using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>A node that genesis or the registry permits.</summary>
/// <param name="Key">Its Ed25519 node key: the only identity that counts.</param>
/// <param name="Role">The registry's word, which stands above what the node says of itself.</param>
/// <param name="Name">For logs and people.</param>
public sealed record PeerInfo(PublicKey Key, PeerRole Role, string Name);
