using DeAI.Chain.Network;
using DeAI.Chain.Primitives.Encoding;
using DeAI.Chain.Replica;
using DeAI.Chain.Replica.Messages;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Hands frames to the transport; what cannot be sent now is lost, as the replica allows. It does not have to find out by waiting, though: who
/// is not connected is replaced by the peer that relays for this node, or has, for block sync, nothing to give.
/// </summary>
internal sealed class PeerSender(PeerNetwork network, FrameRelay relay)
{
    private ReplicaLoop? _loop;

    public void Bind(ReplicaLoop loop) => _loop = loop;

    public void Send(PublicKey to, Channel channel, ReadOnlyMemory<byte> frame)
    {
        if (network.Send(to, (ChannelClass)channel, frame) != SendOutcome.NotConnected)
        {
            return;
        }

        if (channel == Channel.Consensus && relay.Source is { } source)
        {
            network.Send(source, ChannelClass.Consensus, frame);
        }
        else if (channel == Channel.Sync
            && Canonical.Decode<SyncMessage>(frame.Span).TryGet(out SyncMessage? message, out _)
            && message.Request is { } request)
        {
            SyncMessage nothing = new(null, new SyncAnswer(request.From, default, default));
            _loop?.TryPostFrame(new ReplicaInput.FrameReceived(to, Channel.Sync, Canonical.Encode(nothing)));
        }
    }

    public void Broadcast(Channel channel, ReadOnlyMemory<byte> frame) => network.Broadcast((ChannelClass)channel, frame);
}
