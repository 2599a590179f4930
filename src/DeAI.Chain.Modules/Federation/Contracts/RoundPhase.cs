namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>Where a round stands. Each phase but the last two ends with the block at its deadline.</summary>
public enum RoundPhase : byte
{
    None = 0,

    /// <summary>Members register with a bond.</summary>
    Registration = 1,

    /// <summary>Waiting for the beacon that makes the seeds.</summary>
    Seed = 2,

    /// <summary>Members train and commit to what they got.</summary>
    Commit = 3,

    /// <summary>Members open; every node replays.</summary>
    Open = 4,

    /// <summary>Updates are final; members show the hold-out rows that the beacon chose.</summary>
    Holdout = 5,

    /// <summary>A version was published and paid for.</summary>
    Completed = 6,

    /// <summary>Too few members were left; bonds and the reward went back.</summary>
    Failed = 7,
}
