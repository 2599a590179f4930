using DeAI.Chain.Primitives;

namespace DeAI.Chain.Api;

/// <summary>The node at one moment.</summary>
/// <param name="NodeKey">The node's own identity key.</param>
/// <param name="Role">"validator" or "observer".</param>
/// <param name="View">Of consensus; the last final one where the node does not take part.</param>
/// <param name="Degraded">Empty, or why the node does not sign or does not accept transactions.</param>
public sealed record NodeReport(
    PublicKey NodeKey,
    string Role,
    View View,
    int MempoolTransactions,
    int ConnectedPeers,
    bool Syncing,
    string Version,
    TimeSpan Uptime,
    string Degraded);
