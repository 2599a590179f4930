using DeAI.Chain.Consensus;
using DeAI.Chain.Network;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Node.Runtime;

/// <summary>
/// Votes, proposals and certificates go from their maker to its own peers only, since validators are connected each with each. A follower that
/// is connected with fewer than a quorum asks one of its peers, in the announcements, to pass on what that one hears from validators. All of it
/// is signed by its makers, so a relay can withhold and not alter.
/// </summary>
/// <param name="named">The peers that the operator named.</param>
internal sealed class FrameRelay(PeerNetwork network, Func<ValidatorSet> validators, IReadOnlyList<PublicKey> named)
{
    /// <summary>So many followers at once; each costs as much sending as a validator.</summary>
    private const int MaxTargets = 16;

    private readonly Lock _gate = new();
    private readonly SortedSet<PublicKey> _asking = [];

    /// <summary>Read without the lock; replaced, never changed.</summary>
    private PublicKey[] _targets = [];
    private PublicKey[] _source = [];
    private ValidatorSet? _validators;

    /// <summary>Whom this node asks to pass frames on, and to answer in the place of peers that cannot be reached; none where it needs nobody.</summary>
    public PublicKey? Source => Volatile.Read(ref _source) is [PublicKey source] ? source : null;

    /// <summary>A peer asks for frames, or no longer.</summary>
    public void Asked(PublicKey peer, bool wants)
    {
        lock (_gate)
        {
            bool changed = wants ? _asking.Count < MaxTargets && _asking.Add(peer) : _asking.Remove(peer);
            if (changed)
            {
                Volatile.Write(ref _targets, [.. _asking]);
            }
        }
    }

    /// <summary>Chooses anew whom to ask. After a session was won or lost, and now and then.</summary>
    public void Choose()
    {
        ValidatorSet set = validators();
        Volatile.Write(ref _validators, set);
        PublicKey[] connected = [.. set.Seats.Items.Select(static seat => seat.Key).Where(network.IsConnected)];
        bool needs = set.IndexOf(network.PublicKey) < 0 && connected.Length < set.Quorum;
        Volatile.Write(ref _source, needs ? [.. connected.Concat(named.Where(network.IsConnected)).Take(1)] : []);
    }

    /// <summary>Passes on a frame that came in, if somebody asks for such.</summary>
    public void Pass(ReceivedFrame frame)
    {
        PublicKey[] targets = Volatile.Read(ref _targets);
        if (targets.Length == 0 || !IsForAll(frame) || Volatile.Read(ref _validators) is not { } set || set.IndexOf(frame.Peer) < 0)
        {
            return;
        }

        foreach (PublicKey target in targets)
        {
            // From validators to others only, so that no frame goes in a circle.
            if (set.IndexOf(target) < 0)
            {
                network.Send(target, frame.Channel, frame.Payload.Memory);
            }
        }
    }

    /// <summary>Not what a peer asks of this node or tells it alone.</summary>
    private static bool IsForAll(ReceivedFrame frame)
    {
        ReadOnlySpan<byte> payload = frame.Payload.Span;
        return frame.Channel is ChannelClass.Consensus or ChannelClass.Blocks
            && payload.Length > 1
            && (ConsensusMessageKind)payload[1] is ConsensusMessageKind.Proposal or ConsensusMessageKind.Vote or ConsensusMessageKind.Certificate;
    }
}
