using DeAI.Chain.Network;

namespace DeAI.Chain.Node.Configuration;

/// <summary>A peer to dial.</summary>
public sealed record PeerSetting(PublicKey Key, PeerAddress Address);
