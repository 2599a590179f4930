using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>A peer to dial: whoever answers at the address must prove this key.</summary>
public sealed record PeerEndpoint(PublicKey Key, PeerAddress Address);
