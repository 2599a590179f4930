using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>What is known of one peer at one moment. Counters are those of the current session.</summary>
/// <param name="Key">Its node key.</param>
/// <param name="Name">From the directory; empty for a dialled peer that never connected.</param>
/// <param name="Role">From the directory.</param>
/// <param name="DialAddress">Where this node dials it, if it does.</param>
/// <param name="RemoteAddress">The other end of the current connection.</param>
/// <param name="AnnouncedAddress">Where it says that it listens.</param>
/// <param name="ConnectedSince">Null while there is no session.</param>
/// <param name="DialledByUs">Who opened the current session.</param>
/// <param name="RoundTrip">Of the last ping.</param>
/// <param name="LastError">Why the last session or dial ended.</param>
public sealed record PeerStatus(
    PublicKey Key,
    string Name,
    PeerRole Role,
    PeerAddress? DialAddress,
    string? RemoteAddress,
    string? AnnouncedAddress,
    DateTimeOffset? ConnectedSince,
    bool DialledByUs,
    TimeSpan? RoundTrip,
    long BytesIn,
    long BytesOut,
    long FramesIn,
    long FramesOut,
    long OutgoingDropped,
    long IncomingDropped,
    Refusal? LastError)
{
    public bool IsConnected => ConnectedSince is not null;
}
