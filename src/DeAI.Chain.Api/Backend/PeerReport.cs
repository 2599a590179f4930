using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>A peer at one moment. <paramref name="LastError"/> is empty for none.</summary>
public sealed record PeerReport(
    PublicKey Key,
    string Address,
    string Role,
    bool Connected,
    TimeSpan RoundTrip,
    long BytesIn,
    long BytesOut,
    string LastError);
