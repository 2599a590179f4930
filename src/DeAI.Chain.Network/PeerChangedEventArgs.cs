using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>A peer got its session, or lost it.</summary>
/// <param name="peer">As the directory knew it at the handshake.</param>
/// <param name="isConnected">Whether frames can be sent now.</param>
/// <param name="reason">Why the session ended; null for a new one.</param>
public sealed class PeerChangedEventArgs(PeerInfo peer, bool isConnected, Refusal? reason) : EventArgs
{
    public PeerInfo Peer { get; } = peer;

    public bool IsConnected { get; } = isConnected;

    public Refusal? Reason { get; } = reason;
}
