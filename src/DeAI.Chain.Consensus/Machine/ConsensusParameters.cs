namespace DeAI.Chain.Consensus;

/// <summary>On-chain parameters of the machine, all in milliseconds. A value, replaced as a whole.</summary>
/// <param name="DeltaMs">The assumed bound of one message delay, validation included. 1 to 60,000.</param>
/// <param name="TimeoutCapMs">What the timeout of a view grows to at most, before the block interval is added. 3 deltas to 600,000.</param>
/// <param name="MaxBlockIntervalMs">How long an idle leader may wait before it proposes an empty block. 0 to 600,000.</param>
/// <param name="RebroadcastMs">How often certificates and own votes are repeated while no finality comes. 1 to 600,000.</param>
public sealed record ConsensusParameters(uint DeltaMs, uint TimeoutCapMs, uint MaxBlockIntervalMs, uint RebroadcastMs)
{
    public const uint MaxDeltaMs = 60_000;

    public const uint MaxMs = 600_000;

    /// <summary>For a cluster in one country: 250 ms, 10 s, 1 s, 1 s.</summary>
    public static ConsensusParameters Default { get; } = new(250, 10_000, 1_000, 1_000);

    /// <summary>For governance, before a change is accepted.</summary>
    public Result Check() => this == Clamped()
        ? Result.Ok
        : Result.Refuse(ConsensusErrors.BadParameter, $"{this} is out of range, the nearest allowed is {Clamped()}");

    /// <summary>The nearest allowed values. The machine uses these, so that no accepted parameter can stop every node at once.</summary>
    public ConsensusParameters Clamped()
    {
        uint delta = Math.Clamp(DeltaMs, 1, MaxDeltaMs);
        return new ConsensusParameters(
            delta,
            Math.Clamp(TimeoutCapMs, delta * 3, MaxMs),
            Math.Min(MaxBlockIntervalMs, MaxMs),
            Math.Clamp(RebroadcastMs, 1, MaxMs));
    }
}
