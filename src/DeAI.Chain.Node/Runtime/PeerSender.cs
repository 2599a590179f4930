using DeAI.Chain.Network;

namespace DeAI.Chain.Node.Runtime;

/// <summary>Hands frames to the transport; what cannot be sent now is lost, as the replica allows.</summary>
internal sealed class PeerSender(PeerNetwork network)
{
    public void Send(PublicKey to, Channel channel, ReadOnlyMemory<byte> frame) => network.Send(to, (ChannelClass)channel, frame);

    public void Broadcast(Channel channel, ReadOnlyMemory<byte> frame) => network.Broadcast((ChannelClass)channel, frame);
}
