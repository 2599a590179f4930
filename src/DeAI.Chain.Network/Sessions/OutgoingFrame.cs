namespace DeAI.Chain.Network;

internal readonly record struct OutgoingFrame(byte ChannelClass, ReadOnlyMemory<byte> Payload);
