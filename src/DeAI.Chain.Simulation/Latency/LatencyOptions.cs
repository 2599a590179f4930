namespace DeAI.Chain.Simulation.Latency;

/// <summary>One run of a latency study.</summary>
/// <param name="Validators">1 to 64, none of them failing.</param>
/// <param name="RoundTripMs">Between any two validators, the same for all; half of it each way.</param>
/// <param name="GapMs">Mean virtual time between two submissions, at random moments.</param>
/// <param name="Transactions">How many of them.</param>
/// <param name="EveryValidator">Clients send to all validators at once, instead of to a random one.</param>
public sealed record LatencyOptions(int Validators, int RoundTripMs, int GapMs, int Transactions, bool EveryValidator = false)
{
    /// <summary>What one flush of the disk takes, in virtual milliseconds; so do one build, one validation and one batch of checks.</summary>
    public const int StepMs = 1;
}
