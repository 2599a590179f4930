using DeAI.Chain.Primitives.Validators;
using DeAI.Chain.Simulation.Latency;

namespace DeAI.Chain.Cli.Commands.Simulation;

/// <summary>One size of network.</summary>
/// <param name="AtOne">Clients send to one random validator.</param>
/// <param name="AtAll">Clients send to all of them.</param>
/// <param name="ChecksUntilFinal">Signatures checked one after the other on a transfer's way: its own, the proposal's, and two quorums without the own vote.</param>
/// <param name="EstimateP50Ms">The first case with the checks on one processor.</param>
/// <param name="CheckShare">Of one processor of each validator, for the checks of all votes and beacon proofs.</param>
internal sealed record LatencyRow(LatencyReport AtOne, LatencyReport AtAll, int ChecksUntilFinal, double EstimateP50Ms, double CheckShare)
{
    public static LatencyRow Of(LatencyReport one, LatencyReport all, LatencyCosts costs)
    {
        int quorum = ValidatorSet.QuorumOf(one.Options.Validators);
        int checks = 2 + (2 * (quorum - 1));
        double ms = ((checks * costs.CheckMicroseconds) + costs.BeaconMicroseconds) / 1000;
        double busy = ((one.ChecksPerBlock * costs.CheckMicroseconds) + costs.BeaconMicroseconds) / 1000 / one.BlockIntervalMs;
        return new LatencyRow(one, all, checks, one.P50Ms + ms, busy);
    }
}
