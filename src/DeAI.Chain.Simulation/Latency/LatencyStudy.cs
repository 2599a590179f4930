using DeAI.Chain.Simulation.Cluster;

namespace DeAI.Chain.Simulation.Latency;

/// <summary>
/// How long production replicas take in a network of a given round trip: production parameters, no faults, virtual time alone. Processor time is
/// left out: every check and every hash is free, and <see cref="LatencyOptions.StepMs"/> stands for execution and for a flush.
/// </summary>
public static class LatencyStudy
{
    /// <exception cref="InvalidOperationException">An invariant broke: the figures would be those of a broken cluster.</exception>
    public static LatencyReport Run(LatencyOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Validators, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Validators, SimulationOptions.MaxNodes);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.RoundTripMs, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.GapMs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Transactions, 1);
        LatencyProbe probe = new(options);
        SimulationOptions simulation = new(
            1, options.Validators, SimulationFaults.None, checked(options.GapMs * options.Transactions), options.Transactions);
        SimulationReport report = new SimulationRun(simulation, latency: probe, pace: Pace.Even(options.RoundTripMs / 2, LatencyOptions.StepMs)).Execute();
        return report.IsGood
            ? probe.Report((long)report.Heights, report.VirtualMs)
            : throw new InvalidOperationException($"{options.Validators} validators: {string.Join("; ", report.Violations)}");
    }
}
