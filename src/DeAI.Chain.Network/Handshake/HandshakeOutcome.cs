namespace DeAI.Chain.Network;

/// <summary>A peer that proved its key inside this connection.</summary>
internal sealed record HandshakeOutcome(SecureConnection Connection, PeerInfo Peer, string AnnouncedAddress, bool IsInitiator);
