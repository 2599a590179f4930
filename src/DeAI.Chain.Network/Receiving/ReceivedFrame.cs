using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>A frame from an authenticated peer. The payload is the consumer's alone: nothing else holds or reuses it.</summary>
public readonly record struct ReceivedFrame(PublicKey Peer, ChannelClass Channel, Blob Payload);
