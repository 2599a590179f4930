using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>What one peer has sent and nobody has read yet. It belongs to the key, not to the session, so reconnecting earns no new room.</summary>
internal sealed class InboxLane
{
    private readonly BoundedFrames[] _frames = new BoundedFrames[ChannelClasses.TableSize];

    public InboxLane(PublicKey peer, QueueBounds bounds)
    {
        Peer = peer;
        foreach (ChannelClass channel in ChannelClasses.ByPriority)
        {
            _frames[(int)channel] = new BoundedFrames(bounds.Of(channel));
        }
    }

    public PublicKey Peer { get; }

    /// <summary>Sessions that post here now.</summary>
    public int Sessions { get; set; }

    /// <summary>Set while a session waits for room.</summary>
    public TaskCompletionSource? Room { get; set; }

    public BoundedFrames Of(ChannelClass channel) => _frames[(int)channel];

    public bool IsEmpty
    {
        get
        {
            foreach (ChannelClass channel in ChannelClasses.ByPriority)
            {
                if (_frames[(int)channel].Count > 0)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
