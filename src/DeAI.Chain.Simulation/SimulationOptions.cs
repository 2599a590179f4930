namespace DeAI.Chain.Simulation;

/// <summary>One run of the simulator.</summary>
/// <param name="Seed">All randomness comes from it.</param>
/// <param name="Nodes">Validators, 1 to 64; <see cref="DrawnSize"/> for 4, 7 or 16 by the seed.</param>
/// <param name="Faults">What may go wrong until the cluster is healed.</param>
/// <param name="FaultyMs">Virtual milliseconds with faults.</param>
/// <param name="Transactions">Transfers that the clients submit.</param>
/// <param name="Byzantine">
/// Failing validators where <paramref name="Faults"/> holds a way to fail; null for f = floor((n - 1) / 3). More than f break the protocol's
/// assumption: the report then has to show violations, which checks the checker.
/// </param>
public sealed record SimulationOptions(
    ulong Seed,
    int Nodes,
    SimulationFaults Faults,
    int FaultyMs = 4_000,
    int Transactions = 40,
    int? Byzantine = null)
{
    /// <summary>As <see cref="Nodes"/>: the seed decides.</summary>
    public const int DrawnSize = 0;

    public const int MaxNodes = 64;

    /// <summary>Within this many virtual milliseconds after healing, all correct nodes have to commit what is asked for.</summary>
    public const int ProgressBoundMs = 30_000;

    /// <summary>As much longer where states are fetched: a sync that found no peer fetches blocks for a minute before it tries again.</summary>
    public const int SnapshotRetryMs = 60_000;

    /// <summary>Heights above the highest one at healing that every correct node has to commit within the bound.</summary>
    public const int ProgressHeights = 3;
}
