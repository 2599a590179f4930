using DeAI.Chain.Network;
using DeAI.Chain.Replica.Mempool;
using Microsoft.Extensions.Logging;

namespace DeAI.Chain.Node.Configuration;

/// <summary>Everything that an operator decides about a node. Consensus parameters are on chain, never here.</summary>
/// <param name="Home">The node's own directory.</param>
/// <param name="GenesisFile">The chain's genesis.</param>
/// <param name="KeyFile">The encrypted keystore of the node's Ed25519 key.</param>
/// <param name="PassphraseFile">Holds the keystore's passphrase; empty to take it from DEAI_PASSPHRASE.</param>
/// <param name="Role">Whether the node votes when it has a seat.</param>
/// <param name="Listen">Where peers connect.</param>
/// <param name="Grpc">Where clients connect.</param>
/// <param name="Metrics">Where Prometheus scrapes and health is asked.</param>
/// <param name="Peers">Whom to dial.</param>
/// <param name="Settings">Every setting with its origin.</param>
public sealed record NodeConfiguration(
    string Home,
    string GenesisFile,
    string KeyFile,
    string PassphraseFile,
    PeerRole Role,
    PeerAddress Listen,
    PeerAddress Grpc,
    PeerAddress Metrics,
    LogLevel LogLevel,
    IReadOnlyList<PeerSetting> Peers,
    IReadOnlyList<SettingValue> Settings)
{
    /// <summary>How far back the state can be proven.</summary>
    public StateRetention Retention { get; init; } = new(StateRetention.DefaultHeights);

    /// <summary>Fetch the state instead of the blocks where a peer is more than so many heights ahead; null to replay every block.</summary>
    public ulong? SnapshotBehind { get; init; }

    /// <summary>What may wait for a block.</summary>
    public MempoolLimits Mempool { get; init; } = MempoolLimits.Default;

    /// <summary>Where the vote log's marker lies; empty for beside the key.</summary>
    public string VoteMarkerFile { get; init; } = string.Empty;

    /// <summary>The operator vouches for the vote log whatever its marker says.</summary>
    public bool TrustsVoteLog { get; init; }
}
